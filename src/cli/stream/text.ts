/** Text that is written as bytes as it comes: one long string of many answers would be copied twice more. */
export interface ByteText {
  add(line: string): void;
  /** What was added since, in memory of its own. */
  take(): Uint8Array<ArrayBuffer>;
}

const encoder = new TextEncoder();

export function createByteText(): ByteText {
  let buffer = new Uint8Array(1_048_576);
  let length = 0;
  const grow = (most: number) => {
    const grown = new Uint8Array(Math.max(2 * buffer.length, length + most));
    grown.set(buffer.subarray(0, length));
    buffer = grown;
  };
  return {
    add: (line) => {
      // A unit of UTF-16 is three bytes of UTF-8 at most.
      const most = 3 * line.length;
      if (length + most > buffer.length) grow(most);
      length += encoder.encodeInto(line, buffer.subarray(length)).written;
    },
    take: () => {
      const taken = buffer.slice(0, length);
      length = 0;
      return taken;
    },
  };
}
