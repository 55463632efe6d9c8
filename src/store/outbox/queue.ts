import { type Ended, type Leased, type Queue, retriedMark } from '../../outbox/queue.ts';
import { everything } from '../../work/keep/sight.ts';
import { seesResponse } from '../access/parties.ts';
import type { AuditKeys } from '../audit/keys.ts';
import type { Packer } from '../pack.ts';
import { readResponse } from '../reading/responses.ts';
import { first, type Row, type Sql } from '../sql.ts';
import type { Store } from '../store.ts';
import { addTry } from './deliveries.ts';
import { noteDelivery } from './note.ts';

/**
 * Nothing is put off for longer. A moment beyond it was written by a clock that has been set back since, and counts as
 * now.
 */
export const longest = 2 * 3_600_000;

interface LeasedRow extends Row {
  number: number;
  event: Leased['event'];
  attempt: number;
  correlation: string | null;
  outcome: number;
  form: Leased['form'];
  receiver: string | null;
  created_at: number;
}

/** The outbox of a store, as its workers see it. */
export function openQueue(store: Store, packer: Packer, keys: AuditKeys): Queue {
  return {
    now: store.now,
    claim: async (owner, destination, most, lease, held = []) => {
      const now = await store.now();
      return store.write(async (sql) => {
        const rows = await claimed(sql, { owner, destination, most, now, lease, held });
        const contents = await contentsOf(
          sql,
          packer,
          rows.map(({ outcome }) => outcome),
        );
        return rows
          .map(({ number, event, attempt, form, outcome, ...row }) => ({
            ...{ number, destination, event, attempt, form },
            receiver: row.receiver ?? undefined,
            correlation: row.correlation ?? undefined,
            content: contents.get(outcome) ?? '',
            createdAt: row.created_at,
          }))
          .sort((one, other) => one.number - other.number);
      });
    },
    end: async (owner, leased, ended) => {
      const now = await store.now();
      return store.write(async (sql) => {
        const ours = await end(sql, owner, leased, ended, now);
        // A try that comes again is told of by its last one.
        if (ours && ended.state !== 'pending') await noteDelivery(sql, keys, leased, ended, now);
        return ours;
      });
    },
    tries: ({ number }, code) =>
      store.read(async (sql) => {
        const row = await first<{ count: number }>(
          sql,
          // A message that was delivered, and that nobody has acknowledged, is sent again: that try did not fail.
          `SELECT count(*) AS count FROM attempt WHERE outbox = ? AND code ${code === undefined ? '<>' : '='} ?
           AND attempt > coalesce((SELECT max(attempt) FROM attempt WHERE outbox = ? AND code = ?), 0)`,
          [number, code ?? 'delivered', number, retriedMark],
        );
        return Number(row?.count ?? 0);
      }),
    renew: async (owner, held, lease) => {
      if (held.length === 0) return [];
      const now = await store.now();
      const rows = await store.write((sql) =>
        sql.all<{ number: number }>(
          `UPDATE outbox SET lease_until = ? WHERE lease_owner = ? AND state = 'pending'
           AND number IN (${held.map(() => '?').join(', ')}) RETURNING number`,
          [now + lease, owner, ...held.map(({ number }) => number)],
        ),
      );
      return rows.map(({ number }) => number);
    },
    response: ({ number }) =>
      store.read(async (sql) => {
        const row = await first<{ id: string; version: number }>(
          sql,
          `SELECT response.id, outcome.version FROM outbox JOIN outcome ON outcome.number = outbox.outcome
           JOIN response ON response.number = outbox.response WHERE outbox.number = ?`,
          [number],
        );
        return row && readResponse(sql, packer, row.id, row.version, seesResponse(everything));
      }),
    release: async (owner) => {
      await store.write((sql) =>
        sql.all(
          // Whatever has ended has no owner; saying so leaves the million delivered ones aside.
          "UPDATE outbox SET lease_owner = NULL, lease_until = NULL WHERE lease_owner = ? AND state = 'pending'",
          [owner],
        ),
      );
    },
  };
}

interface Claim {
  readonly owner: string;
  readonly destination: string;
  readonly most: number;
  readonly now: number;
  readonly lease: number;
  readonly held: readonly number[];
}

/**
 * Takes deliveries in one statement. An older unfinished one of the same citizen and destination holds back the later
 * ones, whoever has it; with the lock on the citizen that is taken before a number is drawn, no older one can appear
 * afterwards. One that is tried again waits for a later one that is on its way. Chosen first and as a whole
 * (MATERIALIZED): as a plain subquery PostgreSQL may run it once a row, and lock more rows than were asked for.
 */
function claimed(sql: Sql, { owner, destination, most, now, lease, held }: Claim): Promise<readonly LeasedRow[]> {
  const others = held.length === 0 ? '' : `AND candidate.number NOT IN (${held.map(() => '?').join(', ')})`;
  const moments = [now, now + longest];
  return sql.all<LeasedRow>(
    `WITH chosen AS MATERIALIZED (
       SELECT candidate.number FROM outbox AS candidate
       WHERE candidate.destination = ? AND candidate.state = 'pending'
         AND (candidate.next_at <= ? OR candidate.next_at > ?)
         AND (candidate.lease_until IS NULL OR candidate.lease_until <= ? OR candidate.lease_until > ?)
         AND NOT EXISTS (
           SELECT 1 FROM outbox AS older
           WHERE older.destination = candidate.destination AND older.citizen = candidate.citizen
             AND older.state = 'pending' AND older.number < candidate.number
         )
         AND NOT EXISTS (
           SELECT 1 FROM outbox AS later
           WHERE later.destination = candidate.destination AND later.citizen = candidate.citizen
             AND later.state = 'pending' AND later.number > candidate.number
             AND later.lease_until > ? AND later.lease_until <= ?
         ) ${others}
       ORDER BY candidate.number LIMIT ?${sql.dialect.skipLocked}
     )
     UPDATE outbox SET lease_owner = ?, lease_until = ?, attempt = attempt + 1
     WHERE number IN (SELECT number FROM chosen)
     RETURNING number, event, attempt, correlation, outcome, form, receiver, created_at`,
    [destination, ...moments, ...moments, ...moments, ...held, most, owner, now + lease],
  );
}

async function contentsOf(
  sql: Sql,
  { unpack }: Packer,
  outcomes: readonly number[],
): Promise<ReadonlyMap<number, string>> {
  if (outcomes.length === 0) return new Map();
  const rows = await sql.all<{ number: number; bundle: Uint8Array; dictionary: number }>(
    `SELECT number, bundle, dictionary FROM outcome WHERE number IN (${outcomes.map(() => '?').join(', ')})`,
    outcomes,
  );
  return new Map(rows.map(({ number, bundle, dictionary }) => [number, unpack(bundle, dictionary)]));
}

/** Fenced by owner and attempt: a worker that was away for longer than its lease changes nothing any more. */
async function end(sql: Sql, owner: string, leased: Leased, ended: Ended, now: number): Promise<boolean> {
  const { number, attempt } = leased;
  const { state, code, nextAt, startedAt } = ended;
  const rows = await sql.all(
    `UPDATE outbox SET state = ?, last_code = ?, next_at = ?, ended_at = ?, lease_owner = NULL, lease_until = NULL
     WHERE number = ? AND lease_owner = ? AND attempt = ? AND state = 'pending' RETURNING number`,
    [state, code, nextAt, state === 'pending' ? null : now, number, owner, attempt],
  );
  if (rows.length === 0) return false;
  await addTry(sql, number, { attempt, code, startedAt }, now);
  return true;
}
