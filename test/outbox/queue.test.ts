import { describe, expect, test } from 'vitest';
import type { Ended } from '../../src/outbox/queue.ts';
import { theService } from '../../src/work/audit/entry.ts';
import { citizens } from '../store/archives.ts';
import { databases } from '../store/databases.ts';
import { audited } from './audited.ts';
import { citizen, openOutbox, outboxIn } from './outboxes.ts';

const lease = 60_000;
const ended = (state: Ended['state'], nextAt = 0): Ended => ({ state, code: 'delivered', nextAt, startedAt: 0 });
const numbers = (list: readonly { readonly number: number }[]) => list.map(({ number }) => number);

describe.each(databases())('the outbox on $name', (database) => {
  test('hands out each delivery once, the oldest first, with what is to be sent', async () => {
    const { queue, put } = await openOutbox(database);
    for (const index of [1, 2, 3]) await put(`a${index}`, citizen(index));
    const [one, two] = [await queue.claim('a', 'there', 2, lease), await queue.claim('b', 'there', 2, lease)];
    expect([numbers(one), numbers(two)]).toEqual([[1, 2], [3]]);
    expect(JSON.parse(one[0]?.content ?? '')).toMatchObject({ resourceType: 'Bundle', type: 'transaction' });
    expect(await queue.claim('c', 'there', 2, lease)).toEqual([]);
  });

  test('says by which routes something has left, the last one first', async () => {
    const { putFor, archive } = await openOutbox(database);
    await putFor(['b'], 'a');
    await putFor(['a'], 'a', { status: 'amended' });
    const left = await archive.write((records) => records.left([1]));
    expect(left.map(({ route }) => route)).toEqual(['a', 'b']);
  });

  test('hands out nothing of another destination', async () => {
    const { queue, put } = await openOutbox(database, ['there', 'elsewhere']);
    await put('a');
    expect(numbers(await queue.claim('a', 'elsewhere', 9, lease))).toEqual([2]);
    expect(numbers(await queue.claim('a', 'there', 9, lease))).toEqual([1]);
  });

  test('keeps the order of a citizen: what came later waits, whoever has the earlier one', async () => {
    const { queue, put, time } = await openOutbox(database);
    await put('a');
    await put('a', { status: 'amended' });
    await put('b', citizen(1));
    const [first, other] = await queue.claim('a', 'there', 9, lease);
    expect([first?.number, other?.number]).toEqual([1, 3]);
    expect(await queue.claim('b', 'there', 9, lease)).toEqual([]);
    if (first === undefined) throw new Error('nothing was claimed');
    await queue.end('a', first, ended('pending', time.at + 5_000));
    expect(await queue.claim('b', 'there', 9, lease)).toEqual([]);
    time.at += 5_000;
    const [again] = await queue.claim('b', 'there', 9, lease);
    expect([again?.number, again?.attempt]).toEqual([1, 2]);
    if (again === undefined) throw new Error('nothing was claimed');
    await queue.end('b', again, ended('delivered'));
    expect(numbers(await queue.claim('b', 'there', 9, lease))).toEqual([2]);
  });

  test('counts the tries that failed, also of one that was delivered and is sent again', async () => {
    const { queue, put, store } = await openOutbox(database);
    await put('a');
    const failed = { ...ended('pending'), code: 'server-busy' };
    const counts: unknown[] = [];
    for (const end of [failed, ended('delivered'), failed]) {
      const [leased] = await queue.claim('a', 'there', 1, lease);
      if (leased === undefined) throw new Error('nothing was claimed');
      counts.push([await queue.tries(leased), await queue.tries(leased, 'server-busy')]);
      await queue.end('a', leased, end);
      await store.write((sql) => sql.all("UPDATE outbox SET state = 'pending', ended_at = NULL"));
    }
    expect(counts).toEqual([
      [0, 0],
      [1, 1],
      [1, 1],
    ]);
  });

  test('lets a dead one block nobody', async () => {
    const { queue, put } = await openOutbox(database);
    await put('a');
    await put('a', { status: 'amended' });
    const [first] = await queue.claim('a', 'there', 9, lease);
    if (first === undefined) throw new Error('nothing was claimed');
    await queue.end('a', first, ended('dead'));
    expect(numbers(await queue.claim('a', 'there', 9, lease))).toEqual([2]);
  });

  test.each([
    ['arrived', { state: 'delivered', code: 'delivered' }, undefined],
    ['was given up', { state: 'dead', code: 'server-refused' }, 'server-refused'],
  ] as const)('writes down what %s with its state, or neither', async (_name, end, code) => {
    const { store, queue, put, desk, time } = await openOutbox(database);
    await put('a');
    const [first] = await queue.claim('a', 'there', 1, lease);
    if (first === undefined) throw new Error('nothing was claimed');
    // A try that comes again is no end.
    await queue.end('a', first, { state: 'pending', code: 'server-busy', nextAt: time.at, startedAt: time.at });
    const [held] = await queue.claim('a', 'there', 1, lease);
    if (held === undefined) throw new Error('nothing was claimed');
    const over = { ...end, nextAt: time.at, startedAt: time.at };
    await store.write((sql) => sql.all('ALTER TABLE audit RENAME TO away'));
    await expect(queue.end('a', held, over)).rejects.toThrow();
    await store.write((sql) => sql.all('ALTER TABLE away RENAME TO audit'));
    expect((await desk.list({ limit: 9 })).map(({ state, leased }) => [state, leased])).toEqual([['pending', true]]);
    expect((await desk.attempts(1)).map(({ attempt }) => attempt)).toEqual([1]);
    expect(await audited(store)).toEqual([]);

    expect(await queue.end('a', held, over)).toBe(true);
    // A worker whose lease was taken from it has ended nothing.
    expect(await queue.end('a', held, over)).toBe(false);
    expect((await desk.list({ limit: 9 })).map(({ state }) => state)).toEqual([end.state]);
    const [row, ...others] = await audited(store);
    expect(others).toEqual([]);
    expect(row).toMatchObject({
      ...{ act: 'delivery', by: { kind: 'service' }, at: time.at },
      target: { type: 'QuestionnaireResponse', version: 1 },
      citizens: [expect.stringMatching(/^[\w-]{22}$/)],
      particulars: { destination: 'there', form: 'Bundle', delivery: 1 },
    });
    expect(row?.code).toBe(code);
  });

  test('gives what a crashed worker held to the next one when its lease ends, and fences the first one off', async () => {
    const { queue, put, time, desk } = await openOutbox(database);
    await put('a');
    const [held] = await queue.claim('crashed', 'there', 1, lease);
    time.at += lease - 1;
    expect(await queue.claim('b', 'there', 1, lease)).toEqual([]);
    time.at += 1;
    const [taken] = await queue.claim('b', 'there', 1, lease);
    expect(taken?.attempt).toBe(2);
    if (held === undefined || taken === undefined) throw new Error('nothing was claimed');
    expect(await queue.end('crashed', held, ended('dead'))).toBe(false);
    expect(await queue.renew('crashed', [held], lease)).toEqual([]);
    expect(await queue.end('b', taken, ended('delivered'))).toBe(true);
    expect((await desk.list({ limit: 9 })).map(({ state }) => state)).toEqual(['delivered']);
  });

  test('prolongs a lease, and gives back at once what is let go of', async () => {
    const { queue, put, time } = await openOutbox(database);
    await put('a');
    const held = await queue.claim('a', 'there', 1, lease);
    time.at += lease - 1;
    expect(await queue.renew('a', held, lease)).toEqual([1]);
    time.at += lease - 1;
    expect(await queue.claim('b', 'there', 1, lease)).toEqual([]);
    await queue.release('a');
    expect(numbers(await queue.claim('b', 'there', 1, lease))).toEqual([1]);
  });

  test('is not stopped by a clock that jumped: a moment far ahead was written by another clock', async () => {
    const { queue, put, time } = await openOutbox(database);
    await put('a');
    time.at += 10 * 365 * 86_400_000;
    const [held] = await queue.claim('a', 'there', 1, lease);
    if (held === undefined) throw new Error('nothing was claimed');
    await queue.end('a', held, ended('pending', time.at + 1_000));
    time.at -= 10 * 365 * 86_400_000;
    expect(numbers(await queue.claim('a', 'there', 1, lease))).toEqual([1]);
  });

  test('keeps the order of two citizens who turn out to be one', async () => {
    const { queue, put } = await openOutbox(database);
    await put('a', { subject: { identifier: citizens.replacement } });
    await put('b');
    const patient = {
      resourceType: 'Patient' as const,
      id: 'p',
      identifier: [citizens.nancy, citizens.replacement],
      name: [{ text: 'Nancy Ann Berggren' }],
    };
    await put('c', { contained: [patient], subject: { reference: '#p' } });
    expect(numbers(await queue.claim('a', 'there', 9, lease))).toEqual([1]);
  });

  test('shows, retries and skips, dry first; what a later delivery overtook stays', async () => {
    const { queue, put, desk, time } = await openOutbox(database);
    await put('a');
    await put('a', { status: 'amended' });
    await put('b', citizen(1));
    for (const state of ['dead', 'delivered'] as const) {
      const [held] = await queue.claim('a', 'there', 1, lease);
      if (held !== undefined) await queue.end('a', held, ended(state));
    }
    const [held] = await queue.claim('a', 'there', 1, lease);
    if (held !== undefined) await queue.end('a', held, ended('dead'));
    const dead = { state: 'dead', limit: 9 } as const;
    const both = [
      { number: 1, result: 'overtaken' },
      { number: 3, result: 'retried' },
    ];
    expect(await desk.change(dead, 'retried')).toEqual(both);
    expect(numbers(await desk.list(dead))).toEqual([1, 3]);
    expect(await desk.depths()).toEqual([{ destination: 'there', state: 'dead', count: 2, oldest: time.at }]);
    expect(await desk.change(dead, 'retried', { by: theService })).toEqual(both);
    expect((await desk.list({ limit: 9 })).map(({ state }) => state)).toEqual(['dead', 'delivered', 'pending']);
    expect(await desk.change({ numbers: [1, 2, 3], limit: 9 }, 'skipped', { by: theService })).toEqual([
      { number: 1, result: 'skipped' },
      { number: 3, result: 'skipped' },
    ]);
    expect((await desk.attempts(1)).map(({ attempt, code }) => [attempt, code])).toEqual([[1, 'delivered']]);
  });
});

describe('two instances on one PostgreSQL', () => {
  const found = databases().find(({ name }) => name === 'postgres');
  test.skipIf(found === undefined)('share the work: nothing twice, and the order of each citizen', async () => {
    if (found === undefined) return;
    const address = await found.address();
    const one = await outboxIn(await found.open(address));
    const other = await outboxIn(await found.open(address));
    const count = 12;
    for (let index = 0; index < count; index += 1) await one.put(`a${index}`, citizen(index % 4));
    const done: number[] = [];
    const work = async (owner: string, { queue }: typeof one) => {
      while (done.length < count) {
        const claimed = await queue.claim(owner, 'there', 2, lease);
        for (const leased of claimed) if (await queue.end(owner, leased, ended('delivered'))) done.push(leased.number);
      }
    };
    await Promise.all([work('one', one), work('other', other)]);
    expect([...done].sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, index) => index + 1));
    for (const start of [1, 2, 3, 4]) {
      const own = done.filter((number) => number % 4 === start % 4);
      expect(own).toEqual([...own].sort((a, b) => a - b));
    }
  });
});
