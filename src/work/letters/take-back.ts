import { uuidFor } from '../../model/uuid.ts';
import { danishDayOf, danishTimeOfDay } from '../../scoring/day.ts';
import { type Account, toldBy } from '../keep/account.ts';
import { keepVersion } from '../keep/keep-version.ts';
import { recall } from '../keep/outcomes.ts';
import type { KeptResponse, Records } from '../keep/records.ts';
import type { Ports } from '../ports.ts';
import { heldAlready, isSameTold, newestText } from './held.ts';

/** A response whose next version is about to be kept. */
interface Changed {
  /** As it is kept until now. */
  readonly known: KeptResponse;
  /** Our own key of the citizen. */
  readonly citizen: number;
  /** What it says from now on; undefined where it is withdrawn. */
  readonly says: Account | undefined;
  readonly correlation: string | undefined;
  readonly now: number;
}

/**
 * Takes back the levels of letters that a response has said in any version, and says no more: what its author has taken
 * back must not stand by a copy, whichever came first. True where there was one, and the response's own place may have
 * changed by it.
 */
export async function takeBackCopies(ports: Ports, records: Records, changed: Changed): Promise<boolean> {
  const { known, citizen, says, correlation, now } = changed;
  const letters = (await records.told(citizen)).filter(({ variant }) => variant === known.variant);
  let any = false;
  for (const { number } of letters) {
    // Another one's end may have given it another place.
    const copy = await records.byNumber(number);
    if (copy === undefined) continue;
    const told = await recall(ports, records, copy);
    if (says !== undefined && isSameTold(says, told)) continue;
    if ((await heldAlready(ports, records, told, [known], 'any')) === undefined) continue;
    await withdraw(ports, records, copy, correlation, now);
    any = true;
  }
  return any;
}

async function withdraw(
  ports: Ports,
  records: Records,
  copy: KeptResponse,
  correlation: string | undefined,
  now: number,
): Promise<void> {
  const status = 'entered-in-error';
  const written = `${danishDayOf(now)}T${danishTimeOfDay(new Date(now).toISOString())}`;
  const newest = await newestText(records, copy);
  const text = { ...newest, written, status, wentWithResponse: newest.written } as const;
  const received = JSON.stringify(text);
  const told = toldBy(ports.model, text);
  await keepVersion(ports, records, {
    head: { ...copy, status, version: copy.version + 1 },
    version: { digest: uuidFor(received), received, client: undefined, correlation },
    known: copy,
    account: told && (() => told),
    alone: false,
    now,
  });
}
