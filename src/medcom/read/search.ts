import { type FoundBlock, findBlocks } from '../block/find.ts';
import { flatten, wordsOf } from '../block/flat.ts';
import type { PlacedDocument, PlacedElement, Span } from '../xml/placed.ts';

/** A block that was found in a letter. */
export interface LetterBlock {
  readonly head: readonly string[];
  /** From marker to end line, tags as blanks. */
  readonly text: string;
  /** Where it stands; undefined where it is spread over several elements, formatted or in CDATA. */
  readonly where: { readonly place: PlacedElement; readonly span: Span } | undefined;
}

export interface LetterBlocks {
  readonly valid: readonly LetterBlock[];
  readonly changed: readonly LetterBlock[];
}

/** The blocks in the places of a letter: each place alone and, where none is found so, all of them joined by blanks. */
export function searchBlocks(
  document: PlacedDocument,
  places: readonly PlacedElement[],
  marker: RegExp,
  citizenNumber: string,
): LetterBlocks {
  const valid: LetterBlock[] = [];
  const changed: LetterBlock[] = [];
  for (const place of places) {
    if (!hasWord(place)) continue;
    const text = wordsOf(place);
    const found = findBlocks(text, marker, citizenNumber);
    if (found.valid.length === 0 && found.changed.length === 0) continue;
    const flat = flatten(document, place);
    if (flat.text !== text) throw new Error('the text with places is not the text');
    const blockOf = ({ head, start, end }: FoundBlock): LetterBlock => {
      const span = flat.spanOf(start, end);
      return { head, text: text.slice(start, end), where: span && { place, span } };
    };
    valid.push(...found.valid.map(blockOf));
    changed.push(...found.changed.map(blockOf));
  }
  if (valid.length > 0 || changed.length > 0 || places.length < 2 || !places.some(hasWord)) return { valid, changed };
  const text = places.map(wordsOf).join(' ');
  const found = findBlocks(text, marker, citizenNumber);
  const blockOf = ({ head, start, end }: FoundBlock): LetterBlock => {
    return { head, text: text.slice(start, end), where: undefined };
  };
  return { valid: found.valid.map(blockOf), changed: found.changed.map(blockOf) };
}

/** No tag can stand within the word, so that most places need not be looked into further. */
function hasWord({ children }: PlacedElement): boolean {
  return children.some((child) =>
    typeof child === 'string' ? child.includes('Differentieringsmodellen') : hasWord(child),
  );
}
