import { Buffer } from 'node:buffer';

/** Lines that are written as bytes as they come: one long string of many answers would be copied twice more. */
export interface ByteText {
  /** Adds a line, which has no end yet. */
  add(line: string): void;
  /** The same, given as its UTF-8 with a character for each byte (`utf8`). */
  addUtf8(line: string): void;
  /** What was added since, in memory of its own. */
  take(): Uint8Array<ArrayBuffer>;
}

const lineFeed = 0x0a;

export function createByteText(): ByteText {
  let buffer = Buffer.alloc(1_048_576);
  let length = 0;
  // Quicker by a third than TextEncoder; and a line that ends already would be a copy of its text.
  const write = (line: string, encoding: 'utf8' | 'latin1') => {
    // A unit of UTF-16 is three bytes of UTF-8 at most.
    const most = (encoding === 'utf8' ? 3 : 1) * line.length + 1;
    if (length + most > buffer.length) {
      const grown = Buffer.alloc(Math.max(2 * buffer.length, length + most));
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
      const taken = Uint8Array.prototype.slice.call(buffer, 0, length);
      length = 0;
      return taken;
    },
  };
}
