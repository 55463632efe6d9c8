import { refuse } from '../../outcome/problem.ts';
import type { LevelStatement } from '../../scoring/types.ts';
import { isOlder } from '../block/day.ts';
import type { FoundBlock } from '../block/find.ts';
import type { BlockKind } from '../block/tokens.ts';
import type { KnownLetter } from '../message/known-letter.ts';
import { type BlockPlace, searchBlocks } from '../read/search.ts';
import type { PlacedDocument, PlacedElement } from '../xml/placed.ts';

/** A block that stands in a letter. */
export interface PresentBlock extends FoundBlock {
  /** Undefined where it is spread over several elements, formatted or in CDATA. */
  readonly where: BlockPlace | undefined;
}

/**
 * The one block of a kind and of the statement's variant that a letter already has; undefined where it has none. Blocks
 * of other variants are left alone. Of two statements the newer is the one of the later day, then the one that was
 * assessed later.
 * Errors: `block-changed`, `several-blocks`, `older-than-present`.
 */
export function presentBlock(
  document: PlacedDocument,
  letter: KnownLetter,
  kind: BlockKind,
  places: readonly PlacedElement[],
  { variant, day, authored }: LevelStatement,
): PresentBlock | undefined {
  const { valid, changed, whereIs } = searchBlocks(document, places, letter.citizen.value);
  const same = (block: FoundBlock) => block.kind === kind && block.variant === variant.code;
  const { place } = letter;
  if (changed.some(same)) refuse('block-changed', { place });
  const [present, ...more] = valid.filter(same);
  if (more.length > 0) refuse('several-blocks', { place, values: { count: String(more.length + 1) } });
  if (present === undefined) return undefined;
  if (isOlder({ day, authored }, present)) {
    const values = { present: `${present.day}, ${present.authored}`, given: `${day}, ${authored}` };
    refuse('older-than-present', { place, values });
  }
  return { ...present, where: whereIs(present) };
}
