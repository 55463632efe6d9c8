import type { Ports } from '../ports.ts';
import { chooseRoutes } from '../routes/choose.ts';
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
 * What follows from a response, or a level from a letter, that was kept: the citizen's levels take their places anew,
 * and each Bundle that comes of that is kept and put into the outbox. `own` is undefined for a draft, which has no
 * results.
 */
export async function follow(
  ports: Ports,
  records: Records,
  own: Own | undefined,
  { citizen, correlation, now }: Occasion,
): Promise<void> {
  const changes = await takeStanding(records, citizen);
  for (const { occasion, touches, wentAlong, ...outcome } of await outcomesOf(ports, records, own, changes)) {
    const added = await records.add(outcome, now);
    if (ports.routes === undefined) continue;
    // Nothing of it is in a letter about the one above.
    const along = (await records.left(wentAlong)).filter(({ receiver }) => receiver === undefined);
    const left = [...(await records.left(touches)), ...along];
    const about = { event: occasion.event, citizen, response: outcome.response, outcome: added, correlation };
    for (const { route, receivers } of chooseRoutes(ports.routes, { ...occasion, left })) {
      const way = { destination: route.destination, route: route.name, form: route.form };
      for (const receiver of receivers) await records.deliver({ ...about, ...way, receiver }, now);
    }
  }
}
