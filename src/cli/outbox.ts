import type { Desk, ListedDelivery, Selection } from '../outbox/desk.ts';
import type { Language } from '../outcome/outcome.ts';
import { openDesk } from '../store/outbox/desk.ts';
import { exitCode, tell } from './exit.ts';
import { atAudit, atStore, timeText } from './store.ts';

/** Which deliveries a command is about. */
export interface OutboxArguments {
  readonly state?: NonNullable<Selection['state']>;
  readonly destination?: string;
  readonly limit: number;
  /** Changes something; without it only what would be is said. */
  readonly yes?: true;
}

/** `niveau outbox list`: a line per delivery, the oldest first. */
export function listDeliveries({ state, destination, limit }: OutboxArguments): Promise<number> {
  return atDesk(async (desk) => {
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
 * without `--yes`.
 */
export function changeDeliveries(
  to: 'retried' | 'skipped',
  numbers: readonly number[],
  { destination, limit, yes }: OutboxArguments,
): Promise<number> {
  return atAudit(async ({ store, note }) => {
    const chosen = numbers.length > 0 ? { numbers } : { state: 'dead' as const };
    const act = to === 'retried' ? 'outbox-retry' : 'outbox-skip';
    const asked = numbers.length > 0 ? numbers.join(' ') : 'dead';
    // Before it is done: what could not be written down is not done.
    if (yes === true) await note({ act, particulars: { asked, destination, limit } });
    const changed = await openDesk(store).change({ ...chosen, destination, limit }, to, yes !== true);
    for (const { number, result } of changed)
      process.stdout.write(`${yes === true ? '' : 'dry\t'}${result}\t${number}\n`);
    return exitCode.done;
  });
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
