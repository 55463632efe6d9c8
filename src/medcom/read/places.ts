import type { KnownLetter } from '../message/known-letter.ts';
import { type PlacedElement, placedElementsOf } from '../xml/placed.ts';

/** The elements at a path of names below an element, all of each name. */
export function elementsAt(element: PlacedElement, path: readonly string[]): readonly PlacedElement[] {
  const [name, ...rest] = path;
  if (name === undefined) return [element];
  return placedElementsOf(element)
    .filter((child) => child.name === name)
    .flatMap((child) => elementsAt(child, rest));
}

/** Where a letter may have its level. */
export function levelPlaces({ element, table }: KnownLetter): readonly PlacedElement[] {
  return elementsAt(element, table.level.path);
}
