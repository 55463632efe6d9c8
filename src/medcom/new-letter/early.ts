import type { Problem } from '../../outcome/problem.ts';
import { momentOf } from '../../scoring/day.ts';
import type { LevelStatement } from '../../scoring/types.ts';
import { isInstant } from '../message/time.ts';

/**
 * Why a letter cannot have been sent at an instant: what it tells was assessed later. (An agreement may be dated before
 * or after its assessment, and says nothing of the letter.) Undefined where it can, and where the instant is none.
 * Code: `letter-time-early`.
 */
export function earlyProblem({ authored }: LevelStatement, time: string): Problem | undefined {
  return isInstant(time) && momentOf(time) < momentOf(authored)
    ? { code: 'letter-time-early', place: { option: 'time' } }
    : undefined;
}
