import type { Changed, Depth, Desk, ListedDelivery, Selection } from '../../outbox/desk.ts';
import { first, type Row, type Sql, type Value } from '../sql.ts';
import type { Store } from '../store.ts';

interface DeskRow extends Row {
  number: number;
  destination: string;
  event: ListedDelivery['event'];
  state: ListedDelivery['state'];
  attempt: number;
  last_code: string | null;
  response_id: string;
  response: number;
  correlation: string | null;
  created_at: number;
  next_at: number;
  lease_until: number | null;
}

/** The outbox of a store, as operators see it. */
export function openDesk(store: Store): Desk {
  return {
    list: async (selection) => {
      const now = await store.now();
      const rows = await store.read((sql) => selected(sql, selection));
      return rows.map((row) => toListed(row, now));
    },
    attempts: (number) =>
      store.read(async (sql) => {
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
      }),
    change: async (selection, to, dry) => {
      const now = await store.now();
      if (dry) return store.read(async (sql) => changes(sql, await selected(sql, selection), to));
      return store.write(async (sql) => {
        const found = await changes(sql, await selected(sql, selection), to);
        for (const { number, result } of found) if (result !== 'overtaken') await change(sql, number, result, now);
        return found;
      });
    },
    depths: () => store.read(depths),
  };
}

function toListed(row: DeskRow, now: number): ListedDelivery {
  const { number, destination, event, state, attempt } = row;
  return {
    ...{ number, destination, event, state, attempt },
    code: row.last_code ?? undefined,
    response: row.response_id,
    correlation: row.correlation ?? undefined,
    createdAt: row.created_at,
    nextAt: row.next_at,
    leased: row.lease_until !== null && row.lease_until > now,
  };
}

/** In the text: for a value the indexes of what is pending or dead would not be used. */
const states: ReadonlyMap<string, string> = new Map(
  ['pending', 'delivered', 'dead', 'skipped'].map((state) => [state, `outbox.state = '${state}'`]),
);

async function selected(sql: Sql, { state, destination, numbers, limit }: Selection): Promise<readonly DeskRow[]> {
  const meets: string[] = ['1 = 1'];
  const values: Value[] = [];
  if (state !== undefined) {
    meets.push(states.get(state) ?? '1 = 0');
  }
  if (destination !== undefined) {
    meets.push('outbox.destination = ?');
    values.push(destination);
  }
  if (numbers !== undefined) {
    meets.push(`outbox.number IN (${numbers.map(() => '?').join(', ')})`);
    values.push(...numbers);
  }
  // Few are pending or dead: they are found by their own index, and put in order then.
  const few = state === 'pending' || state === 'dead';
  return sql.all<DeskRow>(
    `SELECT outbox.*, response.id AS response_id FROM outbox JOIN response ON response.number = outbox.response
     WHERE ${meets.join(' AND ')} ORDER BY outbox.number${few ? ' + 0' : ''} LIMIT ?`,
    [...values, limit],
  );
}

/**
 * A dead one may only be tried again while nothing later of its response has arrived there: it would write an older
 * version over it.
 */
async function changes(sql: Sql, rows: readonly DeskRow[], to: 'retried' | 'skipped'): Promise<readonly Changed[]> {
  const found: Changed[] = [];
  for (const { number, destination, response, state } of rows) {
    if (state !== 'dead' && !(to === 'skipped' && state === 'pending')) continue;
    const later = await first(
      sql,
      "SELECT number FROM outbox WHERE response = ? AND destination = ? AND number > ? AND state = 'delivered' LIMIT 1",
      [response, destination, number],
    );
    found.push({ number, result: to === 'retried' && later !== undefined ? 'overtaken' : to });
  }
  return found;
}

async function change(sql: Sql, number: number, to: 'retried' | 'skipped', now: number): Promise<void> {
  const [state, ended] = to === 'retried' ? (['pending', null] as const) : (['skipped', now] as const);
  await sql.all(
    `UPDATE outbox SET state = ?, next_at = ?, ended_at = ?, lease_owner = NULL, lease_until = NULL
     WHERE number = ? AND (lease_until IS NULL OR lease_until <= ?)`,
    [state, now, ended, number, now],
  );
}

/** A part for each state, which has an index of its own: the delivered ones, a million of them, are not looked at. */
async function depths(sql: Sql): Promise<readonly Depth[]> {
  const parts = (['dead', 'pending'] as const).map(
    (state) =>
      `SELECT destination, '${state}' AS state, count(*) AS count, min(created_at) AS oldest FROM outbox
       WHERE state = '${state}' GROUP BY destination`,
  );
  return sql.all<Row & Depth>(`${parts.join(' UNION ALL ')} ORDER BY destination, state`);
}
