import type { Delivery } from '../../work/keep/records.ts';
import type { Sql } from '../sql.ts';

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
