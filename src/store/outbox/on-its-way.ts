import type { Sql } from '../sql.ts';
import { longest } from './queue.ts';

/** A delivery by its place in the order of its citizen's. */
interface Place {
  readonly destination: string;
  readonly citizen: number;
  readonly number: number;
}

/**
 * Whether a later delivery of the citizen is being sent there at this moment: an older one must not be sent beside it.
 * With `holds` nobody begins to until the transaction ends: a write that changes nothing waits, on PostgreSQL, for
 * whoever claims one at this moment, and a claim passes over what it has written.
 */
export async function isLaterOnItsWay(
  sql: Sql,
  { destination, citizen, number }: Place,
  now: number,
  holds: boolean,
): Promise<boolean> {
  const those = "destination = ? AND citizen = ? AND state = 'pending' AND number > ?";
  const rows = await sql.all<{ until: number | null }>(
    holds
      ? `UPDATE outbox SET next_at = next_at WHERE ${those} RETURNING lease_until AS until`
      : `SELECT lease_until AS until FROM outbox WHERE ${those} AND lease_until IS NOT NULL`,
    [destination, citizen, number],
  );
  return rows.some(({ until }) => until !== null && until > now && until <= now + longest);
}
