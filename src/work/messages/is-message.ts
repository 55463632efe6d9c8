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

/** True for XML whose first element is one of FHIR's. */
export function isXmlMessage(bytes: Uint8Array): boolean {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 8_192)).toString('latin1');
  const [first = ''] = /<[A-Za-z_][^>]*>/.exec(head.replace(/<!--[\s\S]*?-->/g, '')) ?? [];
  return /\sxmlns(?::[\w.-]+)?\s*=\s*["']http:\/\/hl7\.org\/fhir["']/.test(first);
}
