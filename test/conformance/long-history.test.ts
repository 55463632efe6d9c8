/** What a create costs does not grow with its citizen's history: counted in statements and rows, on both databases. */
import { describe, expect, test } from 'vitest';
import { newest, standing, told } from '../../src/store/records/levels.ts';
import type { Row, Sql, Value } from '../../src/store/sql.ts';
import type { Store } from '../../src/store/store.ts';
import { keepResponse } from '../../src/work/keep/keep.ts';
import { ports } from '../ports.ts';
import { archiveIn, identifier, response } from '../store/archives.ts';
import { databases } from '../store/databases.ts';

const route = { name: 'there', destination: 'there', form: 'Bundle', when: {} } as const;
const sending = { ...ports, routes: { routes: [route], parties: new Map() } };
const all = databases();

/** A store that counts what its transactions ask, and how many rows they are given. */
function counting(store: Store) {
  const done = { statements: 0, rows: 0 };
  const counted = (sql: Sql): Sql => ({
    ...sql,
    all: async <Found extends Row>(text: string, values?: readonly Value[]) => {
      const rows = await sql.all<Found>(text, values);
      done.statements += 1;
      done.rows += rows.length;
      return rows;
    },
  });
  const write: Store['write'] = (work, way) => store.write((sql) => work(counted(sql)), way);
  return { store: { ...store, write }, done };
}

const minute = (count: number) => new Date(Date.UTC(2026, 0, 20, 8, count)).toISOString().replace('.000Z', '+00:00');

describe.each(all)('a citizen with a long history on $name', (database) => {
  test('costs as much as one with a short one', async () => {
    const { store, done } = counting(await database.open());
    const archive = await archiveIn(store);
    const keep = async (value: string, at: number, status: 'completed' | 'amended' | 'entered-in-error') => {
      const before = { ...done };
      const body = response({ identifier: identifier(value), authored: minute(at), status });
      await keepResponse(sending, archive, { response: Buffer.from(JSON.stringify(body)) });
      return [done.statements - before.statements, done.rows - before.rows];
    };
    let count = 0;
    /** A newer one, a late one, one between the others; what follows is of a newest one, and of an older one. */
    const acts = async () => {
      count += 1;
      return {
        newer: await keep(`newer-${count}`, 700 + count, 'completed'),
        late: await keep(`late-${count}`, 10 - count, 'completed'),
        between: await keep(`between-${count}`, 15, 'completed'),
        amended: await keep(`newer-${count}`, 700 + count, 'amended'),
        oldAmended: await keep(`late-${count}`, 10 - count, 'amended'),
        withdrawn: await keep(`newer-${count}`, 700 + count, 'entered-in-error'),
        oldWithdrawn: await keep(`late-${count}`, 10 - count, 'entered-in-error'),
      };
    };
    for (let index = 0; index < 3; index += 1) await keep(`first-${index}`, 20 + index, 'completed');
    await acts();
    const short = await acts();
    for (let index = 0; index < 60; index += 1) await keep(`more-${index}`, 100 + ((index * 37) % 60), 'completed');
    expect(await acts()).toEqual(short);
  });
});

test('each look at the levels of a citizen goes by its index', async () => {
  const [database] = all;
  const store = await database?.open();
  const plan = async (text: string) => {
    const rows =
      (await store?.read((sql) => sql.all<Row & { detail: string }>(`EXPLAIN QUERY PLAN ${text}`, []))) ?? [];
    return rows.map(({ detail }) => detail);
  };
  const newestBy = 'SEARCH response USING INDEX response_newest (citizen=? AND variant=? AND <expr>=?)';
  expect(await plan(standing)).toEqual(['SEARCH response USING INDEX response_standing (citizen=?)']);
  expect(await plan(newest.settled)).toEqual([newestBy]);
  expect(await plan(newest.suggested)).toEqual([newestBy]);
  expect(await plan(told)).toEqual(['SEARCH response USING INDEX response_told (citizen=?)']);
});
