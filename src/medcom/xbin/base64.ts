/** Bytes from base64, with or without line breaks; undefined when it is not whole and canonical. */
export function fromBase64(text: string): Uint8Array | undefined {
  const joined = text.replace(/[ \t\r\n]+/g, '');
  const bytes = Buffer.from(joined, 'base64');
  // Buffer steps over what it cannot read; what it read is written again and compared.
  return bytes.toString('base64') === joined ? bytes : undefined;
}
