import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { type Dialect, places, type Row, type Sql, type Value } from '../sql.ts';

const sqliteDialect: Dialect = {
  name: 'sqlite',
  bytes: 'BLOB',
  whole: 'INTEGER',
  // AUTOINCREMENT never gives the number of a deleted row again.
  counting: 'INTEGER PRIMARY KEY AUTOINCREMENT',
  strict: ' STRICT',
  skipLocked: '',
};

/**
 * Statements on a connection; each text is prepared once. Promises that are settled already: nothing else runs in
 * between.
 */
export function statementsOn(database: DatabaseSync): Sql {
  const prepared = new Map<string, StatementSync>();
  const statement = (text: string) => {
    const known = prepared.get(text) ?? database.prepare(text);
    prepared.set(text, known);
    return known;
  };
  const sql: Sql = {
    dialect: sqliteDialect,
    all: async <Found extends Row>(text: string, values: readonly Value[] = []) =>
      statement(text).all(...values) as unknown as Found[],
    insert: async (into, rows) => {
      const [row] = rows;
      if (row === undefined) return;
      const one = statement(`INSERT INTO ${into} VALUES ${places(1, row.length)}`);
      for (const values of rows) one.run(...values);
    },
    lock: async () => {},
    last: (work, items) => work(sql, items),
  };
  return sql;
}
