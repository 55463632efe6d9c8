import { Buffer } from 'node:buffer';

/** Lines that are written as bytes as they come: one long string of many answers would be copied twice more. */
export interface ByteText {
  /** Adds a line, which has no end yet. */
  add(line: string): void;
  /** The same, given as its UTF-8 with a character for each byte (`utf8`). */
  addUtf8(line: string): void;
  /** What was added since, at the beginning of memory that is the caller's now. */
  take(): Uint8Array<ArrayBuffer>;
  /** Takes memory for what comes next: new memory is zeroed page by page, which costs more than writing to it. */
  reuse(memory: ArrayBuffer): void;
}

const lineFeed = 0x0a;
const usualSize = 1_048_576;
const nothing = Buffer.alloc(0);

export function createByteText(): ByteText {
  let buffer: Buffer<ArrayBuffer> = nothing;
  let length = 0;
  // No more blocks wait for one thread.
  const spares = createSpares(4);
  const memory = (size: number) => (size > usualSize ? undefined : spares.take()) ?? new ArrayBuffer(size);
  // Quicker by a third than TextEncoder; and a line that ends already would be a copy of its text.
  const write = (line: string, encoding: 'utf8' | 'latin1') => {
    // A unit of UTF-16 is three bytes of UTF-8 at most.
    const most = (encoding === 'utf8' ? 3 : 1) * line.length + 1;
    if (length + most > buffer.length) {
      const grown = Buffer.from(memory(Math.max(usualSize, 2 * buffer.length, length + most)));
      grown.set(buffer.subarray(0, length));
      buffer = grown;
    }
    length += buffer.write(line, length, encoding);
    length = buffer.writeUInt8(lineFeed, length);
  };
  return {
    add: (line) => write(line, 'utf8'),
    addUtf8: (line) => write(line, 'latin1'),
    take: () => {
      const taken = length === 0 ? new Uint8Array(0) : new Uint8Array(buffer.buffer, 0, length);
      [buffer, length] = [nothing, 0];
      return taken;
    },
    reuse: spares.add,
  };
}

/**
 * Memory of the usual size that is free again, so many pieces at most: refused lines that are kept apart give back more
 * than is taken. Other memory is given back at once, and not when garbage is collected.
 */
export function createSpares(most: number) {
  const spares: ArrayBuffer[] = [];
  return {
    add: (memory: ArrayBuffer): void => {
      if (memory.byteLength === usualSize && spares.length < most) spares.push(memory);
      else memory.transfer(0);
    },
    take: (): ArrayBuffer | undefined => spares.pop(),
  };
}
