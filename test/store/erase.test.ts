import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { throwawayKeys } from '../../src/store/audit/keys.ts';
import { verifyAudit } from '../../src/store/audit/verify.ts';
import { erase } from '../../src/store/citizen/erase.ts';
import { findCitizen } from '../../src/store/records/citizens.ts';
import { keepSent } from '../../src/work/letters/keep-sent.ts';
import { until } from '../http/service.ts';
import { letterWith } from '../work/letters/post.ts';
import { archiveIn, citizens, identifier, keep, response } from './archives.ts';
import { type Database, databases } from './databases.ts';
import { refusedWith } from './refused.ts';

const { nancy } = citizens;

describe.each(databases())('erasing on $name', (database) => {
  test('takes a citizen whose levels follow each other, and no other; a repetition is refused', async () => {
    const store = await database.open();
    const keys = throwawayKeys();
    const archive = await archiveIn(store, keys);
    const one = response({ identifier: identifier('one') });
    await keep(archive, one);
    await keep(archive, response({ identifier: identifier('two'), authored: '2026-01-21T10:30:00+01:00' }));
    const subject = { ...one.subject, identifier: { ...citizens.other } };
    await keep(archive, response({ identifier: identifier('theirs'), subject }));
    const erasing = { citizen: nancy, by: { kind: 'operator' }, dry: false } as const;
    expect(await refusedWith(erase(store, keys, { ...erasing, recordElsewhere: false }))).toEqual(['erase-record']);
    const { goes } = await erase(store, keys, { ...erasing, recordElsewhere: true });
    expect(goes).toMatchObject({ numbers: 1, responses: 2, versions: 2 });
    for (const table of ['response', 'version', 'citizen', 'citizen_number']) {
      const rows = await store.read((sql) => sql.all(`SELECT * FROM ${table}`));
      expect([table, rows.length]).toEqual([table, 1]);
    }
    expect(await refusedWith(keep(archive, one))).toEqual(['response-retired']);
    expect(await verifyAudit(store, keys, [])).toMatchObject({ rows: 4, faults: [] });
  });

  test.each(['in-progress', 'stopped'])('takes drafts that are %s, which are no record', async (status) => {
    const store = await database.open();
    const keys = throwawayKeys();
    const archive = await archiveIn(store, keys);
    const draft = response({ identifier: identifier('draft'), status: 'in-progress' });
    await keep(archive, draft);
    await keep(archive, { ...draft, status });
    const erasing = { citizen: nancy, by: { kind: 'operator' }, dry: false, recordElsewhere: false } as const;
    expect(await erase(store, keys, erasing)).toMatchObject({ young: 0, goes: { responses: 1 } });
  });

  test('takes the letters that left from here, by whatever name they had', async () => {
    const store = await database.open();
    const keys = throwawayKeys();
    const archive = await archiveIn(store, keys);
    const citizen = { system: 'urn:oid:1.2.208.176.1.6.1.3.81', value: '0212845AB6' };
    const subject = { identifier: citizen, display: 'Hansen' };
    const { contained: _, ...rest } = response({ identifier: identifier('sent'), subject });
    await keep(archive, rest);
    const [kept] = await store.read((sql) => sql.all<{ identity: string }>('SELECT identity FROM response'));
    const bytes = await letterWith({ id: 'A', who: { number: citizen.value, name: 'Hansen' } });
    const sent = { letterId: 'A', attached: false, identity: kept?.identity ?? '', correlation: undefined };
    await keepSent(archive, { ...sent, bytes });
    const erasing = { citizen, by: { kind: 'operator' }, dry: false, recordElsewhere: true } as const;
    expect(await erase(store, keys, erasing)).toMatchObject({ goes: { letters: 1, numbers: 1 } });
    expect(await store.read((sql) => sql.all('SELECT number FROM letter'))).toEqual([]);
  });

  test('leaves nothing of the citizen in the files of the database', async () => {
    const address = await database.address();
    // PostgreSQL's files are its own matter (docs/audit.md).
    if (address.kind !== 'sqlite') return;
    const store = await database.open(address);
    const keys = throwawayKeys();
    const archive = await archiveIn(store, keys);
    // The store's dictionary holds the one whom examples are about.
    const subject = { identifier: { ...citizens.other } };
    await keep(archive, response({ identifier: identifier('erased'), subject }));
    const holds = () =>
      [address.file, `${address.file}-wal`].map((file) => readFileSync(file).includes(citizens.other.value));
    expect(holds()).toContain(true);
    await erase(store, keys, {
      ...{ citizen: citizens.other, by: { kind: 'operator' }, dry: false, recordElsewhere: true },
    });
    expect(holds()).toEqual([false, false]);
  });
});

const [, postgres] = databases();
describe.skipIf(postgres === undefined)('erasing beside others on postgres', () => {
  test('whoever is joined to another one at that moment goes with all that is theirs now', async () => {
    const store = await (postgres as Database).open();
    const keys = throwawayKeys();
    const archive = await archiveIn(store, keys);
    await keep(archive, response({ identifier: identifier('older'), subject: { identifier: citizens.replacement } }));
    await keep(archive, response({ identifier: identifier('newer') }));
    const [held, free] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const joining = store.write(async (sql) => {
      await findCitizen(sql, [nancy, citizens.replacement], Date.now());
      held.resolve();
      await free.promise;
    });
    await held.promise;
    const erasing = erase(store, keys, {
      ...{ citizen: nancy, by: { kind: 'operator' }, dry: false, recordElsewhere: true },
    });
    const waiting = 'SELECT 1 AS waits FROM pg_locks WHERE NOT granted';
    await until(async () => (await store.read((sql) => sql.all(waiting))).length > 0);
    free.resolve();
    await joining;
    expect((await erasing).goes).toMatchObject({ numbers: 2, responses: 2 });
    expect(await store.read((sql) => sql.all('SELECT citizen FROM citizen_number'))).toEqual([]);
  });
});
