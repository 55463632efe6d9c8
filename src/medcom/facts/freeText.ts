import { lengthOf } from '../checkText.ts';
import { positionsOf } from '../tables/lookup.ts';
import type { Row } from '../tables/types.ts';
import type { XmlElement } from '../xml/tree.ts';

/** The characters of formatted text after parsing, Break and Space as one each (LETTERS.md, a). */
export function formattedLength(element: XmlElement): number {
  let length = 0;
  for (const child of element.children) {
    if (typeof child === 'string') length += lengthOf(child);
    else length += child.name === 'Break' || child.name === 'Space' ? 1 : formattedLength(child);
  }
  return length;
}

/** The characters of all formatted text of a letter. */
export function freeTextLength(rows: readonly Row[], element: XmlElement): number {
  const positions = positionsOf(rows);
  let length = 0;
  for (const child of element.children) {
    if (typeof child === 'string') continue;
    const content = positions.get(child.name)?.row.content;
    if (content?.kind === 'formatted') length += formattedLength(child);
    else if (content?.kind === 'sequence') length += freeTextLength(content.rows, child);
  }
  return length;
}
