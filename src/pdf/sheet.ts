import type { Style } from './style.ts';
import { colors, left, page, styles, width } from './style.ts';

type Document = PDFKit.PDFDocument;
export type Element = PDFKit.PDFStructureElement;
/** Structure types of PDF 1.7 (14.8.4). */
type Tag = 'H1' | 'H2' | 'P' | 'L' | 'LI' | 'Lbl' | 'LBody' | 'Table' | 'TR' | 'TH' | 'TD' | 'Note';

/** The document while it is written, and the top of its structure tree, which tells a screen reader what is what. */
export interface Sheet {
  readonly doc: Document;
  readonly root: Element;
}

/** Where text goes; it flows on to the next page. */
export interface Column {
  readonly x: number;
  readonly width: number;
}

const whole: Column = { x: left, width };

/** Text from the current height downwards. */
export function write({ doc }: Sheet, parent: Element, tag: Tag, text: string, style: Style, column = whole): void {
  parent.add(
    doc.struct(tag, {}, () => {
      use(doc, style);
      doc.text(printable(text), column.x, doc.y, { width: column.width });
    }),
  );
}

/** An element that holds others. */
export function within({ doc }: Sheet, parent: Element, tag: Tag, fill: (element: Element) => void): void {
  const element = doc.struct(tag);
  parent.add(element);
  fill(element);
  element.end();
}

/** Lines and surfaces, which a screen reader passes over. */
export function decorate({ doc }: Sheet, draw: (doc: Document) => void): void {
  doc.markContent('Artifact', { type: 'Layout' });
  doc.save();
  draw(doc);
  doc.restore();
  doc.endMarkedContent();
}

/** A new page where less than `height` is left on this one. */
export function keep({ doc }: Sheet, height: number): void {
  if (doc.y + height > doc.page.height - page.margins.bottom) doc.addPage();
}

/** The heading of a section, kept together with what follows it. */
export function section(sheet: Sheet, text: string): void {
  const { doc, root } = sheet;
  doc.y += 9;
  keep(sheet, 60);
  write(sheet, root, 'H2', text, styles.section);
  rule(sheet, doc.y + 1);
  doc.y += 5;
}

export function rule(sheet: Sheet, y: number, color: string = colors.line): void {
  decorate(sheet, (doc) =>
    doc
      .moveTo(left, y)
      .lineTo(left + width, y)
      .lineWidth(0.6)
      .stroke(color),
  );
}

/**
 * Runs each part from the same height; the next text stands below the longest of them. Only the last may go on to
 * another page.
 */
export function beside({ doc }: Sheet, parts: readonly (() => void)[]): void {
  const { y: top, page: first } = doc;
  const ends = parts.map((part) => {
    doc.y = top;
    part();
    return doc.y;
  });
  if (doc.page === first) doc.y = Math.max(top, ...ends);
}

/** How high a text is in a column. */
export function heightOf({ doc }: Sheet, text: string, style: Style, column = whole): number {
  use(doc, style);
  return doc.heightOfString(printable(text), { width: column.width });
}

export function use(doc: Document, { font, size, color }: Style): void {
  doc.font(font).fontSize(size).fillColor(color);
}

/**
 * The font has no picture of a tab; every kind of line break is one. A word that is longer than any line may be broken
 * now and then: pdfkit measures a whole word again for each line that it might stand on, which took 14 s for a few
 * words of 5,000 characters.
 */
function printable(text: string): string {
  const plain = text.replace(/\r\n?|[\u2028\u2029]/g, '\n').replaceAll('\t', '    ');
  return plain.replace(/\S{60}(?=\S)/gu, '$&\u200b');
}
