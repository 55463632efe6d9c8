import type { Changed, Deed, Desk, Ordered, Selection } from '../../outbox/desk.ts';
import { retriedMark } from '../../outbox/queue.ts';
import type { AuditEntry } from '../../work/audit/entry.ts';
import { append } from '../audit/chain.ts';
import type { AuditKeys } from '../audit/keys.ts';
import type { Sql } from '../sql.ts';
import type { Store } from '../store.ts';
import { addTry } from './deliveries.ts';
import { isLaterOnItsWay } from './on-its-way.ts';
import { isOvertaken } from './overtaken.ts';
import { citizenOf, type DeskRow, selected } from './rows.ts';

/** What an operator wants of a delivery, and what becomes of it. */
interface Change {
  readonly row: DeskRow;
  readonly result: Changed['result'];
}

/** Tries dead deliveries again, or leaves dead and pending ones undone for good; see `Desk`. */
export function changing(store: Store, keys: AuditKeys | undefined): Desk['change'] {
  return async (selection, to, ordered) => {
    const now = await store.now();
    if (ordered === undefined) {
      return told(
        await store.read(async (sql) => changes(sql, await selected(sql, selection), { to, now, holds: false })),
      );
    }
    return store.write(async (sql) => {
      const wanted = await changes(sql, await selected(sql, selection), { to, now, holds: true });
      const done: Change[] = [];
      for (const { row, result } of wanted) {
        const stays = result !== to || !(await change(sql, row, to, now));
        done.push({ row, result: stays && result === to ? 'sending' : result });
      }
      if (keys !== undefined) await append(sql, keys, [...entriesFor(selection, to, ordered, done)], now);
      return told(done);
    });
  };
}

function told(changes: readonly Change[]): readonly Changed[] {
  return changes.map(({ row, result }) => ({ number: row.number, result }));
}

/** A dead one may only be tried again while nothing that has arrived there would be undone by it. */
async function changes(
  sql: Sql,
  rows: readonly DeskRow[],
  { to, now, holds }: { readonly to: Deed; readonly now: number; readonly holds: boolean },
): Promise<readonly Change[]> {
  const found: Change[] = [];
  for (const row of rows) {
    const { state, lease_until: until } = row;
    if (state !== 'dead' && !(to === 'skipped' && state === 'pending')) continue;
    const later = to === 'retried' && (await isOvertaken(sql, row));
    const isHeld =
      (until !== null && until > now) || (to === 'retried' && (await isLaterOnItsWay(sql, row, now, holds)));
    found.push({ row, result: later ? 'overtaken' : isHeld ? 'sending' : to });
  }
  return found;
}

/**
 * False where it is another one by now, or somebody has begun to send it: then nothing is changed. One that is tried
 * again gets the tries and the pauses of a new one: a mark among its tries says from where they count.
 */
async function change(sql: Sql, { number, state }: DeskRow, to: Deed, now: number): Promise<boolean> {
  const [next, ended] = to === 'retried' ? (['pending', null] as const) : (['skipped', now] as const);
  const [row] = await sql.all<{ attempt: number }>(
    `UPDATE outbox SET state = ?, next_at = ?, ended_at = ?, attempt = attempt + ?, lease_owner = NULL, lease_until = NULL
     WHERE number = ? AND state = ? AND (lease_until IS NULL OR lease_until <= ?) RETURNING attempt`,
    [next, now, ended, to === 'retried' ? 1 : 0, number, state, now],
  );
  if (row !== undefined && to === 'retried') {
    await makeAnew(sql, number, row.attempt - 1);
    await addTry(sql, number, { ...row, code: retriedMark, startedAt: now }, now);
  }
  return row !== undefined;
}

/** Codes of those who have understood what they were sent, and do not have it. */
const refusals = ['vans-refused', 'vans-login', 'server-refused', 'server-several', retriedMark];

/**
 * A letter that was refused at each of its tries is made anew, by the file of routes as it is now: its mistake may have
 * been there. Any other one may have arrived, and is sent again as it was.
 */
async function makeAnew(sql: Sql, delivery: number, tries: number): Promise<void> {
  await sql.all(
    `UPDATE letter SET delivery = NULL WHERE delivery = ? AND state IN ('receipt-awaited', 'sent') AND ? = (
       SELECT count(*) FROM attempt WHERE outbox = ? AND code IN (${refusals.map(() => '?').join(', ')}))`,
    [delivery, tries, delivery, ...refusals],
  );
}

/** The order itself, and a row for each citizen whose delivery was changed. */
function* entriesFor(
  { numbers, destination, code, limit }: Selection,
  to: Deed,
  { by, reason, correlation }: Ordered,
  done: readonly Change[],
): Generator<AuditEntry> {
  const act = to === 'retried' ? 'outbox-retry' : 'outbox-skip';
  const asked = numbers === undefined ? 'dead' : numbers.join(' ');
  const changed = done.filter(({ result }) => result === to);
  // What was typed stays in the audit for good: it is written down where it named something that is here.
  const found = changed.length > 0 ? { destination, last: code } : {};
  const particulars = { asked, ...found, limit, reason, changed: changed.length };
  yield { act, by, correlation, particulars };
  for (const { row } of changed) {
    yield {
      ...{ act, by, correlation, citizens: [citizenOf(row)] },
      target: { type: 'QuestionnaireResponse', id: row.response_id },
      particulars: { delivery: row.number, destination: row.destination, reason },
    };
  }
}
