import { DatabaseSync } from 'node:sqlite';

/** The distance of the numbers of one copy from those of the next. */
const step = 100_000;

/** How the columns of a table change in a copy; the others stay. `by` is the copy, counted from 1. */
const tables: readonly (readonly [table: string, changed: Readonly<Record<string, string>>])[] = [
  ['citizen', { number: `number + by * ${step}` }],
  ['citizen_number', { value: "printf('%010d', value + by * 31)", citizen: `citizen + by * ${step}` }],
  [
    'response',
    {
      number: `number + by * ${step}`,
      id: "printf('%08x', by) || substr(id, 9)",
      identity: "identity || ' ' || by",
      identifier_value: "identifier_value || '-' || by",
      citizen: `citizen + by * ${step}`,
      superseded_by: `superseded_by + by * ${step}`,
      authored_from: 'authored_from + by * 60000',
      authored_to: 'authored_to + by * 60000',
      updated_at: 'updated_at + by * 1000',
    },
  ],
  ['version', { response: `response + by * ${step}` }],
  ['outcome', { number: `number + by * ${step}`, response: `response + by * ${step}` }],
  [
    'resource',
    {
      id: "printf('%08x', by) || substr(id, 9)",
      response: `response + by * ${step}`,
      outcome: `outcome + by * ${step}`,
      date_from: 'date_from + by * 60000',
      date_to: 'date_to + by * 60000',
      at: 'at + by * 1000',
    },
  ],
  [
    'outbox',
    {
      number: `number + by * ${step}`,
      citizen: `citizen + by * ${step}`,
      response: `response + by * ${step}`,
      outcome: `outcome + by * ${step}`,
      state: "CASE by WHEN ? THEN state ELSE 'delivered' END",
    },
  ],
  // No chain any more, which nothing here looks at.
  ['audit', { number: `number + by * ${step}` }],
  ['audit_citizen', { pseudonym: "printf('%08x', by) || substr(pseudonym, 9)", number: `number + by * ${step}` }],
];

/**
 * Copies all that is in a store `times` over, under other numbers; the deliveries of the last copy alone are still to
 * be made. The indexes are made anew at the end: kept up row by row they take several times as long.
 */
export function multiply(file: string, times: number): void {
  const database = new DatabaseSync(file);
  database.exec(
    'PRAGMA journal_mode = DELETE; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -400000; PRAGMA threads = 2',
  );
  const indexes = database
    .prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL")
    .all();
  for (const { name } of indexes) database.exec(`DROP INDEX ${name}`);
  database.exec('BEGIN');
  for (const [table, changed] of tables) {
    database.exec(`CREATE TEMP TABLE model AS SELECT * FROM ${table}`);
    const names = database
      .prepare(`SELECT name FROM pragma_table_info('${table}')`)
      .all()
      .map(({ name }) => String(name));
    const values = names.map((name) => changed[name] ?? name);
    database
      .prepare(
        `WITH RECURSIVE copy (by) AS (SELECT 1 UNION ALL SELECT by + 1 FROM copy WHERE by < ?)
         INSERT INTO ${table} (${names.join(', ')}) SELECT ${values.join(', ')} FROM copy CROSS JOIN temp.model`,
      )
      .run(times, ...(table === 'outbox' ? [times] : []));
    database.exec('DROP TABLE temp.model');
  }
  database.exec(`UPDATE outbox SET state = 'delivered' WHERE number < ${step}`);
  for (const { sql } of indexes) database.exec(String(sql));
  database.exec('COMMIT; PRAGMA journal_mode = WAL');
  database.close();
}
