import type { ViewPage } from '../../outbox/desk.ts';
import type { Sql, Value } from '../sql.ts';
import { type DeskRow, withResponse } from './rows.ts';

/**
 * Of what is done with, so many numbers are looked at for one page: it has no index of its own, and a million of them
 * would hold up everybody else.
 */
const span = 20_000;

const meetsView: Readonly<Record<ViewPage['view'], string>> = {
  waiting: "outbox.state = 'pending'",
  // A try has ended, and not well: a first one that is under way has no code yet, and what was delivered and is sent
  // again has not failed.
  failing: "outbox.state = 'pending' AND outbox.last_code <> 'delivered'",
  dead: "outbox.state = 'dead'",
  delivered: "outbox.state = 'delivered'",
  skipped: "outbox.state = 'skipped'",
};

/** A page by key: whatever comes or goes meanwhile, nothing is shown twice or left out. */
export async function pageOf(
  sql: Sql,
  { view, destination, code, after, count }: ViewPage,
): Promise<{ readonly rows: readonly DeskRow[]; readonly next: number | undefined }> {
  const meets = [meetsView[view]];
  const values: Value[] = [];
  for (const [column, value] of [
    ['destination', destination],
    ['last_code', code],
  ] as const) {
    if (value === undefined) continue;
    meets.push(`outbox.${column} = ?`);
    values.push(value);
  }
  const toDo = view === 'waiting' || view === 'failing' || view === 'dead';
  if (toDo) {
    const rows = await sql.all<DeskRow>(
      `${withResponse} WHERE ${meets.join(' AND ')} AND outbox.number > ? ORDER BY outbox.number + 0 LIMIT ?`,
      [...values, after ?? 0, count + 1],
    );
    const shown = rows.slice(0, count);
    return { rows: shown, next: rows.length > count ? shown.at(-1)?.number : undefined };
  }
  const before = after ?? (await newest(sql)) + 1;
  const floor = Math.max(before - span, 1);
  const rows = await sql.all<DeskRow>(
    `${withResponse} WHERE ${meets.join(' AND ')} AND outbox.number < ? AND outbox.number >= ?
     ORDER BY outbox.number DESC LIMIT ?`,
    [...values, before, floor, count + 1],
  );
  const shown = rows.slice(0, count);
  if (rows.length > count) return { rows: shown, next: shown.at(-1)?.number };
  return { rows: shown, next: floor > 1 ? floor : undefined };
}

async function newest(sql: Sql): Promise<number> {
  const [row] = await sql.all<{ number: number | null }>('SELECT max(number) AS number FROM outbox');
  return row?.number ?? 0;
}
