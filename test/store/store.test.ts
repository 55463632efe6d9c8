import { copyFileSync, statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { readStoreAddress } from '../../src/config/store-address.ts';
import { defaultLimits } from '../../src/http/limits.ts';
import { Refusal } from '../../src/outcome/problem.ts';
import { openStore } from '../../src/store/open.ts';
import { openPostgres, servicePatience } from '../../src/store/postgres/open.ts';
import { places, type Sql } from '../../src/store/sql.ts';
import { databases } from './databases.ts';
import { refusedWith } from './refused.ts';

const all = databases();
const put = (sql: Sql, name: string, value: string) =>
  sql.all('INSERT INTO setting (name, value) VALUES (?, ?)', [name, value]);
const names = (sql: Sql) => sql.all<{ name: string }>("SELECT name FROM setting WHERE name LIKE 'test%' ORDER BY name");

describe.each(all)('a store on $name', (database) => {
  test('has what was written when the write is answered, also for another connection', async () => {
    const store = await database.open();
    await store.write((sql) => put(sql, 'test-a', 'x'));
    expect(await store.read(names)).toEqual([{ name: 'test-a' }]);
  });

  test('a look at its tables that cannot be had fails for nobody', async () => {
    const store = await openStore(await database.address(), { alone: false });
    await store.close();
    await expect(store.lookAnew(10_000)).resolves.toBeUndefined();
  });

  test('takes back all of a write that fails, and nothing of the others at the same moment', async () => {
    const store = await database.open();
    const results = await Promise.allSettled([
      store.write((sql) => put(sql, 'test-1', 'x')),
      store.write(async (sql) => {
        await put(sql, 'test-2', 'x');
        throw new Refusal([{ code: 'response-differs' }]);
      }),
      store.write((sql) => put(sql, 'test-3', 'x')),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(await store.read(names)).toEqual([{ name: 'test-1' }, { name: 'test-3' }]);
  });

  test.skipIf(database.name === 'sqlite')(
    'gives up a transaction, whatever number of statements it has, before the door would answer for it',
    async () => {
      const address = await database.address();
      if (address.kind !== 'postgres') throw new Error('a file has no connections');
      const store = await openPostgres(address.url, { alone: true, service: { ...servicePatience, transaction: 100 } });
      const endless = async (sql: Sql): Promise<never> => {
        for (;;) await sql.all('SELECT pg_sleep(0.02)');
      };
      expect(await refusedWith(store.write(endless))).toEqual(['store-unavailable']);
      expect(await refusedWith(store.read(endless))).toEqual(['store-unavailable']);
      const hung = store.write(async (sql) => {
        await put(sql, 'test-hung', 'x');
        await sql.all('SELECT pg_sleep(3600)');
      });
      expect(await refusedWith(hung)).toEqual(['store-unavailable']);
      expect(await store.now()).toBeGreaterThan(0);
      await store.close();
      const { connect, clock, transaction } = servicePatience;
      expect(connect).toBeLessThanOrEqual(clock);
      expect(clock + transaction).toBeLessThan(defaultLimits.answerTime);
      const again = await database.open(address);
      expect(await again.read(names)).toEqual([]);
    },
  );

  test('takes back a write whose statement fails, and goes on', async () => {
    const store = await database.open();
    await store.write((sql) => put(sql, 'test-a', 'x'));
    const again = store.write(async (sql) => {
      await put(sql, 'test-b', 'x');
      await put(sql, 'test-a', 'x');
    });
    await expect(again).rejects.toThrow(/unique/i);
    await store.write((sql) => put(sql, 'test-c', 'x'));
    expect(await store.read(names)).toEqual([{ name: 'test-a' }, { name: 'test-c' }]);
  });

  test('keeps bytes, text, numbers beyond 32 bits and nothing as they are', async () => {
    const store = await database.open();
    const { bytes, whole, strict } = await store.read(async (sql) => sql.dialect);
    await store.write((sql) => sql.all(`CREATE TABLE kept (a ${bytes}, b TEXT, c ${whole}, d TEXT)${strict}`));
    const values = [Uint8Array.of(0, 255, 10), 'Ærø 😀', 1_795_000_000_000, null];
    await store.write((sql) => sql.all('INSERT INTO kept VALUES (?, ?, ?, ?)', values));
    const [row] = await store.read((sql) => sql.all('SELECT * FROM kept'));
    expect([Buffer.from(row?.a as Uint8Array).toString('hex'), row?.b, row?.c, row?.d]).toEqual([
      '00ff0a',
      'Ærø 😀',
      1_795_000_000_000,
      null,
    ]);
  });

  test('cannot be written by a read', async () => {
    const store = await database.open();
    await expect(store.read((sql) => put(sql, 'test-a', 'x'))).rejects.toThrow();
    expect(await store.read(names)).toEqual([]);
  });

  test('opens again with what was in it', async () => {
    const address = await database.address();
    const first = await database.open(address);
    await first.write((sql) => put(sql, 'test-a', 'x'));
    await first.close();
    const second = await database.open(address);
    expect(await second.read(names)).toEqual([{ name: 'test-a' }]);
  });

  test('of a newer version than the program is refused', async () => {
    const address = await database.address();
    const store = await database.open(address);
    await store.write((sql) => sql.all("UPDATE setting SET value = '999' WHERE name = 'schema'"));
    await store.close();
    expect(await refusedWith(openStore(address, { alone: true }))).toEqual(['store-newer']);
  });

  test('counts its commits and the writes in them', async () => {
    const store = await database.open();
    const before = { ...store.commits };
    await Promise.all(Array.from({ length: 20 }, (_, index) => store.write((sql) => put(sql, `test-${index}`, 'x'))));
    expect(store.commits.writes - before.writes).toBe(20);
  });
});

describe('SQLite', () => {
  const [database] = all;
  if (database === undefined) throw new Error('there is always SQLite');

  test('writes what arrives together in one commit', async () => {
    const store = await database.open();
    const { count } = store.commits;
    await Promise.all(Array.from({ length: 50 }, (_, index) => store.write((sql) => put(sql, `test-${index}`, 'x'))));
    expect(store.commits.count - count).toBe(1);
    expect(await store.read(names)).toHaveLength(50);
  });

  test.each([
    ['wrote nothing, and is not written again', false, 1],
    ['had written, and is written again without that', true, 2],
  ])('writes a group in which one is refused that %s', async (_, writes, times) => {
    const store = await database.open();
    let runs = 0;
    const other = store.write(async (sql) => {
      runs += 1;
      await put(sql, 'test-1', 'x');
    });
    const refused = store.write(async (sql) => {
      if (writes) await put(sql, 'test-2', 'x');
      throw new Refusal([{ code: 'response-differs' }]);
    });
    await expect(refused).rejects.toMatchObject({ problems: [{ code: 'response-differs' }] });
    await other;
    expect(runs).toBe(times);
    expect(await store.read(names)).toEqual([{ name: 'test-1' }]);
  });

  test('flushes every commit to the disk, at the second open too', async () => {
    const address = await database.address();
    for (const _ of [1, 2]) {
      const store = await database.open(address);
      const [row] = await store.write((sql) => sql.all<{ synchronous: number }>('PRAGMA synchronous'));
      expect(row?.synchronous).toBe(2);
      await store.close();
    }
  });

  test('refuses a second service on its file, and lets a command in', async () => {
    const address = await database.address();
    const store = await database.open(address);
    expect(await refusedWith(openStore(address, { alone: true }))).toEqual(['store-in-use']);
    const command = await openStore(address, { alone: false });
    await command.write((sql) => put(sql, 'test-command', 'x'));
    await command.close();
    expect(await store.read(names)).toEqual([{ name: 'test-command' }]);
    await store.close();
    await (await openStore(address, { alone: true })).close();
  });

  test('refuses a file that was copied while a service wrote to it, and takes one that was copied afterwards', async () => {
    const address = await database.address();
    const copies = [await database.address(), await database.address()];
    if (address.kind !== 'sqlite') throw new Error('not SQLite');
    const store = await database.open(address);
    for (const copy of copies) {
      if (copy.kind !== 'sqlite') throw new Error('not SQLite');
      const made = await openStore(copy, { alone: true });
      await made.close();
      copyFileSync(address.file, copy.file);
      expect(await refusedWith(openStore(copy, { alone: true }))).toEqual(['store-copied']);
    }
    await store.close();
    const [copy] = copies;
    if (copy?.kind !== 'sqlite') throw new Error('not SQLite');
    copyFileSync(address.file, copy.file);
    await (await openStore(copy, { alone: true })).close();
  });

  test('says that its disk is full, writes nothing by halves, and goes on when there is room', async () => {
    const address = await database.address();
    const store = await database.open(address);
    await store.write((sql) => sql.all('PRAGMA max_page_count = 60'));
    const fill = (size: number) =>
      store.write(async (sql) => {
        await put(sql, `test-${size}`, 'x');
        await put(sql, `test-${size}-b`, 'x'.repeat(size));
      });
    const results = await Promise.allSettled([fill(10), fill(3_000_000), fill(20)]);
    // The group is one commit: nobody of it is told that it was kept.
    expect(results.map((result) => result.status === 'rejected' && result.reason.message)).toEqual([
      'store-full',
      'store-full',
      'store-full',
    ]);
    expect(await store.read(names)).toEqual([]);
    await store.write((sql) => sql.all('PRAGMA max_page_count = 1000000'));
    await fill(30);
    expect(await store.read(names)).toHaveLength(2);
  });

  test('says the same where a statement of several rows finds the disk full, which ends no transaction', async () => {
    const store = await database.open();
    await store.write((sql) => sql.all('PRAGMA max_page_count = 60'));
    const rows = Array.from({ length: 300 }, (_, index) => [`test-${index}`, 'x'.repeat(2_000)]);
    const text = `INSERT INTO setting (name, value) VALUES ${places(rows.length, 2)}`;
    expect(await refusedWith(store.write((sql) => sql.all(text, rows.flat())))).toEqual(['store-full']);
    expect(await store.read(names)).toEqual([]);
  });

  test('is not readable for other users of the machine', async () => {
    const address = await database.address();
    if (address.kind !== 'sqlite') throw new Error('not SQLite');
    await database.open(address);
    expect(statSync(address.file).mode & 0o077).toBe(0);
  });

  test('is refused where the file is no database', async () => {
    const address = await database.address();
    if (address.kind !== 'sqlite') throw new Error('not SQLite');
    await (await openStore(address, { alone: true })).close();
    new DatabaseSync(`${address.file}.other`).close();
    copyFileSync('package.json', address.file);
    expect(await refusedWith(openStore(address, { alone: true }))).toEqual(['store-no-database']);
  });
});

test('PostgreSQL that is not there is refused with a sentence', async () => {
  const address = { kind: 'postgres', url: 'postgres://niveau@127.0.0.1:9/niveau' } as const;
  expect(await refusedWith(openStore(address, { alone: true }))).toEqual(['store-unavailable']);
});

test.each([
  ['none', undefined],
  ['sqlite:./data/niveau.db', { kind: 'sqlite', file: './data/niveau.db' }],
  ['postgres://a:b@host:5432/name', { kind: 'postgres', url: 'postgres://a:b@host:5432/name' }],
])('the address %s', (text, expected) => {
  expect(readStoreAddress(text)).toEqual(expected);
});

test.each(['niveau.db', 'sqlite:', 'sqlite://x', 'postgres://host', 'mysql://host/a', ''])(
  'the address %j is refused',
  async (text) => {
    expect(await refusedWith((async () => readStoreAddress(text))())).toEqual(['config-store']);
  },
);
