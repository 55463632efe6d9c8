import { createHash, type Hash } from 'node:crypto';
import { constants, fstatSync, statSync } from 'node:fs';
import { access } from 'node:fs/promises';
import { EnvironmentProblem } from '../exit.ts';
import { unreadable } from '../input.ts';
import { piecesOf } from '../pieces.ts';
import { type Block, blocksOf, linesIn } from './blocks.ts';
import type { Note } from './note.ts';
import { unpacked } from './unpack.ts';

/** The lines of an input, and how far it is read. */
export interface Lines {
  readonly blocks: AsyncIterable<Block>;
  /** Bytes of the file that are read, as it is packed. */
  read(): number;
  /** Bytes of the file; undefined of a pipe. */
  readonly size: number | undefined;
  /** Of the lines that were answered before. */
  readonly digest: Hash;
}

/** Before anything is written. Code: file-unreadable. */
export async function requireReadable(file: string): Promise<void> {
  if (file === '-') return;
  try {
    await access(file, constants.R_OK);
  } catch (error) {
    throw unreadable(file, error);
  }
}

interface Reading {
  /** The longest line, in bytes. */
  readonly most: number;
  readonly signal?: AbortSignal;
  /** What was answered before. */
  readonly after?: Pick<Note, 'lines' | 'input'>;
}

/**
 * The lines of a file, or of standard input for `-`, unpacked, after those that were answered before. Codes:
 * file-unreadable, archive-cut, archive-damaged; resume-input where those are not the same any more.
 */
export async function openLines(file: string, { most, signal, after }: Reading): Promise<Lines> {
  let read = 0;
  const digest = createHash('sha256');
  async function* counted(): AsyncGenerator<Buffer> {
    try {
      for await (const piece of piecesOf(file, signal)) {
        read += piece.length;
        yield piece;
      }
    } catch (error) {
      throw signal?.aborted ? error : unreadable(file, error);
    }
  }
  const blocks = blocksOf(unpacked(file, counted()), most);
  const known = after !== undefined && after.lines > 0;
  return {
    blocks: known ? rest(blocks, after, digest) : blocks,
    read: () => read,
    size: sizeOf(file),
    digest,
  };
}

/** The lines that follow those of a note. */
async function* rest(
  blocks: AsyncIterable<Block>,
  { lines, input }: Pick<Note, 'lines' | 'input'>,
  digest: Hash,
): AsyncGenerator<Block> {
  let left = input.bytes;
  const requireSame = () => {
    if (left === 0 && digest.copy().digest('base64url') === input.digest) return;
    throw new EnvironmentProblem({ code: 'resume-input', values: { lines: String(lines) } });
  };
  for await (const block of blocks) {
    if (left === 0) {
      yield block;
      continue;
    }
    const known = block.bytes.subarray(0, left);
    digest.update(known);
    left -= known.length;
    if (left > 0) continue;
    requireSame();
    const bytes = block.bytes.slice(known.length);
    if (bytes.length > 0) yield { bytes, lines: linesIn(bytes) };
  }
  if (left > 0) requireSame();
}

function sizeOf(file: string): number | undefined {
  const found = file === '-' ? fstatSync(0) : statSync(file, { throwIfNoEntry: false });
  return found?.isFile() ? found.size : undefined;
}
