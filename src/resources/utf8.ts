/**
 * A text as its UTF-8, a character for each byte. Node joins such texts without copying them and writes them out as
 * they are; one with a Danish letter in it would be coded anew, the whole Bundle with it.
 */
export function utf8(text: string): string {
  return /^[\0-\x7f]*$/.test(text) ? text : Buffer.from(text).toString('latin1');
}

/** The bytes of such a text. */
export function bytesOf(text: string): Buffer {
  return Buffer.from(text, 'latin1');
}
