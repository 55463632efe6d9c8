import { refuse } from '../../outcome/problem.ts';
import { longestAnswers } from '../block/answers.ts';
import { countedText } from '../block/kontrol.ts';
import type { Block } from '../block/write.ts';
import { isBlank, lengthOf } from '../message/check-text.ts';
import { formattedLength } from '../message/free-text.ts';
import type { KnownLetter } from '../message/known-letter.ts';
import { elementsAt } from '../read/places.ts';
import { emptyElements } from '../tables/formatted.ts';
import { positionsOf } from '../tables/lookup.ts';
import type { LevelPath, LevelPlace, Row } from '../tables/types.ts';
import { isElement, type PlacedDocument, type PlacedElement, piecesOf, type Span } from '../xml/placed.ts';
import { childrenNamed } from '../xml/tree.ts';
import { append, insertChild, rowOf, rowsOf } from './container.ts';
import type { Edit } from './edit.ts';
import { blockMarkup, wrapped } from './markup.ts';
import type { PresentBlock } from './present.ts';

/** Most characters of an attached block (LETTERS.md, Limits to check). */
export const longestBlock = 3_150;

export interface Insertion {
  readonly document: PlacedDocument;
  readonly letter: KnownLetter;
  readonly place: LevelPlace;
  readonly block: Block;
  /** CategoryCode, where a new container begins with one; among its codes. */
  readonly category: string | undefined;
}

/**
 * The edit that puts a block where the letter has none: a container and text of its own, or behind the text that is
 * there. The place depends on the letter alone, never on the block (LETTERS.md, Replacing).
 * Errors: `no-room`, `category-missing`.
 */
export function insertBlock(insertion: Insertion): Edit {
  const { letter, place, block } = insertion;
  const { element, table } = letter;
  const length = lengthOfBlock(block);
  checkLength(insertion, length, longestBlock);
  checkTotal(insertion, length);
  const [container, ...inner] = place.path;
  const row = rowOf(table.rows, container);
  const there = childrenNamed<PlacedElement>(element, container);
  if (place.own && there.length < row.most) return created(insertion, element, table.rows, place.path);
  const last = there.at(-1);
  if (last === undefined) return created(insertion, element, table.rows, place.path);
  return descend(insertion, last, rowsOf(table.rows, container), inner);
}

/**
 * The edit that replaces a block by another one, byte for byte as if that had been attached first. Errors: `no-room`,
 * `block-moved`.
 */
export function replaceBlock(insertion: Insertion, old: PresentBlock): Edit | undefined {
  const { document, letter, block } = insertion;
  if (writtenText(old) === countedText(block.text)) return undefined;
  const length = lengthOfBlock(block);
  if (old.where === undefined) refuse('block-moved', { place: letter.place });
  const { place: element, span } = old.where;
  const more = length - lengthWithin(document, element, span);
  checkLength(insertion, length, longestBlock);
  checkRoom(insertion, element, more);
  return { ...span, text: blockMarkup(block, element.prefix, document.encoding) };
}

function descend(insertion: Insertion, element: PlacedElement, rows: readonly Row[], path: readonly string[]): Edit {
  const [name, ...rest] = path;
  if (name === undefined) return appended(insertion, element);
  const [child] = elementsAt(element, [name]);
  if (child === undefined) return created(insertion, element, rows, [name, ...rest]);
  return descend(insertion, child, rowsOf(rows, name), rest);
}

/** Behind what is there, two lines down. */
function appended(insertion: Insertion, element: PlacedElement): Edit {
  const { document, block } = insertion;
  const empty = element.children.every((child) => typeof child === 'string' && isBlank(child));
  const before = empty ? '' : `<${element.prefix}Break/>`.repeat(2);
  checkRoom(insertion, element, lengthOfBlock(block) + (empty ? 0 : 2));
  return append(element, before + blockMarkup(block, element.prefix, document.encoding));
}

function created(
  { document, block, category }: Insertion,
  parent: PlacedElement,
  rows: readonly Row[],
  [name, ...inner]: LevelPath,
): Edit {
  const { prefix } = parent;
  const first = categoryMarkup(rowsOf(rows, name), category, prefix);
  const content = wrapped(inner, prefix, blockMarkup(block, prefix, document.encoding));
  return insertChild(parent, rows, name, wrapped([name], prefix, first + content));
}

/** A new container that demands a category begins with it. */
function categoryMarkup(rows: readonly Row[], category: string | undefined, prefix: string): string {
  const row = positionsOf(rows).get('CategoryCode')?.row;
  if (row?.content.kind !== 'codes') return '';
  const codes = row.content.codes.join(', ');
  if (category === undefined) refuse('category-missing', { place: { option: 'category' }, values: { codes } });
  return wrapped([row.name], prefix, category);
}

function checkLength({ letter: { place }, block }: Insertion, length: number, most: number): void {
  if (length <= most) return;
  const answers = longestAnswers(block);
  refuse('no-room', { place, values: { length: String(length), most: String(most), answers } });
}

/**
 * Refuses `more` characters in a text, where the letter or the text would have too many. One that has them already may
 * have fewer.
 */
function checkRoom(insertion: Insertion, text: PlacedElement, more: number): void {
  if (more <= 0) return;
  checkTotal(insertion, more);
  checkLength(insertion, formattedLength(text) + more, insertion.place.mostInPlace);
}

function checkTotal(insertion: Insertion, more: number): void {
  checkLength(insertion, insertion.letter.length + more, insertion.place.mostInAll);
}

/** A Break between two lines is one character, as the line feed in the text. */
function lengthOfBlock({ text }: Block): number {
  return lengthOf(text);
}

/** The characters of a stretch of a place, counted as `formattedLength` counts them. */
function lengthWithin({ source, decode }: PlacedDocument, place: PlacedElement, { start, end }: Span): number {
  return piecesOf(source, place).reduce((sum, piece) => {
    if (piece.end <= start || piece.start >= end) return sum;
    if (isElement(piece)) return sum + (emptyElements.has(piece.name) ? 1 : formattedLength(piece));
    return sum + lengthOf(decode(source.slice(Math.max(piece.start, start), Math.min(piece.end, end)), piece.cdata));
  }, 0);
}

function writtenText({ compact: { original }, start, end }: PresentBlock): string {
  return countedText(original.slice(start, end));
}
