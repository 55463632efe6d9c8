/**
 * A source word or a typed word inside a block: in » and «, each « in it doubled, so that nothing that it holds can be read as part of the
 * block (LETTERS.md, Forging). Line breaks of every kind are the line feed.
 */
export function quoted(text: string): string {
  const lines = text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
  return `»${lines.includes('«') ? lines.replaceAll('«', '««') : lines}«`;
}
