import { grace } from '../intake/dates.ts';
import { refuse } from '../outcome/problem.ts';
import { momentOf } from '../scoring/day.ts';
import type { Assessment } from '../scoring/types.ts';

/**
 * When a letter that is written now is sent. The clock of the system that made the response may be a little ahead of
 * ours, and no letter is sent before what it tells was assessed.
 */
export function sendingTime(now: Date, { authored }: Pick<Assessment, 'authored'>): string {
  const assessed = momentOf(authored);
  return (assessed > now.getTime() ? new Date(assessed) : now).toISOString();
}

/** A time of sending that somebody gave, where it is not in the future. Code: date-future, at the option `time`. */
export function givenTime(now: Date, given: string | undefined): string | undefined {
  if (given !== undefined && momentOf(given) > now.getTime() + grace) {
    refuse('date-future', { place: { option: 'time' } });
  }
  return given;
}
