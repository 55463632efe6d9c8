import type { Patient } from 'fhir/r4.js';
import { describe, expect, test } from 'vitest';
import { Refusal } from '../../src/outcome/problem.ts';
import { throwawayKeys } from '../../src/store/audit/keys.ts';
import { verifyAudit } from '../../src/store/audit/verify.ts';
import type { Row, Sql } from '../../src/store/sql.ts';
import type { Archive, WriteWay } from '../../src/work/keep/archive.ts';
import { archiveIn, citizens, identifier, keep, response } from './archives.ts';
import { type Database, databases } from './databases.ts';
import { refusedWith } from './refused.ts';

const all = databases();
const [sqlite = missing()] = all;
/** The service's writes to PostgreSQL go each on its own. */
const asCommand = { alone: false };

const put = (sql: Sql, name: string) => sql.all('INSERT INTO setting (name, value) VALUES (?, ?)', [name, 'x']);
const names = async (sql: Sql) =>
  (await sql.all<{ name: string }>("SELECT name FROM setting WHERE name LIKE 'test%' ORDER BY name")).map(
    ({ name }) => name,
  );

const first = response({ identifier: identifier('first') });
const other = response({ identifier: identifier('other'), subject: { identifier: citizens.other } });
const third = response({ identifier: identifier('third'), subject: { identifier: citizens.replacement } });
const later = response({ identifier: identifier('later'), authored: '2026-03-01T10:00:00+01:00' });
const patient: Patient = { resourceType: 'Patient', id: 'p', identifier: [citizens.replacement, citizens.other] };
const differing = { ...first, authored: '2026-02-01T10:00:00+01:00' };
const joined = response({
  identifier: identifier('joined'),
  authored: '2026-03-02T10:00:00+01:00',
  contained: [patient],
  subject: { reference: '#p' },
});

describe.each(all)('on $name', (database) => {
  /** Numbers are given in the order of the steps: of what is kept beside another, the citizen's first one first. */
  test.each([
    ['of different citizens', [first, other, third], 3],
    ['of one citizen: the newer one takes the place of the older one', [first, other, later], 3],
    ['that are the same', [first, other, first, first], 2],
    ['of which one says otherwise what another says', [first, other, differing], 2],
    ['of two citizens who turn out to be one', [other, third, first, joined], 4],
  ])('creates at one moment %s are kept as one after the other', async (_, bodies, count) => {
    const inTurn = await kept(database, async (archive) => {
      for (const body of bodies) await keep(archive, body).catch(refusal);
    });
    const atOnce = await kept(database, async (archive) => {
      await Promise.all(bodies.map((body) => keep(archive, body).catch(refusal)));
    });
    expect(atOnce.rows).toEqual(inTurn.rows);
    expect(atOnce.rows.response).toHaveLength(count);
    expect(atOnce.faults).toEqual([]);
    // On PostgreSQL each that goes after another one has a commit of its own.
    if (database.name === 'sqlite') expect(atOnce.commits).toBe(1);
  });

  test('writes beside each other go step by step, and one whose lock another holds goes after it', async () => {
    const store = await database.open(undefined, asCommand);
    const steps: string[] = [];
    const write = (name: string, key: string) =>
      store.write(async (sql) => {
        await sql.lock('number', [key]);
        const before = await names(sql);
        steps.push(`${name} finds ${before.join(' ') || 'nothing'}`);
        await put(sql, `test-${name}`);
        steps.push(`${name} has written`);
      }, 'beside');
    await Promise.all([write('a', '1'), write('b', '2'), write('c', '1')]);
    expect(steps).toEqual([
      'a finds nothing',
      'b finds nothing',
      'a has written',
      'b has written',
      'c finds test-a test-b',
      'c has written',
    ]);
  });

  test.each([
    ['wrote nothing, and is not written again', 0, 1],
    ['had written, and is written again without that', 1, 2],
  ])('writes beside one that is refused and %s', async (_, rows, times) => {
    const store = await database.open(undefined, asCommand);
    let runs = 0;
    const others = ['test-1', 'test-2'].map((name) =>
      store.write(async (sql) => {
        await names(sql);
        await put(sql, name);
        runs += 1;
      }, 'beside'),
    );
    const refused = store.write(async (sql) => {
      if (rows > 0) await put(sql, 'test-refused');
      await names(sql);
      await names(sql);
      throw new Refusal([{ code: 'response-differs' }]);
    }, 'beside');
    expect(await refusedWith(refused)).toEqual(['response-differs']);
    await Promise.all(others);
    expect(runs).toBe(2 * times);
    expect(await store.read(names)).toEqual(['test-1', 'test-2']);
  });

  test('what is to be done last is done once for all, and not for one that is refused', async () => {
    const store = await database.open(undefined, asCommand);
    const done: (readonly string[])[] = [];
    const last = async (sql: Sql, items: readonly string[]) => {
      done.push(items);
      for (const item of items) await put(sql, item);
    };
    const write = (name: string) => store.write((sql) => sql.last(last, [name]), 'beside');
    const refused = store.write(async () => {
      throw new Refusal([{ code: 'response-differs' }]);
    }, 'beside');
    const writes = [write('test-a'), write('test-b')];
    expect(await refusedWith(refused)).toEqual(['response-differs']);
    await Promise.all(writes);
    expect(done).toEqual([['test-a', 'test-b']]);
    expect(await store.read(names)).toEqual(['test-a', 'test-b']);
  });

  test('one of which what is to be done last fails is taken back alone', async () => {
    const store = await database.open(undefined, asCommand);
    const last = async (sql: Sql, items: readonly string[]) => {
      if (items.includes('test-b')) throw new Refusal([{ code: 'response-differs' }]);
      for (const item of items) await put(sql, item);
    };
    const [kept, refused] = ['test-a', 'test-b'].map((name) =>
      store.write(async (sql) => {
        await put(sql, `${name}-row`);
        await sql.last(last, [name]);
      }, 'beside'),
    );
    expect(await refusedWith(refused ?? missing())).toEqual(['response-differs']);
    await kept;
    expect(await store.read(names)).toEqual(['test-a', 'test-a-row']);
  });

  test('a write that fails in the database is taken back alone', async () => {
    const store = await database.open(undefined, asCommand);
    const write = (...keys: readonly string[]) =>
      store.write(async (sql) => {
        for (const key of keys) await put(sql, key);
      }, 'beside');
    const [failed, ...others] = [write('test-a', 'test-a'), write('test-b'), write('test-c')];
    await expect(failed).rejects.toThrow(/unique/i);
    await Promise.all(others);
    expect(await store.read(names)).toEqual(['test-b', 'test-c']);
  });
});

test.runIf(all.length > 1)('nobody waits for a lock that another transaction holds but who asked for it', async () => {
  const store = await (all[1] ?? missing()).open(undefined, asCommand);
  const [isHeld, mayEnd] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const write = (key: string) =>
    store.write(async (sql) => {
      await sql.lock('number', [key]);
      await put(sql, `test-${key}`);
    }, 'beside');
  const holder = store.write(async (sql) => {
    await sql.lock('number', ['a']);
    isHeld.resolve();
    await mayEnd.promise;
    await put(sql, 'test-holder');
  });
  await isHeld.promise;
  const waits = write('a');
  await Promise.all(['b', 'c'].map(write));
  expect(await store.read(names)).toEqual(['test-b', 'test-c']);
  mayEnd.resolve();
  await Promise.all([holder, waits]);
  expect(await store.read(names)).toEqual(['test-a', 'test-b', 'test-c', 'test-holder']);
});

test('a disk that is full takes back all that go beside each other, and none goes on outside the transaction', async () => {
  const store = await sqlite.open();
  await store.write((sql) => sql.all('PRAGMA max_page_count = 60'));
  const write = (name: string, size: number, way: WriteWay = 'beside') =>
    store.write(async (sql) => {
      await put(sql, `test-${name}`);
      await sql.all('INSERT INTO setting (name, value) VALUES (?, ?)', [`test-${name}-b`, 'x'.repeat(size)]);
      await put(sql, `test-${name}-c`);
    }, way);
  // Its reason is nobody else's.
  const refused = store.write(async () => {
    throw new Refusal([{ code: 'response-differs' }]);
  }, 'beside');
  const writes = [refused, write('a', 10), write('b', 3_000_000), write('c', 10), write('e', 10, 'alone')];
  for (const codes of await Promise.all(writes.map(refusedWith))) expect(codes).toEqual(['store-full']);
  expect(await store.read(names)).toEqual([]);
  await store.write((sql) => sql.all('PRAGMA max_page_count = 1000000'));
  await write('d', 10);
  expect(await store.read(names)).toEqual(['test-d', 'test-d-b', 'test-d-c']);
});

function missing(): never {
  throw new Error('there is always SQLite');
}

function refusal(error: unknown): void {
  if (!(error instanceof Refusal)) throw error;
}

/** All that is kept, in how many commits, and what is wrong with the audit of it. */
async function kept(database: Database, work: (archive: Archive) => Promise<void>) {
  const store = await database.open(undefined, asCommand);
  const keys = throwawayKeys();
  const archive: Archive = { ...(await archiveIn(store, keys)), now: async () => Date.parse('2026-12-01T12:00:00Z') };
  const { count } = store.commits;
  await work(archive);
  const commits = store.commits.count - count;
  const { faults } = await verifyAudit(store, keys, []);
  const rows: Record<string, readonly Row[]> = {};
  for (const table of ['citizen_number', 'response', 'version', 'outcome', 'resource']) {
    rows[table] = await store.read((sql) => sql.all<Row>(`SELECT * FROM ${table} ORDER BY 1, 2`));
  }
  return { rows, commits, faults };
}
