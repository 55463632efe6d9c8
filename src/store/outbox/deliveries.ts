import type { Delivery, Left } from '../../work/keep/records.ts';
import type { Form } from '../../work/routes/form.ts';
import type { AuditKeys } from '../audit/keys.ts';
import { first, type Row, type Sql } from '../sql.ts';
import { noteDelivery } from './note.ts';

/**
 * Puts a delivery into the outbox, in the transaction of what it is about. The number that gives the order is drawn
 * here: the citizen is locked by then, so that no smaller number of theirs can become visible later.
 */
export async function addDelivery(sql: Sql, delivery: Delivery, now: number): Promise<void> {
  const { destination, route, form, receiver, citizen, response, outcome, event, correlation } = delivery;
  await sql.all(
    `INSERT INTO outbox (destination, route, form, receiver, citizen, response, outcome, event, state, attempt, next_at, correlation, created_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'pending', 0, ?, ?, ?)`,
    [destination, route, form, receiver ?? null, citizen, response, outcome, event, now, correlation ?? null, now],
  );
}

/** One try of a delivery, or a mark among them: it ended now. */
export async function addTry(
  sql: Sql,
  delivery: number,
  { attempt, code, startedAt }: { readonly attempt: number; readonly code: string; readonly startedAt: number },
  now: number,
): Promise<void> {
  await sql.all('INSERT INTO attempt (outbox, attempt, code, started_at, ended_at) VALUES (?, ?, ?, ?, ?)', [
    ...[delivery, attempt, code, startedAt, now],
  ]);
}

/**
 * What was acknowledged has arrived, whatever its delivery ended with: it is dead no more, and not tried again; that is
 * written down. What somebody is sending at this moment ends by itself, and what was skipped stays so.
 */
export async function settleDelivery(sql: Sql, keys: AuditKeys, number: number, now: number): Promise<void> {
  const row = await first<Settled>(
    sql,
    `UPDATE outbox SET state = 'delivered', last_code = 'delivered', next_at = ?, ended_at = ?, lease_owner = NULL, lease_until = NULL
     WHERE number = ? AND state IN ('dead', 'pending') AND (lease_until IS NULL OR lease_until <= ?)
     RETURNING destination, form, receiver, correlation`,
    [now, now, number, now],
  );
  if (row === undefined) return;
  const { destination, form, receiver, correlation } = row;
  const noted = { number, destination, form, receiver: receiver ?? undefined, correlation: correlation ?? undefined };
  await noteDelivery(sql, keys, noted, { state: 'delivered', code: 'delivered' }, now);
}

interface Settled extends Row {
  destination: string;
  form: Form;
  receiver: string | null;
  correlation: string | null;
}

/** By which routes, and for whom, there are deliveries of these responses, in whatever state, the last one first. */
export async function waysOf(sql: Sql, responses: readonly number[]): Promise<readonly Left[]> {
  if (responses.length === 0) return [];
  const rows = await sql.all<{ route: string; receiver: string | null }>(
    `SELECT route, receiver FROM outbox WHERE response IN (${responses.map(() => '?').join(', ')})
     GROUP BY route, receiver ORDER BY max(number) DESC`,
    responses,
  );
  return rows.map(({ route, receiver }) => ({ route, receiver: receiver ?? undefined }));
}
