/** Most bytes of the blocks in a PDF. What is typed is limited (LETTERS.md, c), so that none of ours comes near it. */
const mostBytes = 1_000_000;

/**
 * Puts the letter block into a PDF as a file of its own, which `readPdfBlock` and any PDF tool gives back. Not
 * compressed, so that reading it inflates nothing: a few kilobytes of a stranger's can become gigabytes.
 */
export function embedBlock(doc: PDFKit.PDFDocument, block: string): void {
  const { compress } = doc;
  doc.compress = false;
  doc.file(Buffer.from(block, 'utf8'), {
    name: 'samarbejdsniveau.txt',
    type: 'text/plain',
    description: 'Samarbejdsniveauet som tekst, som den står i et brev',
  });
  doc.compress = compress;
}

/**
 * The letter block in a PDF that `pdf` wrote, its lines joined by line feeds; undefined for any other file. Goes from
 * the cross-reference table by way of the catalog to the embedded file, in the form in which pdfkit writes each, and
 * never searches the pages: what is printed there is no block. A PDF that another program saved again is another file.
 * Time and memory are bounded by the length of one block.
 */
export function readPdfBlock(bytes: Uint8Array): string | undefined {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (textAt(file, 0, 7) !== '%PDF-1.') return undefined;
  const start = /startxref\n(\d{1,10})\n%%EOF\n$/.exec(textAt(file, file.length - 40, 40))?.[1];
  if (start === undefined) return undefined;
  const table = Number(start);
  const catalog = /\/Root (\d{1,7}) 0 R\n/.exec(trailerIn(file, table))?.[1];
  const specification = /\n\/AF \[(\d{1,7}) 0 R\]\n/.exec(dictionaryAt(file, table, catalog))?.[1];
  const stream = /\n\/EF <<\n\/F (\d{1,7}) 0 R\n>>\n/.exec(dictionaryAt(file, table, specification))?.[1];
  return contentOf(file, offsetOf(file, table, stream));
}

/** Longer than any dictionary that is looked at: the catalog lists no pages. */
const longestDictionary = 10_000;

/** One character per byte, so that positions are offsets; nothing outside the file. */
function textAt(file: Buffer, start: number, length: number): string {
  return start < 0 ? '' : file.toString('latin1', start, start + length);
}

function trailerIn(file: Buffer, table: number): string {
  const at = textAt(file, table, 7) === 'xref\n0 ' ? file.indexOf('\ntrailer\n', table) : -1;
  return textAt(file, at, longestDictionary);
}

/** Where an object stands, by the table's entry of 20 bytes; -1 where there is none. */
function offsetOf(file: Buffer, table: number, number: string | undefined): number {
  if (number === undefined) return -1;
  const entries = file.indexOf('\n', table + 'xref\n'.length) + 1;
  const entry = textAt(file, entries + Number(number) * 20, 20);
  const offset = Number(/^(\d{10}) 00000 n \n$/.exec(entry)?.[1] ?? -1);
  const head = `${number} 0 obj\n`;
  return textAt(file, offset, head.length) === head ? offset + head.length : -1;
}

function dictionaryAt(file: Buffer, table: number, number: string | undefined): string {
  const text = textAt(file, offsetOf(file, table, number), longestDictionary);
  return text.slice(0, text.indexOf('\nendobj\n') + 1);
}

/** The bytes of an embedded file as text; undefined where they are compressed, too many or no UTF-8. */
function contentOf(file: Buffer, start: number): string | undefined {
  const text = textAt(file, start, longestDictionary);
  const head = text.slice(0, text.indexOf('\nstream\n') + '\nstream\n'.length);
  const length = Number(/^<<\n\/Type \/EmbeddedFile\n.*\n\/Length (\d{1,9})\n>>\nstream\n$/s.exec(head)?.[1] ?? 0);
  if (length === 0 || length > mostBytes || head.includes('/Filter')) return undefined;
  const end = start + head.length + length;
  if (textAt(file, end, 11) !== '\nendstream\n') return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(file.subarray(end - length, end));
  } catch {
    return undefined;
  }
}
