/** True for JSON, which a letter never is: it begins with a brace. */
export function isJsonMessage(bytes: Uint8Array): boolean {
  for (const byte of bytes) {
    if (byte === 0x7b) return true;
    // White space, and a byte order mark.
    if (!spaces.has(byte)) return false;
  }
  return false;
}

const spaces: ReadonlySet<number> = new Set([0x20, 0x09, 0x0a, 0x0d, 0xef, 0xbb, 0xbf]);
