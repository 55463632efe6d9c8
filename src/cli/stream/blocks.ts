import { Buffer } from 'node:buffer';

/** Whole lines, each ended by a line feed, in memory of their own, so that a thread may take it over. */
export interface Block {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly lines: number;
}

const lineFeed = 0x0a;

/**
 * The lines that each piece of an input completes, as blocks: whoever writes line by line and waits for each answer
 * gets it. A line longer than `most` bytes is cut at one byte more, so that memory stays bounded and the reader of the
 * line sees that it is too large. A last line without end is a line.
 */
export async function* blocksOf(pieces: AsyncIterable<Buffer>, most: number): AsyncGenerator<Block> {
  let begun: Buffer[] = [];
  let length = 0;
  const keep = (part: Buffer) => {
    const room = most + 1 - length;
    if (part.length === 0 || room <= 0) return;
    // It must outlive its piece.
    const kept = Buffer.from(part.subarray(0, room));
    begun.push(kept);
    length += kept.length;
  };
  const taken = (parts: readonly Uint8Array[]): Block => {
    const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) {
      bytes.set(part, at);
      at += part.length;
    }
    return { bytes, lines: linesIn(bytes) };
  };
  for await (const piece of pieces) {
    const first = piece.indexOf(lineFeed);
    if (first < 0) {
      keep(piece);
      continue;
    }
    keep(piece.subarray(0, first));
    const end = piece.lastIndexOf(lineFeed) + 1;
    const block = taken([...begun, piece.subarray(first, end)]);
    begun = [];
    length = 0;
    keep(piece.subarray(end));
    yield block;
  }
  if (length > 0) yield taken([...begun, Buffer.of(lineFeed)]);
}

/** The lines of a block, without their ends. */
export function* linesOf({ bytes }: Pick<Block, 'bytes'>): Generator<Uint8Array> {
  const sought = asBuffer(bytes);
  for (let start = 0, end = sought.indexOf(lineFeed); end >= 0; end = sought.indexOf(lineFeed, start)) {
    yield bytes.subarray(start, end);
    start = end + 1;
  }
}

/**
 * So many lines go through their steps together: with 4 most is gained, with 16 more is alive when memory is collected.
 * Bytes bound no group, since a block holds no more of them than a piece and one line.
 */
const groupSize = 8;

/** Lines, some at a time. */
export function* groupsOf(lines: Iterable<Uint8Array>): Generator<readonly Uint8Array[]> {
  let group: Uint8Array[] = [];
  for (const line of lines) {
    group.push(line);
    if (group.length < groupSize) continue;
    yield group;
    group = [];
  }
  if (group.length > 0) yield group;
}

/** How many lines there are in whole lines. */
export function linesIn(bytes: Uint8Array): number {
  const sought = asBuffer(bytes);
  let count = 0;
  for (let at = sought.indexOf(lineFeed); at >= 0; at = sought.indexOf(lineFeed, at + 1)) count += 1;
  return count;
}

/** The same memory: a Buffer looks through many bytes at once, a Uint8Array at one after the other. */
function asBuffer({ buffer, byteOffset, length }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, length);
}
