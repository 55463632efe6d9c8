/**
 * A text as its UTF-8, a character for each byte. Node joins such texts without copying them and writes them out as
 * they are; one with a Danish letter in it would be coded anew, the whole Bundle with it.
 */
export function utf8(text: string): string {
  if (/^[\0-\x7f]*$/.test(text)) return text;
  // What it is coded in is used again: most texts are short, and memory of their own would take half of the time.
  if (3 * text.length > room.length) return Buffer.from(text).toString('latin1');
  return room.toString('latin1', 0, room.write(text));
}

const room = Buffer.allocUnsafeSlow(65_536);

/** The bytes of such a text. */
export function bytesOf(text: string): Buffer {
  return Buffer.from(text, 'latin1');
}
