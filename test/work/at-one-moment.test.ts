import type { CarePlan, QuestionnaireResponse } from 'fhir/r4.js';
import { describe, expect, test } from 'vitest';
import { citizenWith, findCitizen } from '../../src/store/records/citizens.ts';
import type { Store } from '../../src/store/store.ts';
import type { Archive } from '../../src/work/keep/archive.ts';
import type { CitizenKey } from '../../src/work/keep/records.ts';
import { until } from '../http/service.ts';
import { archiveIn, citizens, identifier, keep, response } from '../store/archives.ts';
import { databases } from '../store/databases.ts';

const found = databases().find(({ name }) => name === 'postgres');

async function opened(): Promise<Store> {
  if (found === undefined) throw new Error('there is no PostgreSQL');
  return found.open();
}

/** An archive whose writes wait when they have found the response, before they ask for the citizen. */
function gated(archive: Archive): { archive: Archive; reached: Promise<void>; open: () => void } {
  const reached = Promise.withResolvers<void>();
  const gate = Promise.withResolvers<void>();
  const write: Archive['write'] = (work) =>
    archive.write((records) =>
      work({
        ...records,
        citizen: async (...asked) => {
          reached.resolve();
          await gate.promise;
          return records.citizen(...asked);
        },
      }),
    );
  return { archive: { ...archive, write }, reached: reached.promise, open: gate.resolve };
}

const put = (archive: Archive, value: string, changes: Partial<QuestionnaireResponse>) =>
  keep(archive, response({ identifier: identifier(value), ...changes }));
const on = (day: string) => ({ authored: `${day}T10:30:00+01:00` });

describe.skipIf(found === undefined)('what comes of one citizen at one moment, on PostgreSQL', () => {
  test('an amendment is of what is so when the citizen is locked: a newer level has taken its place meanwhile', async () => {
    const archive = await archiveIn(await opened());
    await put(archive, 'a', on('2026-01-20'));
    const waiting = gated(archive);
    const amended = put(waiting.archive, 'a', { ...on('2026-01-20'), status: 'amended' });
    await waiting.reached;
    await put(archive, 'b', on('2026-02-20'));
    waiting.open();
    await amended;
    const page = { by: 'number', newestFirst: false, count: 9, total: false } as const;
    const plans = await archive.read((reading) => reading.results('CarePlan', [], page));
    const told = plans.rows.map(({ resource }) => resource as unknown as CarePlan);
    expect(told.map(({ status, period }) => [period?.start, status]).sort()).toEqual([
      ['2026-01-20', 'revoked'],
      ['2026-02-20', 'draft'],
    ]);
  });

  test('an amendment whose citizen turns out meanwhile to be one with another is about the same citizen', async () => {
    const archive = await archiveIn(await opened());
    const about = { subject: { identifier: citizens.replacement } };
    await put(archive, 'n', {});
    await put(archive, 'a', about);
    const waiting = gated(archive);
    const amended = put(waiting.archive, 'a', { ...about, status: 'amended' });
    await waiting.reached;
    const numbers = [citizens.nancy, citizens.replacement];
    const patient = { resourceType: 'Patient' as const, id: 'p', identifier: numbers, name: [{ text: 'Nancy' }] };
    await put(archive, 'b', { contained: [patient], subject: { reference: '#p' } });
    waiting.open();
    expect(await amended).toMatchObject({ result: 'changed', version: 2 });
  });

  test('the citizen is the one that is left, however many were joined while their lock was waited for', async () => {
    const store = await opened();
    const key = (value: string): CitizenKey => ({ system: 'urn:oid:1.2.208.176.1.6.1.1', value });
    const of = (...values: readonly string[]) =>
      store.write((sql) => findCitizen(sql, values.map(key), Date.parse('2026-12-01')));
    for (const name of ['a', 'b', 'c']) await of(`${name}1`, `${name}2`);
    const waiters = (count: number) =>
      until(async () => {
        const rows = await store.read((sql) =>
          sql.all(
            `SELECT pid FROM pg_locks WHERE NOT granted AND locktype = 'advisory'
             AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
          ),
        );
        return rows.length === count;
      });
    const joined = Promise.withResolvers<void>();
    const gate = Promise.withResolvers<void>();
    const first = store.write(async (sql) => {
      await findCitizen(sql, [key('b1'), key('c1')], 0);
      joined.resolve();
      await gate.promise;
    });
    await joined.promise;
    const second = of('a1', 'b2');
    await waiters(1);
    const third = of('c2');
    await waiters(2);
    gate.resolve();
    await Promise.all([first, second]);
    const left = await store.read((sql) => citizenWith(sql, key('c2')));
    expect(await third).toMatchObject({ key: left, before: [left] });
  });
});
