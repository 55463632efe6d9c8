import { writeFileSync } from 'node:fs';
import { EnvironmentProblem, systemCode } from './exit.ts';
import { piecesOf } from './pieces.ts';

/**
 * The bytes of a file, or of standard input for `-`: one more than `most` at the utmost, so that an endless input comes
 * to an end and whoever reads the bytes sees that they are too many. An unreadable file is an environment problem (exit
 * code 3).
 */
export async function readInput(file: string, most: number): Promise<Uint8Array> {
  const parts: Buffer[] = [];
  let room = most + 1;
  try {
    for await (const piece of piecesOf(file)) {
      // The next piece comes in the same buffer.
      parts.push(Buffer.from(piece.subarray(0, room)));
      room -= piece.length;
      if (room <= 0) break;
    }
  } catch (error) {
    throw unreadable(file, error);
  }
  return Buffer.concat(parts);
}

/** Writes a file that the caller asked for. */
export function writeOutput(file: string, content: string | Uint8Array): void {
  try {
    writeFileSync(file, content);
  } catch (error) {
    throw new EnvironmentProblem({ code: 'file-unwritable', values: { file, reason: systemCode(error) } });
  }
}

const lineFeed = 0x0a;

/**
 * The lines of a file or of standard input, as bytes without their end: all that a piece of the input completes at a
 * time. A line longer than `most` bytes is cut at one byte more, so that memory stays bounded and the reader of the
 * line sees that it is too large. Lines hold until the next ones are asked for.
 */
export async function* readLines(file: string, most: number): AsyncGenerator<readonly Uint8Array[]> {
  let parts: Buffer[] = [];
  let length = 0;
  let begun = false;
  const keep = (part: Buffer) => {
    begun = true;
    const room = most + 1 - length;
    if (room > 0) parts.push(part.subarray(0, room));
    length += Math.min(part.length, Math.max(room, 0));
  };
  const taken = () => {
    const [only, ...more] = parts;
    const line = only !== undefined && more.length === 0 ? only : Buffer.concat(parts);
    parts = [];
    length = 0;
    begun = false;
    return line;
  };
  try {
    for await (const piece of piecesOf(file)) {
      const lines: Buffer[] = [];
      let start = 0;
      for (let end = piece.indexOf(lineFeed); end >= 0; end = piece.indexOf(lineFeed, start)) {
        keep(piece.subarray(start, end));
        lines.push(taken());
        start = end + 1;
      }
      yield lines;
      // The rest must outlive its piece.
      if (start < piece.length) keep(Buffer.from(piece.subarray(start)));
    }
  } catch (error) {
    throw unreadable(file, error);
  }
  if (begun) yield [taken()];
}

function unreadable(file: string, error: unknown): EnvironmentProblem {
  return new EnvironmentProblem({ code: 'file-unreadable', values: { file, reason: systemCode(error) } });
}
