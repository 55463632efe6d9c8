/** True for what begins as XML does, which JSON never does: with `<`, behind white space and a byte order mark. */
export function isXml(bytes: Uint8Array): boolean {
  const marked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  let at = marked ? 3 : 0;
  while (/^[ \t\r\n]$/.test(String.fromCharCode(bytes[at] ?? 0))) at += 1;
  return bytes[at] === '<'.charCodeAt(0);
}
