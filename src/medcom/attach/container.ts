import { type Position, positionsOf } from '../tables/lookup.ts';
import type { ElementRow, Row } from '../tables/types.ts';
import type { PlacedElement } from '../xml/placed.ts';
import type { Edit } from './edit.ts';

/** Where an element stands in its table; a mistake of ours where that has none. */
function positionOf(rows: readonly Row[], name: string): Position {
  const position = positionsOf(rows).get(name);
  if (position === undefined) throw new Error(`the table has no ${name}`);
  return position;
}

/** The row of an element. */
export function rowOf(rows: readonly Row[], name: string): ElementRow {
  return positionOf(rows, name).row;
}

/** The rows of an element of a table. */
export function rowsOf(rows: readonly Row[], name: string): readonly Row[] {
  const { content } = rowOf(rows, name);
  return content.kind === 'sequence' ? content.rows : [];
}

/**
 * Puts markup into an element where its table wants the child `name`: behind the last child that must stand before it.
 * No white space is added.
 */
export function insertChild(parent: PlacedElement, rows: readonly Row[], name: string, markup: string): Edit {
  if (parent.selfClosing) return opened(parent, markup);
  const own = positionOf(rows, name).index;
  let at = parent.contentStart;
  for (const child of parent.children)
    if (typeof child !== 'string' && positionOf(rows, child.name).index <= own) at = child.end;
  return { start: at, end: at, text: markup };
}

/** Puts markup before the end tag. */
export function append(element: PlacedElement, markup: string): Edit {
  if (element.selfClosing) return opened(element, markup);
  return { start: element.contentEnd, end: element.contentEnd, text: markup };
}

/** `<a/>` becomes `<a>...</a>`: the one case where a byte outside the block changes (LETTERS.md, Absent or full). */
function opened({ end, prefix, name }: PlacedElement, markup: string): Edit {
  return { start: end - '/>'.length, end, text: `>${markup}</${prefix}${name}>` };
}
