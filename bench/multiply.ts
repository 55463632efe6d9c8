import { DatabaseSync } from 'node:sqlite';

/**
 * How the columns of a table change in a copy; the others stay. `:by` is the copy, counted from 1, `:step` the distance
 * of its numbers.
 */
const tables: readonly (readonly [table: string, changed: Readonly<Record<string, string>>])[] = [
  ['citizen', { number: 'number + :by * :step' }],
  ['citizen_number', { value: "printf('%010d', value + :by * 31)", citizen: 'citizen + :by * :step' }],
  [
    'response',
    {
      number: 'number + :by * :step',
      id: "printf('%08x', :by) || substr(id, 9)",
      identity: "identity || ' ' || :by",
      identifier_value: "identifier_value || '-' || :by",
      citizen: 'citizen + :by * :step',
      superseded_by: 'superseded_by + :by * :step',
      authored_from: 'authored_from + :by * 60000',
      authored_to: 'authored_to + :by * 60000',
      updated_at: 'updated_at + :by * 1000',
    },
  ],
  ['version', { response: 'response + :by * :step' }],
  ['outcome', { number: 'number + :by * :step', response: 'response + :by * :step' }],
  [
    'resource',
    {
      id: "printf('%08x', :by) || substr(id, 9)",
      response: 'response + :by * :step',
      outcome: 'outcome + :by * :step',
      date_from: 'date_from + :by * 60000',
      date_to: 'date_to + :by * 60000',
      at: 'at + :by * 1000',
    },
  ],
  [
    'outbox',
    {
      number: 'number + :by * :step',
      citizen: 'citizen + :by * :step',
      response: 'response + :by * :step',
      outcome: 'outcome + :by * :step',
      state: "CASE :last WHEN 1 THEN state ELSE 'delivered' END",
    },
  ],
];

/**
 * Copies all that is in a store `times` over, under other numbers; the deliveries of the last copy alone are still to
 * be made.
 */
export function multiply(file: string, times: number): void {
  const database = new DatabaseSync(file);
  database.exec('PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -400000');
  const step = 100_000;
  const copies = tables.map(([table, changed]) => {
    const names = database
      .prepare(`SELECT name FROM pragma_table_info('${table}')`)
      .all()
      .map(({ name }) => String(name));
    const values = names.map((name) => changed[name] ?? name);
    const key =
      'number' in changed ? 'number' : { citizen_number: 'citizen', version: 'response', resource: 'outcome' }[table];
    const copy = database.prepare(
      `INSERT INTO ${table} (${names.join(', ')}) SELECT ${values.join(', ')} FROM ${table} WHERE ${key} < :step`,
    );
    copy.setAllowUnknownNamedParameters(true);
    return copy;
  });
  database.exec('BEGIN');
  for (let by = 1; by <= times; by += 1) {
    for (const copy of copies) copy.run({ by, step, last: by === times ? 1 : 0 });
  }
  database.exec(`UPDATE outbox SET state = 'delivered' WHERE number < ${step}`);
  database.exec('COMMIT; PRAGMA journal_mode = WAL');
  database.close();
}
