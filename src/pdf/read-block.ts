/**
 * The letter block in the metadata of a PDF that `pdf` wrote, its lines joined by line feeds; undefined for any other file. Reads the
 * information dictionary by way of the cross-reference table, in the form in which pdfkit writes both, and never searches the pages: what is
 * printed there is no metadata. A PDF that another program saved again is another file.
 */
export function readPdfBlock(bytes: Uint8Array): string | undefined {
  // One character per byte, so that positions are offsets.
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  if (!file.startsWith('%PDF-1.')) return undefined;
  const start = /startxref\n(\d{1,10})\n%%EOF\n$/.exec(file.slice(-40))?.[1];
  if (start === undefined) return undefined;
  const table = Number(start);
  const info = /\/Info (\d{1,7}) 0 R\n/.exec(trailerOf(file, table))?.[1];
  const keywords = /\/Keywords (\d{1,7}) 0 R\n/.exec(objectAt(file, table, info) ?? '')?.[1];
  const value = objectAt(file, table, keywords);
  return value === undefined ? undefined : literalString(value);
}

function trailerOf(file: string, table: number): string {
  const at = file.startsWith('xref\n0 ', table) ? file.indexOf('\ntrailer\n', table) : -1;
  return at < 0 ? '' : file.slice(at);
}

/** What stands in an object: from the table's entry of 20 bytes to "endobj". */
function objectAt(file: string, table: number, number: string | undefined): string | undefined {
  if (number === undefined) return undefined;
  const entries = file.indexOf('\n', table + 'xref\n'.length) + 1;
  const at = entries + Number(number) * 20;
  const offset = /^(\d{10}) 00000 n \n$/.exec(file.slice(at, at + 20))?.[1];
  const head = `${number} 0 obj\n`;
  if (offset === undefined || !file.startsWith(head, Number(offset))) return undefined;
  const start = Number(offset) + head.length;
  const end = file.indexOf('\nendobj\n', start);
  return end < 0 ? undefined : file.slice(start, end);
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

/** A string in brackets (PDF 1.7, 7.3.4.2), in UTF-16 with its mark, else ASCII. */
function literalString(value: string): string | undefined {
  if (!value.startsWith('(') || !value.endsWith(')')) return undefined;
  const inner = value.slice(1, -1);
  // pdfkit escapes every bracket and backslash, and writes no octal codes.
  if (/[()\\]/.test(inner.replace(/\\[^0-7]/gs, ''))) return undefined;
  const raw = inner.replace(/\\(.)/gs, (_, character: string) => escapes[character] ?? character);
  if (!raw.startsWith('\xfe\xff')) return raw;
  const units = Buffer.from(raw.slice(2), 'latin1');
  return units.length % 2 === 0 ? units.swap16().toString('utf16le') : undefined;
}
