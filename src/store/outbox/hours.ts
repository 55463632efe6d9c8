import type { HourCount } from '../../outbox/desk.ts';
import { retriedMark } from '../../outbox/queue.ts';
import type { Sql } from '../sql.ts';

const hour = 3_600_000;

/** How the tries of the last hours ended, by the index of their ends. Hours are those of UTC. */
export async function hourCounts(sql: Sql, now: number, count: number): Promise<readonly HourCount[]> {
  const last = Math.floor(now / hour);
  const start = last - count + 1;
  const rows = await sql.all<{ hour: number; good: number; count: number }>(
    `SELECT ended_at / ${hour} AS hour, CASE code WHEN 'delivered' THEN 1 ELSE 0 END AS good, count(*) AS count
     FROM attempt WHERE ended_at >= ? AND code <> ?
     GROUP BY ended_at / ${hour}, CASE code WHEN 'delivered' THEN 1 ELSE 0 END`,
    [start * hour, retriedMark],
  );
  return Array.from({ length: count }, (_, index) => {
    const at = (good: number) => rows.find((row) => row.hour === start + index && row.good === good)?.count ?? 0;
    return { from: (start + index) * hour, delivered: at(1), failed: at(0) };
  });
}
