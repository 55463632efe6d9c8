import { once } from '../../questionnaire/once.ts';
import type { Ports } from '../ports.ts';
import { chooseRoutes } from '../routes/choose.ts';
import { type Account, named } from './account.ts';
import { type Own, outcomesOf } from './outcomes.ts';
import type { KeptResponse, NewVersion, Records } from './records.ts';
import { isLevel } from './standing.ts';
import { type Change, takeStanding, withAbove } from './take-standing.ts';

/** A version of a response, or of a level from a letter, that is to be kept. */
interface Keeping extends Omit<Own, 'number' | 'account'> {
  readonly version: NewVersion;
  /** Undefined for a draft, which has no results, and for a withdrawal of a level that had not come. */
  readonly account: (() => Account) | undefined;
  /** Nothing else is known of the citizen. */
  readonly alone: boolean;
  readonly now: number;
}

/** Keeps a version of a response, or of a level from a letter, with what follows from it, and gives its number. */
export async function keepVersion(ports: Ports, records: Records, keeping: Keeping): Promise<number> {
  const { head, version, account, prepared, alone, now } = keeping;
  const known = keeping.known && (await withAbove(records, keeping.known));
  const number = known?.number ?? (await records.create(head, version, now));
  if (known !== undefined) {
    await records.change(number, head, version, now);
    if (isLevel(known) && !isLevel(head)) await records.supersede(number, known.supersededBy);
  }
  const own = account && { number, head, known, account: once(() => named(account(), head)), prepared };
  const kept: KeptResponse = { ...head, number, updatedAt: now, supersededBy: known?.supersededBy };
  const changes = alone ? [] : await takeStanding(records, { own: kept, known });
  await follow(ports, records, own, changes, { citizen: head.citizen, alone, correlation: version.correlation, now });
  return number;
}

/** Whose levels have changed, and on what occasion. */
interface Occasion {
  /** Our own key of the citizen. */
  readonly citizen: number;
  readonly alone: boolean;
  readonly correlation: string | undefined;
  readonly now: number;
}

/**
 * What follows from a version that was kept: the citizen's levels take their places anew, and each Bundle that comes of
 * that is kept and put into the outbox.
 */
async function follow(
  ports: Ports,
  records: Records,
  own: Own | undefined,
  changes: readonly Change[],
  { citizen, alone, correlation, now }: Occasion,
): Promise<void> {
  const { routes } = ports;
  for (const { occasion: occasionOf, touches, wentAlong, ...outcome } of await outcomesOf(
    ports,
    records,
    own,
    changes,
  )) {
    const added = await records.add(outcome, now);
    if (routes === undefined || routes.routes.length === 0) continue;
    const occasion = occasionOf();
    // Nothing of it is in a letter about the one above.
    const along = (await records.left(wentAlong)).filter(({ receiver }) => receiver === undefined);
    // Of the first that is kept of a citizen nothing can have left before.
    const left = alone ? [] : [...(await records.left(touches)), ...along];
    const about = { event: occasion.event, citizen, response: outcome.response, outcome: added, correlation };
    for (const { route, receivers } of chooseRoutes(routes, { ...occasion, left })) {
      const way = { destination: route.destination, route: route.name, form: route.form };
      for (const receiver of receivers) await records.deliver({ ...about, ...way, receiver }, now);
    }
  }
}
