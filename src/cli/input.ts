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

/** A file that cannot be read, with the code of the system error. */
export function unreadable(file: string, error: unknown): EnvironmentProblem {
  return new EnvironmentProblem({ code: 'file-unreadable', values: { file, reason: systemCode(error) } });
}
