import type { Delivery } from '../../work/keep/records.ts';
import { first, type Sql } from '../sql.ts';

/**
 * Puts a delivery into the outbox, in the transaction of what it is about. The number that gives the order is drawn here: the citizen is
 * locked by then, so that no smaller number of theirs can become visible later.
 */
export async function addDelivery(sql: Sql, delivery: Delivery, now: number): Promise<void> {
  const { destination, citizen, response, outcome, event, correlation } = delivery;
  await sql.all(
    `INSERT INTO outbox (destination, citizen, response, outcome, event, state, attempt, next_at, correlation, created_at)
     VALUES (?, ?, ?, ?, ?, 'pending', 0, ?, ?, ?)`,
    [destination, citizen, response, outcome, event, now, correlation ?? null, now],
  );
}

/** Whether a delivery of any of these responses is there, in whatever state. */
export async function hasDelivery(sql: Sql, responses: readonly number[]): Promise<boolean> {
  const marks = responses.map(() => '?').join(', ');
  const found = await first<{ number: number }>(
    sql,
    `SELECT number FROM outbox WHERE response IN (${marks}) LIMIT 1`,
    responses,
  );
  return found !== undefined;
}
