import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { migrate } from '../../src/store/migrate.ts';
import { migrations } from '../../src/store/migrations/index.ts';
import { openStore } from '../../src/store/open.ts';
import { statementsOn } from '../../src/store/sqlite/statements.ts';
import { newArchive } from './archives.ts';
import { databases } from './databases.ts';
import { query } from './postgres.ts';

const all = databases();

/** The schema as each database tells it. */
async function schemaOf(database: (typeof all)[number]): Promise<readonly string[]> {
  const address = await database.address();
  await (await openStore(address, { alone: true })).close();
  if (address.kind === 'sqlite') {
    const file = new DatabaseSync(address.file, { readOnly: true });
    const rows = file
      .prepare("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY name")
      .all();
    file.close();
    return rows.map(({ sql }) => String(sql).replace(/\s+/g, ' '));
  }
  const columns = await query(
    address.url,
    `SELECT table_name || '.' || column_name || ' ' || data_type || CASE is_nullable WHEN 'NO' THEN ' NOT NULL' ELSE '' END AS line
     FROM information_schema.columns WHERE table_schema = 'public' ORDER BY table_name, ordinal_position`,
  );
  const indexes = await query(
    address.url,
    "SELECT indexdef AS line FROM pg_indexes WHERE schemaname = 'public' ORDER BY indexname",
  );
  return [...columns, ...indexes].map(({ line }) => String(line));
}

describe.each(all)('the schema on $name', (database) => {
  // A change of the schema is a new migration: this file then shows what it changed.
  test('is as it is written down', async () => {
    await expect(`${(await schemaOf(database)).join('\n')}\n`).toMatchFileSnapshot(`schema.${database.name}.txt`);
  });
});

describe('a migration', () => {
  const versions = [...migrations.keys()];
  test.each(versions)('goes from schema %i to the newest, and gives the same as a new store', async (version) => {
    const dump = async (steps: readonly (number | undefined)[]) => {
      const file = new DatabaseSync(':memory:');
      const sql = statementsOn(file);
      for (const step of steps) await migrate(sql, (work) => work(), step);
      return file.prepare('SELECT name, sql FROM sqlite_schema ORDER BY name').all();
    };
    expect(await dump([version, undefined])).toEqual(await dump([undefined]));
  });

  test('leaves what is in a filled store', async () => {
    const [database] = all;
    const address = await database?.address();
    if (database === undefined || address?.kind !== 'sqlite') throw new Error('there is always SQLite');
    await (await openStore(address, { alone: true })).close();
    const file = new DatabaseSync(address.file);
    // As the first schema had it.
    file.exec("DROP TABLE attempt; DROP TABLE outbox; UPDATE setting SET value = '1' WHERE name = 'schema'");
    file.exec("INSERT INTO citizen (since) VALUES (1); INSERT INTO citizen_number VALUES ('s', 'n', 1)");
    file.close();
    const store = await database.open(address);
    expect(await store.read((sql) => sql.all('SELECT citizen FROM citizen_number'))).toEqual([{ citizen: 1 }]);
    expect(await store.read((sql) => sql.all('SELECT number FROM outbox'))).toEqual([]);
  });

  test('is done once, also by two that begin at one moment', async () => {
    for (const database of all) {
      const address = await database.address();
      if (address.kind === 'sqlite') continue;
      const stores = await Promise.all([1, 2, 3].map(() => openStore(address, { alone: true })));
      await Promise.all(stores.map((store) => store.close()));
    }
    const [database] = all;
    if (database !== undefined) await newArchive(database);
  });
});
