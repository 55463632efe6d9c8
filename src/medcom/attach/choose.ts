import { below } from '../../outcome/place.ts';
import { refuse } from '../../outcome/problem.ts';
import type { Citizen } from '../../scoring/types.ts';
import type { CitizenNumber } from '../message/citizen-number.ts';
import type { KnownLetter } from '../message/known-letter.ts';

/**
 * The letter that is about the citizen (LETTERS.md, Which letter). CPR is compared with CPR, a replacement number with
 * any of the citizen's replacement numbers, never across.
 * Errors: `wrong-citizen`, `several-letters`, `letter-named-unknown`.
 */
export function chooseLetter(
  letters: readonly KnownLetter[],
  citizen: Citizen,
  named: string | undefined,
): KnownLetter {
  const candidates = named === undefined ? letters : letters.filter(({ identifier }) => identifier === named);
  const [candidate] = candidates;
  if (candidate === undefined) refuse('letter-named-unknown', { place: { option: 'letter' } });
  const about = candidates.filter((letter) => isAbout(letter.citizen, citizen));
  const [first, ...more] = about;
  if (first === undefined) refuse('wrong-citizen', { place: below(candidate.place, 'Patient') });
  if (more.length > 0)
    refuse('several-letters', { place: { option: 'letter' }, values: { count: String(about.length) } });
  return first;
}

/** True for the number of this citizen, of its own kind. */
export function isAbout({ kind, value }: CitizenNumber, { cpr, identifiers }: Citizen): boolean {
  if (kind === 'cpr') return value === cpr;
  return value !== cpr && identifiers.some((each) => each.value === value);
}
