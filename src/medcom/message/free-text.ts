import { positionsOf } from '../tables/lookup.ts';
import type { Content, Row } from '../tables/types.ts';
import type { XmlElement } from '../xml/tree.ts';
import { lengthOf } from './check-text.ts';

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
  const formatted = formattedOf(rows);
  let length = 0;
  for (const child of element.children) {
    if (typeof child === 'string') continue;
    const content = formatted.get(child.name);
    if (content?.kind === 'formatted') length += formattedLength(child);
    else if (content?.kind === 'sequence') length += freeTextLength(content.rows, child);
  }
  return length;
}

// Kept with the tables: most elements of a letter hold no formatted text at any depth, and need not be looked into.
const known = new WeakMap<readonly Row[], ReadonlyMap<string, Content>>();

/** The contents, by element, that are formatted text or hold some. */
function formattedOf(rows: readonly Row[]): ReadonlyMap<string, Content> {
  const found = known.get(rows);
  if (found !== undefined) return found;
  const contents = [...positionsOf(rows)].map(([name, { row }]) => [name, row.content] as const);
  const made = new Map(contents.filter(([, content]) => holdsFormatted(content)));
  known.set(rows, made);
  return made;
}

function holdsFormatted(content: Content): boolean {
  return content.kind === 'formatted' || (content.kind === 'sequence' && formattedOf(content.rows).size > 0);
}
