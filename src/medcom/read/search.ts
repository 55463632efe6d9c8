import { type FoundBlock, findBlocks, mayHaveBlock } from '../block/find.ts';
import type { PlacedDocument, PlacedElement, Span } from '../xml/placed.ts';
import { flatten, wordsOf } from './flat.ts';

/** The blocks of a letter. */
export interface LetterBlocks {
  readonly valid: readonly FoundBlock[];
  readonly changed: readonly FoundBlock[];
  /** Where a block stands; undefined where it is spread over several elements, formatted or in CDATA. */
  whereIs(block: FoundBlock): BlockPlace | undefined;
}

export interface BlockPlace {
  readonly place: PlacedElement;
  readonly span: Span;
}

const noBlocks: LetterBlocks = { valid: [], changed: [], whereIs: () => undefined };

/**
 * The blocks in the places of a letter. The places are read as one text, since a block may have been split over several
 * of them, and a tag counts as white space.
 */
export function searchBlocks(
  document: PlacedDocument,
  places: readonly PlacedElement[],
  citizenNumber: string,
): LetterBlocks {
  if (places.length === 0) return noBlocks;
  const texts = places.map(wordsOf);
  const text = texts.join(' ');
  if (!mayHaveBlock(text)) return noBlocks;
  const whereIs = ({ start, end }: FoundBlock): BlockPlace | undefined => {
    let before = 0;
    for (const [index, place] of places.entries()) {
      const length = texts[index]?.length ?? 0;
      const [from, to] = [start - before, end - before];
      if (from >= 0 && from < length) {
        const span = to <= length ? flatten(document, place).spanOf(from, to) : undefined;
        return span && { place, span };
      }
      before += length + 1;
    }
    return undefined;
  };
  return { ...findBlocks(text, citizenNumber), whereIs };
}
