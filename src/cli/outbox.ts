import { readDeliverySettings } from '../config.ts';
import type { Deed, Desk, ListedDelivery, Selection, SkipReason } from '../outbox/desk.ts';
import { destinationProblem } from '../outbox/destinations.ts';
import type { Language } from '../outcome/outcome.ts';
import { readWay } from '../routes/environment.ts';
import { openDesk } from '../store/outbox/desk.ts';
import { exitCode, tell } from './exit.ts';
import { openModel } from './ports.ts';
import { atAudit, atStore, operator, timeText } from './store.ts';
import { missingOption } from './usage.ts';

/** Which deliveries a command is about. */
export interface OutboxArguments {
  readonly state?: NonNullable<Selection['state']>;
  readonly destination?: string;
  readonly limit: number;
  /** Changes something; without it only what would be is said. */
  readonly yes?: true;
  /** Why they are left undone for good. */
  readonly reason?: SkipReason;
}

/** `niveau outbox list`: a line per delivery, the oldest first. Code: destination-unknown. */
export function listDeliveries({ state, destination, limit }: OutboxArguments, language: Language): Promise<number> {
  return atDesk(async (desk) => {
    if (await isUnknown(desk, destination, language)) return exitCode.refused;
    for (const delivery of await desk.list({ state, destination, limit })) process.stdout.write(`${line(delivery)}\n`);
    return exitCode.done;
  });
}

/** `niveau outbox show`: one delivery and its tries. */
export function showDelivery(number: number, language: Language): Promise<number> {
  return atDesk(async (desk) => {
    const [delivery] = await desk.list({ numbers: [number], limit: 1 });
    if (delivery === undefined) {
      tell({ code: 'delivery-unknown' }, language);
      return exitCode.refused;
    }
    process.stdout.write(`${line(delivery)}\n`);
    for (const { attempt, code, startedAt, endedAt } of await desk.attempts(number)) {
      process.stdout.write(`  ${attempt}\t${timeText(startedAt)}\t${endedAt - startedAt} ms\t${code}\n`);
    }
    return exitCode.done;
  });
}

/**
 * `niveau outbox retry` and `skip`: the dead ones that are meant, at most `limit`; by number, or by destination. Dry
 * without `--yes`. A number that is not there changes nothing at all: it may stand for another one. One that is not
 * changed is told as `untouched`. Codes: destination-unknown, delivery-unknown; delivery-none is told.
 */
export function changeDeliveries(
  to: Deed,
  numbers: readonly number[],
  { destination, limit, yes, reason }: OutboxArguments,
  language: Language,
): Promise<number> {
  // As at /drift: whoever reads the audit is told why a receiver never got it.
  if (to === 'skipped' && yes === true && reason === undefined) throw missingOption('--reason <reason>');
  return atAudit(async ({ store, keys }) => {
    const desk = openDesk(store, keys);
    if (await isUnknown(desk, destination, language)) return exitCode.refused;
    const named = [...new Set(numbers)];
    if (named.length > (await desk.list({ numbers: named, limit: named.length })).length) {
      tell({ code: 'delivery-unknown' }, language);
      return exitCode.refused;
    }
    const selection = named.length > 0 ? { numbers: named } : { state: 'dead' as const };
    const ordered = yes === true ? { by: operator(), reason } : undefined;
    const changed = await desk.change({ ...selection, destination, limit }, to, ordered);
    if (named.length + changed.length === 0) tell({ code: 'delivery-none' }, language);
    const results = new Map<number, string>(named.map((number) => [number, 'untouched']));
    for (const { number, result } of changed) results.set(number, result);
    for (const [number, result] of results)
      process.stdout.write(`${yes === true ? '' : 'dry\t'}${result}\t${number}\n`);
    return exitCode.done;
  });
}

/** Told where it is. What the environment and the file of routes lead to is known before anything is sent there. */
async function isUnknown(desk: Desk, destination: string | undefined, language: Language): Promise<boolean> {
  const { env } = process;
  const led = () => readWay(readDeliverySettings(env), env, openModel()).destinations.keys();
  const problem = await destinationProblem(desk, destination, led);
  if (problem !== undefined) tell(problem, language);
  return problem !== undefined;
}

function atDesk(work: (desk: Desk) => Promise<number>): Promise<number> {
  return atStore((store) => work(openDesk(store)));
}

function line(delivery: ListedDelivery): string {
  const { number, destination, event, state, attempt, code, response, createdAt, nextAt, leased } = delivery;
  const now = leased ? 'sending' : state;
  const next = state === 'pending' ? timeText(nextAt) : '-';
  const parts = [number, now, destination, event, `${attempt}x`, code ?? '-', timeText(createdAt), next, response];
  return parts.join('\t');
}
