import { uuidFor } from '../../model/uuid.ts';
import { hasElement, positionsOf } from '../tables/lookup.ts';
import type { LetterTable } from '../tables/types.ts';

/** True where the letter cannot be without the identifier of the course of treatment. */
export function needsEpisode({ rows }: LetterTable): boolean {
  if (hasElement(rows, 'Letter', 'EpisodeOfCare')) return true;
  const letter = positionsOf(rows).get('Letter')?.row.content;
  const header = letter?.kind === 'sequence' ? positionsOf(letter.rows) : undefined;
  return header?.get('EpisodeOfCareIdentifier')?.row.least === 1;
}

/**
 * The same for the same citizen and response; without hyphens, since there is room for 35 characters (LETTERS.md, b).
 */
export function derivedEpisode(citizenNumber: string, identity: string): string {
  return uuidFor(JSON.stringify(['episode', citizenNumber, identity])).replaceAll('-', '');
}
