import { describe, expect, test } from 'vitest';
import type { Retention, RetentionClass } from '../../src/config/retention.ts';
import { auditOf } from '../../src/store/audit/find.ts';
import { retire } from '../../src/store/retention/retire.ts';
import type { Row } from '../../src/store/sql.ts';
import { theService } from '../../src/work/audit/entry.ts';
import type { Archive } from '../../src/work/keep/archive.ts';
import { keepResponse } from '../../src/work/keep/keep.ts';
import type { CitizenKey } from '../../src/work/keep/records.ts';
import { keepSent } from '../../src/work/letters/keep-sent.ts';
import { refusalOf } from '../medcom/refusal.ts';
import { citizen, type Outbox, openOutbox } from '../outbox/outboxes.ts';
import { ports } from '../ports.ts';
import { answer, edited, letterWith, levels, type Written } from '../work/letters/post.ts';
import { identifier, keep, response } from './archives.ts';
import { databases } from './databases.ts';

const day = 86_400_000;
const later = '2026-02-20T10:30:00+01:00';
const kept = (...names: readonly RetentionClass[]): Retention => new Map(names.map((name) => [name, 90]));

/** What goes by these classes, after so many days. */
async function run(
  { store, time, keys }: Outbox,
  retention: Retention,
  { days = 91, dry = false } = {},
): Promise<object> {
  const now = time.at + days * day;
  const retiring = dry ? undefined : { keys, by: theService };
  const done = await retire({ ...store, now: async () => now }, retention, retiring);
  return Object.fromEntries(done.map(({ name, count }) => [name, count]));
}

function key(index: number): CitizenKey | undefined {
  const { system, value } = citizen(index).subject?.identifier ?? {};
  return system === undefined || value === undefined ? undefined : { system, value };
}

async function bring(archive: Archive, written: Written): Promise<string> {
  return answer(archive, await letterWith(written));
}

/** A response that is withdrawn at once. */
async function keepTwice(archive: Archive): Promise<void> {
  for (const status of ['completed', 'entered-in-error'] as const) {
    await keep(archive, response({ status, identifier: identifier('twice') }));
  }
}

/** Sends all that is due. */
async function deliver({ queue, time }: Outbox): Promise<void> {
  for (;;) {
    const leased = await queue.claim('a', 'there', 9, 60_000);
    if (leased.length === 0) return;
    for (const one of leased) {
      await queue.end('a', one, { state: 'delivered', code: 'delivered', nextAt: 0, startedAt: time.at });
    }
  }
}

const responses = ({ store }: Outbox) =>
  store.read(async (sql) => {
    const rows = await sql.all<{ identifier_value: string }>('SELECT identifier_value FROM response ORDER BY number');
    return rows.map(({ identifier_value }) => identifier_value);
  });

const rowsOf = ({ store }: Outbox, table: string) =>
  store.read(async (sql) => (await sql.all<{ number: number }>(`SELECT count(*) AS number FROM ${table}`))[0]?.number);

describe.each(databases())('retention on $name', (database) => {
  test.each<readonly [string, (outbox: Outbox) => Promise<unknown>, Written]>([
    ['its letter', ({ archive }) => bring(archive, { id: 'A' }), { id: 'C' }],
    ['somebody else’s letter', ({ archive }) => bring(archive, { id: 'A' }), { id: 'C', from: 'practice' }],
    ['a letter with what a response had said', ({ archive }) => keepTwice(archive), { id: 'C', level: '2' }],
  ])('what was withdrawn does not come back by %s', async (_, tell, again) => {
    const outbox = await openOutbox(database);
    await tell(outbox);
    await bring(outbox.archive, { id: 'W', withdrawal: true, time: later });
    await deliver(outbox);
    expect(await run(outbox, kept('withdrawn', 'letters'))).toMatchObject({ withdrawn: 1 });
    expect(await bring(outbox.archive, again)).toBe('created older');
    expect(await levels(outbox.archive)).toEqual([]);
  });

  test('what is in force stays, however old; what another took the place of goes with all that came of it', async () => {
    const outbox = await openOutbox(database);
    await outbox.put('old', citizen(1));
    await outbox.put('new', { ...citizen(1), authored: later });
    await outbox.put('other', citizen(2));
    await deliver(outbox);
    expect(await run(outbox, kept('superseded', 'withdrawn', 'drafts', 'letters'), { days: 89 })).toEqual({
      superseded: 0,
      withdrawn: 0,
      drafts: 0,
      letters: 0,
    });
    expect(await run(outbox, kept('superseded'), { dry: true })).toEqual({ superseded: 1 });
    expect(await responses(outbox)).toEqual(['old', 'new', 'other']);
    expect(await run(outbox, kept('superseded'))).toEqual({ superseded: 1 });
    expect(await responses(outbox)).toEqual(['new', 'other']);
    expect([await rowsOf(outbox, 'version'), await rowsOf(outbox, 'outcome')]).toEqual([2, 2]);
    expect(await run(outbox, kept('superseded', 'withdrawn', 'drafts', 'letters'), { days: 36_500 })).toEqual({
      superseded: 0,
      withdrawn: 0,
      drafts: 0,
      letters: 0,
    });
  });

  test('what is still to be sent, or was given up and not decided, holds its response', async () => {
    const outbox = await openOutbox(database);
    await outbox.put('old', citizen(1));
    await outbox.put('new', { ...citizen(1), authored: later });
    expect(await run(outbox, kept('superseded', 'tries', 'deliveries'))).toEqual({
      tries: 0,
      deliveries: 0,
      superseded: 0,
    });
    const [dead] = await outbox.queue.claim('a', 'there', 1, 60_000);
    if (dead === undefined) throw new Error('nothing was claimed');
    await outbox.queue.end('a', dead, { state: 'dead', code: 'server-refused', nextAt: 0, startedAt: 0 });
    await deliver(outbox);
    expect(await run(outbox, kept('superseded'))).toEqual({ superseded: 0 });
    await outbox.desk.change({ state: 'dead', limit: 1 }, 'skipped', { by: theService });
    expect(await run(outbox, kept('superseded'))).toEqual({ superseded: 1 });
  });

  test('a withdrawn one goes, and its sender cannot bring it back by a repetition', async () => {
    const outbox = await openOutbox(database);
    await outbox.put('wrong');
    await outbox.put('wrong', { status: 'entered-in-error' });
    await deliver(outbox);
    expect(await run(outbox, kept('withdrawn'))).toEqual({ withdrawn: 1 });
    expect(await responses(outbox)).toEqual([]);
    // Nothing else is left of the citizen.
    expect([await rowsOf(outbox, 'citizen'), await rowsOf(outbox, 'citizen_number')]).toEqual([0, 0]);
    expect(await refusalOf(() => outbox.put('wrong'))).toEqual([
      { code: 'response-retired', place: 'QuestionnaireResponse.identifier' },
    ]);
    await outbox.put('right');
    expect(await responses(outbox)).toEqual(['right']);
  });

  test('what goes is written down with its deletion, so that its citizen can be told', async () => {
    const outbox = await openOutbox(database);
    const { archive, keys, store } = outbox;
    await outbox.put('wrong', citizen(1));
    await outbox.put('wrong', { ...citizen(1), status: 'entered-in-error' });
    await deliver(outbox);
    const plain = edited(await letterWith({ id: 'P' }), 'samarbejdsniveau 3 af', 'samarbejdsniveau 4 af');
    expect(await answer(archive, plain)).toBe('created no-level');
    const [letter] = await store.read((sql) => sql.all<{ id: string }>('SELECT id FROM letter'));
    const [one] = await store.read((sql) => sql.all<{ id: string }>('SELECT id FROM response'));
    const told = async (number: CitizenKey | undefined) => {
      if (number === undefined) throw new Error('a citizen has a number');
      const found = await store.read((sql) => auditOf(sql, keys, number));
      return found.flatMap(({ act, target, particulars }) => (act === 'retention' ? [{ target, particulars }] : []));
    };
    const [numbers] = await store.read((sql) =>
      sql.all<CitizenKey & Row>(
        'SELECT system, value FROM citizen_number WHERE citizen = (SELECT citizen FROM letter)',
      ),
    );
    expect(await run(outbox, kept('withdrawn', 'letters'), { dry: true })).toEqual({ withdrawn: 1, letters: 1 });
    expect([await told(key(1)), await told(numbers)]).toEqual([[], []]);
    expect(await run(outbox, kept('withdrawn', 'letters'))).toEqual({ withdrawn: 1, letters: 1 });
    expect(await told(key(1))).toEqual([
      { target: { type: 'QuestionnaireResponse', id: one?.id }, particulars: { class: 'withdrawn' } },
    ]);
    expect(await told(numbers)).toEqual([
      { target: { type: 'letter', id: letter?.id }, particulars: { class: 'letters' } },
    ]);
  });

  test('one that was deleted is known to its sender only: for others its identifier is taken', async () => {
    const outbox = await openOutbox(database);
    const send = (status: 'completed' | 'entered-in-error', organization: string) => {
      const body = Buffer.from(JSON.stringify(response({ identifier: identifier('theirs'), status })));
      const sight = { organizations: [organization], sees: 'parties' } as const;
      return keepResponse(ports, outbox.archive, { response: body, sight });
    };
    await send('completed', 'aarhus');
    expect(await refusalOf(() => send('completed', 'odense'))).toMatchObject([{ code: 'identifier-taken' }]);
    await send('entered-in-error', 'aarhus');
    await run(outbox, kept('withdrawn'));
    expect(await responses(outbox)).toEqual([]);
    const place = 'QuestionnaireResponse.identifier';
    expect(await refusalOf(() => send('completed', 'aarhus'))).toEqual([{ code: 'response-retired', place }]);
    expect(await refusalOf(() => send('completed', 'odense'))).toEqual([{ code: 'identifier-taken', place }]);
  });

  test('a draft that nobody went on with goes, and may be begun anew', async () => {
    const outbox = await openOutbox(database);
    await outbox.put('draft', { status: 'in-progress' });
    await outbox.put('discarded', { status: 'stopped' });
    expect(await run(outbox, kept('drafts'), { days: 89 })).toEqual({ drafts: 0 });
    expect(await run(outbox, kept('drafts'))).toEqual({ drafts: 2 });
    await outbox.put('draft');
    expect(await responses(outbox)).toEqual(['draft']);
  });

  test('tries and deliveries that others followed go; the last one of each way stays, so that a withdrawal follows it', async () => {
    const outbox = await openOutbox(database);
    await outbox.put('a');
    await outbox.put('a', { status: 'amended' });
    await deliver(outbox);
    expect(await run(outbox, kept('tries', 'deliveries'))).toEqual({ tries: 2, deliveries: 1 });
    expect([await rowsOf(outbox, 'attempt'), await rowsOf(outbox, 'outbox')]).toEqual([0, 1]);
    await outbox.put('a', { status: 'entered-in-error' });
    expect((await outbox.desk.list({ state: 'pending', limit: 9 })).map(({ event }) => event)).toEqual(['withdrawn']);
  });

  test('letters that gave no level go, not those that a level came by, nor one whose receipt is awaited', async () => {
    const outbox = await openOutbox(database);
    const { archive, store } = outbox;
    // An edited block is no level.
    const plain = edited(await letterWith({ id: 'P' }), 'samarbejdsniveau 3 af', 'samarbejdsniveau 4 af');
    expect(await answer(archive, plain)).toBe('created no-level');
    expect(await answer(archive, await letterWith({ id: 'L' }))).toBe('created level');
    const bytes = await letterWith({ id: 'U', from: 'practice' });
    await keepSent(archive, { bytes, letterId: 'U', attached: false, identity: 'none', correlation: undefined });
    expect(await run(outbox, kept('letters'), { days: 89 })).toEqual({ letters: 0 });
    expect(await run(outbox, kept('letters'))).toEqual({ letters: 1 });
    const left = await store.read((sql) => sql.all('SELECT letter_id, state FROM letter ORDER BY letter_id'));
    expect(left).toEqual([
      { letter_id: 'L', state: 'level' },
      { letter_id: 'U', state: 'receipt-awaited' },
    ]);
    expect(await rowsOf(outbox, 'letter_envelope')).toBe(2);
  });
});
