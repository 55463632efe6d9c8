import { refuse } from '../../outcome/problem.ts';

/** The encodings that letters are read in (MEDCOM.md, Traps). */
export type Encoding = 'utf-8' | 'iso-8859-1' | 'windows-1252';

const encodings: readonly string[] = ['utf-8', 'iso-8859-1', 'windows-1252'] satisfies Encoding[];
const declaration =
  /^<\?xml[ \t\r\n]+version[ \t\r\n]*=[ \t\r\n]*(["'])(.*?)\1(?:[ \t\r\n]+encoding[ \t\r\n]*=[ \t\r\n]*(["'])(.*?)\3)?/;

/**
 * The encoding of a document, told from its byte order mark and XML declaration alone, so that nothing is parsed before
 * a DOCTYPE is ruled out.
 * Errors: `xml-encoding` (UTF-16, another encoding, or a mark that contradicts the declaration), `xml-version` (not
 * 1.0), `xml-doctype`.
 */
export function readProlog(bytes: Uint8Array): Encoding {
  const text = charactersOf(bytes, 0, longestHead);
  if (/^(?:\xfe\xff|\xff\xfe)/.test(text) || text.slice(0, 4).includes('\0')) refuseEncoding();
  const marked = text.startsWith('\xef\xbb\xbf');
  const start = marked ? 3 : 0;
  const declared = declaration.exec(text.slice(start, start + 200));
  if (declared !== null && declared[2] !== '1.0') refuse('xml-version', { place: { xpath: '/' } });
  const encoding = declared?.[4]?.toLowerCase() ?? 'utf-8';
  if (!isEncoding(encoding) || (marked && encoding !== 'utf-8')) refuseEncoding();
  const doctype = hasDoctype(text, start) ?? hasDoctype(charactersOf(bytes, 0, bytes.length), start) ?? false;
  if (doctype) refuse('xml-doctype', { place: { xpath: '/' } });
  return encoding;
}

function isEncoding(name: string): name is Encoding {
  return encodings.includes(name);
}

function refuseEncoding(): never {
  refuse('xml-encoding', { place: { xpath: '/' } });
}

// Nearly every document has its root's tag within: a look at the whole of it was a tenth of an attach.
const longestHead = 1_000;

/** Latin-1 maps each byte to one character, and all three encodings agree on the characters of markup. */
function charactersOf(bytes: Uint8Array, from: number, to: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1', from, to);
}

/**
 * A DOCTYPE can only stand before the root element, after white space, comments and processing instructions (XML 1.0,
 * 2.8). Undefined where the text ends before it can be told.
 */
function hasDoctype(text: string, start: number): boolean | undefined {
  let at = start;
  for (;;) {
    while (/[ \t\r\n]/.test(text.charAt(at))) at += 1;
    const end = text.startsWith('<?', at) ? '?>' : text.startsWith('<!--', at) ? '-->' : undefined;
    if (end === undefined) return at + '<!DOCTYPE'.length > text.length ? undefined : text.startsWith('<!DOCTYPE', at);
    const found = text.indexOf(end, at + (end === '?>' ? 2 : 4));
    if (found < 0) return undefined;
    at = found + end.length;
  }
}
