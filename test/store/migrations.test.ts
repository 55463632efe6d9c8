import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Client } from 'pg';
import { describe, expect, test } from 'vitest';
import type { StoreAddress } from '../../src/config/store-address.ts';
import { migrate } from '../../src/store/migrate.ts';
import { migrations } from '../../src/store/migrations/index.ts';
import { openStore } from '../../src/store/open.ts';
import { statementsOn as postgresStatements } from '../../src/store/postgres/statements.ts';
import { statementsOn as sqliteStatements } from '../../src/store/sqlite/statements.ts';
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
  const triggers = await query(
    address.url,
    `SELECT event_object_table || ' ' || trigger_name || ': ' || action_timing || ' ' || event_manipulation || ' ' || action_statement AS line
     FROM information_schema.triggers ORDER BY event_object_table, trigger_name, event_manipulation`,
  );
  return [...columns, ...indexes, ...triggers].map(({ line }) => String(line));
}

describe.each(all)('the schema on $name', (database) => {
  // A change of the schema is a new migration: this file then shows what it changed.
  test('is as it is written down', async () => {
    await expect(`${(await schemaOf(database)).join('\n')}\n`).toMatchFileSnapshot(`schema.${database.name}.txt`);
  });
});

/** What a store of an earlier schema may hold. */
const response = `INSERT INTO response (id, identity, identified, citizen, named_system, named_value, variant, questionnaire,
  questionnaire_version, status, version, created_at, updated_at)
  VALUES ('r', 's|v', 1, 1, 's', 'n', 'somatik', 'q', '1', 'completed', 1, 1, 1)`;
const filled = [
  ['INSERT INTO citizen (since) VALUES (1)', "INSERT INTO citizen_number VALUES ('s', 'n', 1)", response],
  [
    "INSERT INTO outcome (response, version, cause, bundle, dictionary, at) VALUES (1, 1, 'received', '', 1, 1)",
    `INSERT INTO outbox (destination, citizen, response, outcome, event, state, attempt, next_at, created_at)
     VALUES ('fhir', 1, 1, 1, 'new', 'pending', 0, 1, 1)`,
  ],
] as const;

/** Makes a store as an earlier version of the program left it. */
async function makeEarlier(address: StoreAddress, version: number): Promise<void> {
  const statements = filled.slice(0, version).flat();
  if (address.kind === 'sqlite') {
    mkdirSync(dirname(address.file), { recursive: true });
    const file = new DatabaseSync(address.file);
    await migrate(sqliteStatements(file), (work) => work(), version);
    for (const statement of statements) file.exec(statement.replace("'received', ''", "'received', x''"));
    file.close();
    return;
  }
  const client = new Client({ connectionString: address.url });
  await client.connect();
  await migrate(postgresStatements(client), (work) => work(), version);
  for (const statement of statements) await client.query(statement);
  await client.end();
}

describe.each(all)('a filled store on $name', (database) => {
  test.each([...migrations.keys()].slice(1))('of schema %i keeps what is in it', async (version) => {
    const address = await database.address();
    await makeEarlier(address, version);
    const store = await database.open(address);
    const rows = (text: string) => store.read((sql) => sql.all(text));
    expect(await rows('SELECT value, citizen FROM citizen_number')).toEqual([{ value: 'n', citizen: 1 }]);
    expect(await rows('SELECT id, origin, letter FROM response')).toEqual([
      { id: 'r', origin: 'response', letter: null },
    ]);
    expect(await rows('SELECT state FROM outbox')).toEqual(version < 2 ? [] : [{ state: 'pending' }]);
    expect(await rows('SELECT number FROM letter')).toEqual([]);
  });
});

describe('a migration', () => {
  const versions = [...migrations.keys()];
  test.each(versions)('goes from schema %i to the newest, and gives the same as a new store', async (version) => {
    const dump = async (steps: readonly (number | undefined)[]) => {
      const file = new DatabaseSync(':memory:');
      const sql = sqliteStatements(file);
      for (const step of steps) await migrate(sql, (work) => work(), step);
      return file.prepare('SELECT name, sql FROM sqlite_schema ORDER BY name').all();
    };
    expect(await dump([version, undefined])).toEqual(await dump([undefined]));
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
