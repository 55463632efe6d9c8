import { refuse } from '../../outcome/problem.ts';
import type { KnownLetter } from '../message/known-letter.ts';
import { type LetterBlock, searchBlocks } from '../read/search.ts';
import type { PlacedDocument, PlacedElement } from '../xml/placed.ts';

/**
 * The one block of the variant that a letter already has; undefined where it has none. Blocks of other variants are left alone. `date` is that of
 * the new block, `dateOf` finds a marker's.
 * Errors: `block-changed`, `several-blocks`, `older-than-present`.
 */
export function presentBlock(
  document: PlacedDocument,
  letter: KnownLetter,
  places: readonly PlacedElement[],
  marker: RegExp,
  given: { readonly variant: string; readonly date: string },
): LetterBlock | undefined {
  const { valid, changed } = searchBlocks(document, places, marker, letter.citizen.value);
  const same = ({ head: [variant] }: LetterBlock) => variant === given.variant;
  const { place } = letter;
  if (changed.some(same)) refuse('block-changed', { place });
  const [present, ...more] = valid.filter(same);
  if (more.length > 0) refuse('several-blocks', { place, values: { count: String(more.length + 1) } });
  // The date is the last part of either marker; dates of this form compare as texts.
  const date = present?.head.at(-1);
  if (date !== undefined && date > given.date) {
    refuse('older-than-present', { place, values: { present: date, given: given.date } });
  }
  return present;
}
