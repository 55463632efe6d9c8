import type { Ports } from '../ports.ts';
import { type Own, outcomesOf } from './outcomes.ts';
import type { Records } from './records.ts';
import { takeStanding } from './take-standing.ts';

/** Whose levels have changed, and on what occasion. */
interface Occasion {
  /** Our own key of the citizen. */
  readonly citizen: number;
  readonly correlation: string | undefined;
  readonly now: number;
}

/**
 * What follows from a response, or a level from a letter, that was kept: the citizen's levels take their places anew, and each Bundle that
 * comes of that is kept and put into the outbox. `own` is undefined for a draft, which has no results.
 */
export async function follow(
  ports: Ports,
  records: Records,
  own: Own | undefined,
  { citizen, correlation, now }: Occasion,
): Promise<void> {
  const changes = await takeStanding(records, citizen);
  for (const { event, settled, touches, ...outcome } of await outcomesOf(ports, records, own, changes)) {
    const added = await records.add(outcome, now);
    // A suggestion leaves only when a route says so, and there are none yet; what takes back a level that has left goes the same way.
    if (!settled && !(await records.hasLeft(touches))) continue;
    for (const destination of ports.destinations ?? []) {
      const delivery = { destination, event, citizen, response: outcome.response, outcome: added };
      await records.deliver({ ...delivery, correlation }, now);
    }
  }
}
