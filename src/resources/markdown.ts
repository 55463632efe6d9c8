/**
 * What means something anywhere in a paragraph (CommonMark 0.31.2, "Inlines"); `|` and `~` in the dialects that know
 * tables and strikethrough.
 */
const anywhere = /[\\`*_[\]<|~]|&(?=#?[0-9A-Za-z]+;)/g;
/**
 * What begins a heading, quotation, list, underline or fence at the start of a line ("Leaf blocks", "Container
 * blocks").
 */
const first = /^(?:[#>=+-]|\d{1,9}(?=[.)]))/;

/** One line of words, numbers and what stands between them, which begins and ends with one of those. */
const harmless = /^\p{L}(?:[\p{L}\p{N} ,.:;()%–-]*[\p{L}\p{N}.,:;)%])?$/u;

/**
 * Typed text as markdown that is rendered as the very characters, whatever was typed; white space at the ends of lines,
 * which markdown drops or makes a code block or a line break of, is left out.
 */
export function escapeMarkdown(text: string): string {
  if (harmless.test(text)) return text;
  const lines = text.split(/\r\n|[\n\r]/).map((line) => line.replace(/^\s+|\s+$/g, ''));
  return lines.map(escapeLine).join('\n');
}

function escapeLine(line: string): string {
  return line.replace(anywhere, '\\$&').replace(first, (start) => (/\d/.test(start) ? `${start}\\` : `\\${start}`));
}
