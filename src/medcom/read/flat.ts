import {
  isElement,
  type PlacedDocument,
  type PlacedElement,
  type PlacedText,
  piecesOf,
  type Span,
} from '../xml/placed.ts';

/** The text of a place in document order, each tag as one blank, with the bytes of its characters. */
export interface FlatText {
  readonly text: string;
  /**
   * The bytes from one character to another, its end excluded; undefined where the first or the last is not plain text
   * of the place itself (formatted, in CDATA).
   */
  spanOf(start: number, end: number): Span | undefined;
}

/** Characters that stand in the bytes alike: `unit` bytes each, or one piece of `unit` bytes for all of them. */
interface Run {
  readonly at: number;
  readonly length: number;
  readonly start: number;
  readonly end: number;
  readonly plain: boolean;
}

/** The text alone, without places: the same as `flatten` gives. */
export function wordsOf(element: PlacedElement): string {
  let words = '';
  for (const child of element.children) words += typeof child === 'string' ? child : ` ${wordsOf(child)} `;
  return words;
}

export function flatten(document: PlacedDocument, place: PlacedElement): FlatText {
  const runs: Run[] = [];
  const parts: string[] = [];
  let at = 0;
  const add = (text: string, span: Span | undefined, plain: boolean) => {
    parts.push(text);
    if (span !== undefined) runs.push({ at, length: text.length, ...span, plain });
    at += text.length;
  };
  const walk = (element: PlacedElement, direct: boolean) => {
    for (const piece of piecesOf(document.source, element)) {
      if (!isElement(piece)) addText(document, piece, direct && !piece.cdata, add);
      else {
        add(' ', undefined, false);
        walk(piece, false);
        add(' ', undefined, false);
      }
    }
  };
  walk(place, true);
  return { text: parts.join(''), spanOf: (start, end) => spanOf(runs, start, end) };
}

const oneByte = /[^&\r\x80-\xff]+|&[^;]+;|\r\n|[\s\S]/g;
const utf8 =
  /[^&\r\x80-\xff]+|&[^;]+;|\r\n|[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}|[\s\S]/g;
const data = /[^\r\x80-\xff]+|[\x80-\xff]+|\r\n|[\s\S]/g;

function addText(
  { source, encoding, decode }: PlacedDocument,
  { start, end, cdata }: PlacedText,
  plain: boolean,
  add: (text: string, span: Span, plain: boolean) => void,
): void {
  const raw = source.slice(start, end);
  for (const { 0: found, index } of raw.matchAll(cdata ? data : encoding === 'utf-8' ? utf8 : oneByte)) {
    const span = { start: start + index, end: start + index + found.length };
    add(decode(found, cdata), span, plain);
  }
}

function spanOf(runs: readonly Run[], start: number, end: number): Span | undefined {
  const first = runAt(runs, start);
  const last = runAt(runs, end - 1);
  if (first?.plain !== true || last?.plain !== true) return undefined;
  return { start: byteOf(first, start).start, end: byteOf(last, end - 1).end };
}

/** In a run of as many bytes as characters each character has its own. */
function byteOf({ at, length, start, end }: Run, index: number): Span {
  if (end - start !== length || length === 1) return { start, end };
  return { start: start + index - at, end: start + index - at + 1 };
}

function runAt(runs: readonly Run[], index: number): Run | undefined {
  return runs.find(({ at, length }) => index >= at && index < at + length);
}
