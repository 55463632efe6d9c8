import { caredFor, type LetterCount, type LetterDesk, type OverdueLetter } from '../../work/letters/desk.ts';
import type { Direction, LetterState } from '../../work/letters/records.ts';
import { reasonOf } from '../records/letters.ts';
import type { Row, Value } from '../sql.ts';
import type { Store } from '../store.ts';

interface ListedRow extends Row {
  id: string;
  direction: Direction;
  state: LetterState;
  type: string;
  reason_code: string | null;
  reason_text: string | null;
  created_at: number;
  due_at: number | null;
}

/** The letters of a store, as operators see them. */
export function openLetterDesk(store: Store): LetterDesk {
  return {
    list: async ({ states, direction, limit }) => {
      const meets = ['1 = 1'];
      const values: Value[] = [];
      if (states !== undefined) {
        meets.push(`state IN (${states.map(() => '?').join(', ')})`);
        values.push(...states);
      }
      if (direction !== undefined) {
        meets.push('direction = ?');
        values.push(direction);
      }
      const rows = await store.read((sql) =>
        sql.all<ListedRow>(
          `SELECT id, direction, state, type, reason_code, reason_text, created_at, due_at FROM letter
           WHERE ${meets.join(' AND ')} ORDER BY number LIMIT ?`,
          [...values, limit],
        ),
      );
      return rows.map(({ id, direction: way, state, type, ...row }) => ({
        ...{ id, direction: way, state, type },
        reason: reasonOf(row),
        createdAt: row.created_at,
        dueAt: row.due_at ?? undefined,
      }));
    },
    counts: () =>
      store.read((sql) =>
        sql.all<Row & LetterCount>(
          `SELECT state, count(*) AS count, min(created_at) AS oldest FROM letter
           WHERE state IN (${caredFor.map(() => '?').join(', ')}) GROUP BY state ORDER BY state`,
          [...caredFor],
        ),
      ),
    sweep: async () => {
      const now = await store.now();
      const rows = await store.write((sql) =>
        sql.all<{ id: string; state: OverdueLetter['state']; correlation: string | null }>(
          `UPDATE letter SET due_at = NULL, updated_at = ?,
             state = CASE state WHEN 'waiting' THEN 'partner-missing' ELSE 'receipt-overdue' END
           WHERE due_at <= ? AND state IN ('waiting', 'receipt-awaited') RETURNING id, state, correlation`,
          [now, now],
        ),
      );
      return rows.map(({ id, state, correlation }) => ({ id, state, correlation: correlation ?? undefined }));
    },
  };
}
