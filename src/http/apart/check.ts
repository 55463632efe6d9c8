import type { Problem } from '../../outcome/problem.ts';
import type { CheckLimits } from '../limits.ts';
import { createTurns } from '../queue.ts';
import { createCrew } from './crew.ts';

/** Checks JSON that `readJson` has accepted, for a client. Code: too-many-at-once. */
export type CheckApart = (bytes: Uint8Array, client: string) => Promise<readonly Problem[]>;

/**
 * `Checker.check` in threads of their own, for responses that contain their Questionnaire. Whatever the two of them are
 * made to cost, this thread goes on answering: the other one is stopped when its time or memory is spent
 * (check-too-costly). Clients take turns, so that the many of one do not hold up the few of another.
 */
export function createCheckApart(limits: CheckLimits): CheckApart {
  const crew = createCrew(limits);
  const turns = createTurns(limits);
  return (bytes, client) =>
    turns(client, async () => {
      const problems = await crew.check(bytes);
      return problems ?? [{ code: 'check-too-costly', place: 'QuestionnaireResponse.questionnaire' }];
    });
}
