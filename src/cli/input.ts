import { createReadStream, readFileSync, writeFileSync } from 'node:fs';
import { EnvironmentProblem, systemCode } from './exit.ts';

/** The bytes of a file, or of standard input for `-`. An unreadable file is an environment problem (exit code 3). */
export function readInput(file: string): Uint8Array {
  try {
    return readFileSync(file === '-' ? 0 : file);
  } catch (error) {
    throw unreadable(file, error);
  }
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
 * The lines of a file or of standard input, as bytes without their end. A line longer than `most` bytes is cut at one byte more, so that
 * memory stays bounded and the reader of the line sees that it is too large.
 */
export async function* readLines(file: string, most: number): AsyncGenerator<Uint8Array> {
  const stream = file === '-' ? process.stdin : createReadStream(file);
  let parts: Buffer[] = [];
  let length = 0;
  let begun = false;
  const keep = (part: Buffer) => {
    begun = true;
    const room = most + 1 - length;
    if (room > 0) parts.push(part.subarray(0, room));
    length += Math.min(part.length, Math.max(room, 0));
  };
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      let start = 0;
      for (let end = chunk.indexOf(lineFeed); end >= 0; end = chunk.indexOf(lineFeed, start)) {
        keep(chunk.subarray(start, end));
        yield Buffer.concat(parts);
        parts = [];
        length = 0;
        begun = false;
        start = end + 1;
      }
      if (start < chunk.length) keep(chunk.subarray(start));
    }
  } catch (error) {
    throw unreadable(file, error);
  }
  if (begun) yield Buffer.concat(parts);
}

function unreadable(file: string, error: unknown): EnvironmentProblem {
  return new EnvironmentProblem({ code: 'file-unreadable', values: { file, reason: systemCode(error) } });
}
