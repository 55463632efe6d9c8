import type { KnownLetter } from '../message/known-letter.ts';
import type { PlacedElement } from '../xml/placed.ts';

/** The elements at a path of names below an element, all of each name. */
export function elementsAt(element: PlacedElement, path: readonly string[]): readonly PlacedElement[] {
  const found: PlacedElement[] = [];
  addElements(element, path, 0, found);
  return found;
}

function addElements(element: PlacedElement, path: readonly string[], depth: number, found: PlacedElement[]): void {
  if (depth === path.length) found.push(element);
  else
    for (const child of element.children)
      if (typeof child !== 'string' && child.name === path[depth]) addElements(child, path, depth + 1, found);
}

/** Where a letter may have its level. */
export function levelPlaces({ element, table }: KnownLetter): readonly PlacedElement[] {
  return elementsAt(element, table.level.path);
}
