import { danishDayOf } from '../../scoring/day.ts';
import type { LevelStatement } from '../../scoring/types.ts';

/**
 * The day by which levels follow each other: an amendment is as old as what it amends, but for an agreement with a day
 * of its own.
 */
export function levelDay({ basis, agreed, day }: LevelStatement, firstAuthored: number | undefined): string {
  const own = basis === 'aftalt' && agreed?.date !== undefined;
  return own || firstAuthored === undefined ? day : danishDayOf(firstAuthored);
}
