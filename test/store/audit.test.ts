import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { openClientDesk } from '../../src/store/access/desk.ts';
import { auditOf } from '../../src/store/audit/find.ts';
import { type AuditKeys, throwawayKeys } from '../../src/store/audit/keys.ts';
import { published, sealTold } from '../../src/store/audit/published.ts';
import { seal } from '../../src/store/audit/seal.ts';
import { verifyAudit } from '../../src/store/audit/verify.ts';
import type { Sql } from '../../src/store/sql.ts';
import type { Store } from '../../src/store/store.ts';
import type { AuditEntry } from '../../src/work/audit/entry.ts';
import type { Seal } from '../../src/work/audit/seal.ts';
import type { Archive } from '../../src/work/keep/archive.ts';
import type { CitizenKey } from '../../src/work/keep/records.ts';
import { archiveIn, citizens, identifier, keep, response } from './archives.ts';
import { type Database, databases } from './databases.ts';
import { refusedWith } from './refused.ts';

const { nancy, other, replacement } = citizens;
const tables = ['audit', 'audit_citizen', 'audit_seal'];

interface Audited {
  readonly store: Store;
  readonly keys: AuditKeys;
  readonly archive: Archive;
}

async function opened(database: Database): Promise<Audited> {
  const store = await database.open();
  const keys = throwawayKeys();
  return { store, keys, archive: await archiveIn(store, keys) };
}

function reading(value: string, numbers: readonly CitizenKey[] = [nancy]): AuditEntry {
  const by = { kind: 'client', name: 'ehr' } as const;
  return { act: 'read', by, target: { type: 'CarePlan', id: value }, citizens: numbers, correlation: value };
}

const faultsOf = async ({ store, keys }: Pick<Audited, 'store' | 'keys'>, published: readonly Seal[] = []) =>
  (await verifyAudit(store, keys, published)).faults.map(({ code, at }) => `${code} ${at}`);

const contents = ({ store }: Audited) =>
  store.read(async (sql) => {
    const rows = await sql.all<{ content: string }>('SELECT content FROM audit ORDER BY at, lane, number');
    return rows.map(({ content }) => JSON.parse(content) as Record<string, unknown>);
  });

class Undone extends Error {}

/**
 * What is found after somebody who owns the database did this to it, the guards taken away first. All of it is undone
 * again.
 */
async function faultsAfter(
  { store, keys }: Audited,
  published: readonly Seal[],
  work: (sql: Sql) => Promise<unknown>,
): Promise<readonly string[]> {
  const guards = tables.flatMap((table) =>
    store.kind === 'sqlite'
      ? [`DROP TRIGGER ${table}_no_update`, `DROP TRIGGER ${table}_no_delete`]
      : [`DROP TRIGGER ${table}_no_change ON ${table}`],
  );
  let found: readonly string[] = [];
  const tried = store.write(async (sql) => {
    for (const guard of guards) await sql.all(guard);
    await work(sql);
    found = await faultsOf({ store: { ...store, read: (reader) => reader(sql) }, keys }, published);
    throw new Undone();
  });
  await expect(tried).rejects.toThrow(Undone);
  return found;
}

describe.each(databases())('the audit on $name', (database) => {
  test('an act and its row are one: what is refused leaves neither', async () => {
    const audited = await opened(database);
    await keep(audited.archive, response());
    expect(await refusedWith(keep(audited.archive, response({ authored: '2026-01-20T11:30:00+01:00' })))).toEqual([
      'response-differs',
    ]);
    expect(await contents(audited)).toMatchObject([{ act: 'create', by: { kind: 'service' } }]);
    expect(await faultsOf(audited)).toEqual([]);
  });

  test('who is let in and shut out is written down with it, and nothing where nothing changed', async () => {
    const audited = await opened(database);
    const desk = openClientDesk(audited.store, audited.keys);
    const client = {
      id: 'ehr',
      shows: 'key',
      known: 'digest',
      organizations: ['a|b'],
      scopes: ['system/*.r'],
    } as const;
    const by = { kind: 'operator', name: 'drift' } as const;
    expect([await desk.add(client, by), await desk.add(client, by)]).toEqual([true, false]);
    expect([await desk.remove('ehr', by), await desk.remove('ehr', by)]).toEqual([true, false]);
    expect(await contents(audited)).toMatchObject([
      {
        act: 'client-add',
        by,
        particulars: { client: 'ehr', shows: 'key', scopes: 'system/*.r', organizations: 'a|b' },
      },
      { act: 'client-remove', by, particulars: { client: 'ehr' } },
    ]);
    expect(JSON.stringify(await contents(audited))).not.toContain('digest');
    expect(await faultsOf(audited)).toEqual([]);
  });

  test('no number of a citizen is in it, and each is found by its own', async () => {
    const audited = await opened(database);
    const { archive, store, keys } = audited;
    await keep(archive, response({ identifier: identifier('a') }));
    await archive.audit([reading('one'), reading('two', [other, nancy]), reading('three', [other])]);
    expect(JSON.stringify(await contents(audited))).not.toMatch(/2512489996|0108589995|Nancy/);
    const of = (number: CitizenKey) => store.read((sql) => auditOf(sql, keys, number));
    expect((await of(replacement)).length).toBe(0);
    expect((await of(nancy)).map(({ act, correlation }) => [act, correlation])).toEqual([
      ['create', undefined],
      ['read', 'one'],
      ['read', 'two'],
      // It is about them as much, by what `two` says.
      ['read', 'three'],
    ]);
  });

  test('nor where whoever did it is named by one: they are told apart all the same', async () => {
    const audited = await opened(database);
    const by = { kind: 'client', name: 'ehr', user: 'https://cpr.example.dk/251248-9996' } as const;
    const operators = ['2512489996', '0108589995'].map((name) => ({ kind: 'operator', name }) as const);
    const everybody = [by, ...operators, { kind: 'operator', name: 'drift' } as const];
    await audited.archive.audit(everybody.map((one) => ({ act: 'backup', by: one })));
    const written = await contents(audited);
    expect(JSON.stringify(written)).not.toMatch(/251248|010858/);
    const hidden = expect.stringMatching(/^[\w-]{22}$/);
    const names = [{ name: 'ehr', user: hidden }, { name: hidden }, { name: hidden }, { name: 'drift' }];
    expect(written).toMatchObject(names.map((one) => ({ by: one })));
    expect(new Set(written.map((one) => JSON.stringify(one.by))).size).toBe(4);
  });

  test('a search that found several citizens makes none of them another', async () => {
    const { archive, store, keys } = await opened(database);
    const search: AuditEntry = { act: 'search-type', by: { kind: 'service' }, citizens: [nancy, other] };
    await archive.audit([search, reading('theirs', [other])]);
    const found = await store.read((sql) => auditOf(sql, keys, nancy));
    expect(found.map(({ act }) => act)).toEqual(['search-type']);
  });

  test('many at once, in few transactions: none is lost, and the chains are whole', async () => {
    const audited = await opened(database);
    const before = audited.store.commits.count;
    const all = Array.from({ length: 200 }, (_, index) => audited.archive.audit([reading(String(index))]));
    const creates = Array.from({ length: 8 }, (_, index) =>
      keep(audited.archive, response({ identifier: identifier(String(index)) })),
    );
    await Promise.all([...all, ...creates]);
    expect(audited.store.commits.count - before).toBeLessThan(100);
    const { rows, faults } = await verifyAudit(audited.store, audited.keys, []);
    expect({ rows, faults }).toEqual({ rows: 208, faults: [] });
  });

  test('what is written stays, also for a mistake of ours', async () => {
    const audited = await opened(database);
    await audited.archive.audit([reading('one')]);
    await seal(audited.store, audited.keys);
    for (const table of tables) {
      for (const statement of [`UPDATE ${table} SET number = 7`, `DELETE FROM ${table}`]) {
        await expect(audited.store.write((sql) => sql.all(statement))).rejects.toThrow('the audit is only added to');
      }
    }
    expect(await faultsOf(audited)).toEqual([]);
  });

  describe('it is found out that', () => {
    let audited: Audited;
    let published: readonly Seal[] = [];
    beforeAll(async () => {
      audited = await opened(database);
      await audited.archive.audit(['one', 'two', 'three', 'four', 'five'].map((value) => reading(value)));
      const told = await seal(audited.store, audited.keys);
      published = told === undefined ? [] : [told];
    });

    test.each([
      [
        'a row is changed',
        ["UPDATE audit SET content = replace(content, 'three', 'never') WHERE number = 3"],
        ['audit-row-changed 0/3'],
      ],
      ['its moment is', ['UPDATE audit SET at = 1 WHERE number = 2'], ['audit-row-changed 0/2']],
      [
        'a row is taken out',
        ['DELETE FROM audit WHERE number = 3', 'DELETE FROM audit_citizen WHERE number = 3'],
        ['audit-row-missing 0/3', 'audit-row-changed 0/4'],
      ],
      [
        'two rows change places',
        [
          'UPDATE audit SET number = 99 WHERE number = 2',
          'UPDATE audit SET number = 2 WHERE number = 3',
          'UPDATE audit SET number = 3 WHERE number = 99',
        ],
        ['audit-row-changed 0/2', 'audit-row-changed 0/3', 'audit-row-changed 0/4'],
      ],
      [
        'the end is cut off',
        ['DELETE FROM audit WHERE number > 3', 'DELETE FROM audit_citizen WHERE number > 3'],
        ['audit-row-missing 0/5', 'audit-end-missing 0/5'],
      ],
      [
        'the end is cut off, and the chain told so',
        [
          'DELETE FROM audit WHERE number > 3',
          'DELETE FROM audit_citizen WHERE number > 3',
          'UPDATE audit_lane SET number = 3, hash = (SELECT hash FROM audit WHERE number = 3) WHERE lane = 0',
        ],
        ['audit-row-missing 0/5', 'audit-end-changed 0/3'],
      ],
      [
        'a row is put behind the end',
        ['INSERT INTO audit SELECT lane, 6, at, content, hash FROM audit WHERE number = 5'],
        ['audit-row-added 0/6'],
      ],
      [
        'a citizen is taken out of the index',
        ['DELETE FROM audit_citizen WHERE number = 2'],
        ['audit-index-changed -'],
      ],
      ['a seal is changed', ['UPDATE audit_seal SET at = 1'], ['audit-seal-changed 1']],
      ['the seals are gone', ['DELETE FROM audit_seal'], ['audit-seal-missing 1']],
    ] as const)('%s', async (_name, statements, found) => {
      expect(await faultsOf(audited, published)).toEqual([]);
      const run = async (sql: Sql) => {
        for (const statement of statements) await sql.all(statement);
      };
      const faults = await faultsAfter(audited, published, run);
      expect(faults.filter((one) => !(one.startsWith('audit-index') && statements.length > 1))).toEqual(found);
    });
  });

  test('cut back to an older end that was right then, seals and all: the seal that was told of is missing', async () => {
    const audited = await opened(database);
    const { archive, store, keys } = audited;
    await archive.audit([reading('one')]);
    await seal(store, keys);
    const older = await store.read((sql) => sql.all<{ mac: Uint8Array }>('SELECT mac FROM audit_lane WHERE lane = 0'));
    await archive.audit([reading('two')]);
    const told = await seal(store, keys);
    const back = async (sql: Sql) => {
      for (const table of tables) await sql.all(`DELETE FROM ${table} WHERE number > 1`);
      await sql.all(
        'UPDATE audit_lane SET number = 1, hash = (SELECT hash FROM audit WHERE number = 1), mac = ? WHERE lane = 0',
        [older[0]?.mac ?? null],
      );
    };
    expect(await faultsAfter(audited, [], back)).toEqual([]);
    expect(await faultsAfter(audited, told === undefined ? [] : [told], back)).toEqual(['audit-seal-missing 2']);
  });

  test('the newest seal stands beside the key; where it cannot, the store is said to be away', async () => {
    const { archive, store, keys } = await opened(database);
    const folder = mkdtempSync(join(tmpdir(), 'niveau-seal-'));
    try {
      const key = join(folder, 'audit.key');
      await archive.audit([reading('one')]);
      const told = await sealTold(store, keys, key);
      expect([told?.number, published(key)]).toEqual([1, told]);
      expect(readdirSync(folder)).toEqual(['audit.key.seal']);
      await archive.audit([reading('two')]);
      const gone = join(folder, 'gone', 'audit.key');
      expect(await refusedWith(sealTold(store, keys, gone))).toEqual(['store-unavailable']);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  test('nothing is sealed twice, and another key holds nothing of it', async () => {
    const audited = await opened(database);
    await audited.archive.audit([reading('one')]);
    expect(await seal(audited.store, audited.keys)).toMatchObject({ number: 1 });
    expect(await seal(audited.store, audited.keys)).toBeUndefined();
    expect(await faultsOf({ ...audited, keys: throwawayKeys() })).toEqual([
      'audit-seal-changed 1',
      'audit-end-changed 0/1',
    ]);
  });
});
