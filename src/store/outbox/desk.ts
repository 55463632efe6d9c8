import type { Cause, Depth, Desk, ListedAttempt, ListedDelivery } from '../../outbox/desk.ts';
import type { AuditKeys } from '../audit/keys.ts';
import type { Row, Sql } from '../sql.ts';
import type { Store } from '../store.ts';
import { changing } from './change.ts';
import { hourCounts } from './hours.ts';
import { pageOf } from './page.ts';
import { citizenOf, type DeskRow, selected } from './rows.ts';

/** The outbox of a store, as operators see it; without keys nothing that is changed is written down. */
export function openDesk(store: Store, keys?: AuditKeys): Desk {
  const listed = async (find: (sql: Sql) => Promise<readonly DeskRow[]>) => {
    const now = await store.now();
    return (await store.read(find)).map((row) => toListed(row, now));
  };
  return {
    list: (selection) => listed((sql) => selected(sql, selection)),
    page: async (page) => {
      const now = await store.now();
      const { rows, next } = await store.read((sql) => pageOf(sql, page));
      return { deliveries: rows.map((row) => toListed(row, now)), next };
    },
    attempts: (number) => store.read((sql) => attemptsOf(sql, number)),
    open: async (number) => {
      const now = await store.now();
      return store.read(async (sql) => {
        const [row] = await selected(sql, { numbers: [number], limit: 1 });
        if (row === undefined) return undefined;
        return { delivery: toListed(row, now), attempts: await attemptsOf(sql, number), citizen: citizenOf(row) };
      });
    },
    change: changing(store, keys),
    depths: () => store.read(depths),
    causes: () => store.read(causes),
    hours: async (count) => {
      const now = await store.now();
      return store.read((sql) => hourCounts(sql, now, count));
    },
  };
}

function toListed(row: DeskRow, now: number): ListedDelivery {
  const { number, destination, route, form, event, state, attempt } = row;
  return {
    ...{ number, destination, route, form, event, state, attempt },
    receiver: row.receiver ?? undefined,
    code: isDue(row) ? undefined : (row.last_code ?? undefined),
    response: row.response_id,
    correlation: row.correlation ?? undefined,
    createdAt: row.created_at,
    nextAt: row.next_at,
    endedAt: row.ended_at ?? undefined,
    leased: row.lease_until !== null && row.lease_until > now,
  };
}

/** It was delivered, and is sent again since nobody has acknowledged it: nothing has failed. */
function isDue({ state, last_code: code }: DeskRow): boolean {
  return state === 'pending' && code === 'delivered';
}

async function attemptsOf(sql: Sql, number: number): Promise<readonly ListedAttempt[]> {
  const rows = await sql.all<{ attempt: number; code: string; started_at: number; ended_at: number }>(
    'SELECT attempt, code, started_at, ended_at FROM attempt WHERE outbox = ? ORDER BY attempt',
    [number],
  );
  return rows.map(({ attempt, code, started_at: startedAt, ended_at: endedAt }) => ({
    attempt,
    code,
    startedAt,
    endedAt,
  }));
}

/** Since when it is to be done: what was delivered and is sent again, since it came due. */
const since = "min(CASE WHEN state = 'pending' AND last_code = 'delivered' THEN next_at ELSE created_at END)";

/** A part for each state, which has an index of its own: the delivered ones, a million of them, are not looked at. */
async function depths(sql: Sql): Promise<readonly Depth[]> {
  const parts = (['dead', 'pending'] as const).map(
    (state) =>
      `SELECT destination, '${state}' AS state, count(*) AS count, ${since} AS oldest FROM outbox
       WHERE state = '${state}' GROUP BY destination`,
  );
  return sql.all<Row & Depth>(`${parts.join(' UNION ALL ')} ORDER BY destination, state`);
}

/** What it last failed with. */
const failed = "CASE WHEN state = 'pending' AND last_code = 'delivered' THEN NULL ELSE last_code END";

async function causes(sql: Sql): Promise<readonly Cause[]> {
  const parts = (['dead', 'pending'] as const).map(
    (state) =>
      `SELECT destination, '${state}' AS state, ${failed} AS last_code, count(*) AS count, ${since} AS oldest FROM outbox
       WHERE state = '${state}' GROUP BY destination, ${failed}`,
  );
  const rows = await sql.all<Row & Depth & { last_code: string | null }>(
    `${parts.join(' UNION ALL ')} ORDER BY destination, state, count DESC`,
  );
  return rows.map(({ last_code: code, ...depth }) => ({ ...depth, code: code ?? undefined }));
}
