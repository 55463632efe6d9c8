import { mostResends, partnerMinutes, receiptMinutes, resendMinutes } from '../../medcom/receipts/patience.ts';
import { caredFor, type LetterCount, type LetterDesk, type OverdueLetter } from '../../work/letters/desk.ts';
import type { Direction, LetterState } from '../../work/letters/records.ts';
import { reasonOf } from '../records/letters.ts';
import type { Row, Sql, Value } from '../sql.ts';
import type { Store } from '../store.ts';

interface ListedRow extends Row {
  number: number;
  id: string;
  direction: Direction;
  state: LetterState;
  type: string;
  sender: string;
  receiver: string;
  reason_code: string | null;
  reason_text: string | null;
  created_at: number;
  due_at: number | null;
}

/** It waits in the outbox, or was given up there: nobody waits for its receipt. */
const notLeft = "(state = 'receipt-awaited' AND due_at IS NULL)";

/** Joined with nothing, so that SQLite goes by the index of what is due, which is little, and not by that of states. */
const awaited = "state || '' = 'receipt-awaited'";

/** The letters of a store, as operators see them; `wait`: minutes until a receipt that has not come is reported. */
export function openLetterDesk(store: Store, wait = receiptMinutes): LetterDesk {
  const longest = Math.max(wait, resendMinutes, partnerMinutes) * 60_000;
  return {
    list: async ({ states, direction, after, limit }) => {
      const meets = ['1 = 1'];
      const values: Value[] = [];
      if (states !== undefined) {
        meets.push(`state IN (${states.map(() => '?').join(', ')}) AND NOT ${notLeft}`);
        values.push(...states);
      }
      if (direction !== undefined) {
        meets.push('direction = ?');
        values.push(direction);
      }
      if (after !== undefined) {
        meets.push('number > ?');
        values.push(after);
      }
      // By the index of states, and put in order then.
      const order = states === undefined ? 'number' : 'number + 0';
      const rows = await store.read((sql) =>
        sql.all<ListedRow>(
          `SELECT number, id, direction, state, type, sender, receiver, reason_code, reason_text, created_at, due_at FROM letter
           WHERE ${meets.join(' AND ')} ORDER BY ${order} LIMIT ?`,
          [...values, limit],
        ),
      );
      return rows.map(({ number, id, direction: way, state, type, sender, receiver, ...row }) => ({
        ...{ number, id, direction: way, state, type, sender, receiver },
        reason: reasonOf(row),
        createdAt: row.created_at,
        dueAt: row.due_at ?? undefined,
      }));
    },
    counts: () =>
      store.read((sql) =>
        sql.all<Row & LetterCount>(
          `SELECT state, count(*) AS count, min(created_at) AS oldest FROM letter
           WHERE state IN (${caredFor.map(() => '?').join(', ')})
             AND NOT ${notLeft} GROUP BY state ORDER BY state`,
          [...caredFor],
        ),
      ),
    sweep: async () => {
      const now = await store.now();
      const rows = await store.write(async (sql) => {
        // A clock that was far ahead, and has been set back since, would have it waited for all that time.
        const latest = now + longest;
        await sql.all('UPDATE letter SET due_at = ?, updated_at = ? WHERE due_at > ?', [latest, now, latest]);
        await sendAgain(sql, now);
        return sql.all<{ id: string; state: OverdueLetter['state']; correlation: string | null }>(
          `UPDATE letter SET due_at = NULL, updated_at = ?,
             state = CASE state WHEN 'waiting' THEN 'partner-missing' ELSE 'receipt-overdue' END
           WHERE due_at <= ? AND (state || '' = 'waiting' OR ${awaited}) RETURNING id, state, correlation`,
          [now, now],
        );
      });
      return rows.map(({ id, state, correlation }) => ({ id, state, correlation: correlation ?? undefined }));
    },
  };
}

/**
 * A FHIR message that nobody has acknowledged in time goes into the outbox once more, twice at most (MedCom, Reliable
 * Messaging), unless something later of its response has gone to its receiver there: it would tell an older level after
 * a newer one. In one statement: several processes sweep at one moment, and an Acknowledgement may come in.
 */
async function sendAgain(sql: Sql, now: number): Promise<void> {
  const nextDue = now + resendMinutes * 60_000;
  const due = await sql.all<{ delivery: number }>(
    `UPDATE letter SET due_at = ?, resends = resends + 1, resent_at = ?, updated_at = ?
     WHERE due_at <= ? AND ${awaited} AND type = 'CareCommunication'
     AND resends < ? AND EXISTS (
       SELECT 1 FROM outbox WHERE outbox.number = letter.delivery AND outbox.state = 'delivered' AND NOT EXISTS (
         SELECT 1 FROM outbox AS later WHERE later.response = outbox.response AND later.destination = outbox.destination
         AND later.number > outbox.number AND later.outcome > outbox.outcome AND later.receiver = outbox.receiver
         AND (later.state = 'delivered' OR later.state = 'pending' AND later.lease_until > ?)))
     RETURNING delivery`,
    [nextDue, now, now, now, mostResends, now],
  );
  for (const { delivery } of due) {
    await sql.all(
      "UPDATE outbox SET state = 'pending', next_at = ?, ended_at = NULL WHERE number = ? AND state = 'delivered'",
      [now, delivery],
    );
  }
  // What is to be sent again, and has not left yet, is not overdue.
  await sql.all(
    `UPDATE letter SET due_at = ?, updated_at = ? WHERE due_at <= ? AND ${awaited} AND EXISTS (
       SELECT 1 FROM outbox WHERE outbox.number = letter.delivery AND outbox.state = 'pending')`,
    [nextDue, now, now],
  );
}
