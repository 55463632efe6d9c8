import { describe, expect, test } from 'vitest';
import { destinationProblem } from '../../src/outbox/destinations.ts';
import type { Leased } from '../../src/outbox/queue.ts';
import { auditOf } from '../../src/store/audit/find.ts';
import { throwawayKeys } from '../../src/store/audit/keys.ts';
import { openDesk } from '../../src/store/outbox/desk.ts';
import type { Actor } from '../../src/work/audit/entry.ts';
import { databases } from '../store/databases.ts';
import { citizen, type Outbox, openOutbox } from './outboxes.ts';

const by: Actor = { kind: 'operator', name: 'drift' };
const hour = 3_600_000;

/** Ends the oldest that may be sent, so. */
async function end({ queue, time }: Outbox, state: 'pending' | 'delivered' | 'dead', code: string): Promise<void> {
  const [held] = await queue.claim('a', 'there', 1, hour);
  const ended = { state, code, nextAt: time.at + hour / 2, startedAt: time.at };
  if (!(await queue.end('a', held as Leased, ended))) throw new Error('nothing was ended');
}

const numbers = (rows: readonly { readonly number: number }[]) => rows.map(({ number }) => number);

describe.each(databases())('the outbox as operators see it, on $name', (database) => {
  test('a destination is known by a route, by what is to be done, or by what has arrived, which is read last', async () => {
    const outbox = await openOutbox(database);
    const { desk } = outbox;
    const unread = { ...desk, list: () => Promise.reject(new Error('what has arrived was read')) };
    await outbox.put('a');
    expect(await destinationProblem(unread, 'led', () => ['led'])).toBeUndefined();
    expect(await destinationProblem(unread, 'there', () => [])).toBeUndefined();
    await end(outbox, 'delivered', 'delivered');
    expect(await destinationProblem(desk, 'there', () => [])).toBeUndefined();
    expect(await destinationProblem(desk, 'slip', () => ['led'])).toMatchObject({
      code: 'destination-unknown',
      place: { option: 'destination' },
    });
  });

  test('shows each view by key: what is to be done the oldest first, what is done with the newest first', async () => {
    const outbox = await openOutbox(database);
    const { desk, put } = outbox;
    for (let index = 0; index < 7; index += 1) await put(`a${index}`, citizen(index));
    await end(outbox, 'dead', 'server-refused');
    await end(outbox, 'delivered', 'delivered');
    await end(outbox, 'pending', 'server-unreachable');
    await end(outbox, 'dead', 'server-refused');
    await end(outbox, 'delivered', 'delivered');
    const page = async (view: Parameters<typeof desk.page>[0]['view'], after?: number) => {
      const { deliveries, next } = await desk.page({ view, after, count: 2 });
      return [numbers(deliveries), next];
    };
    expect(await page('waiting')).toEqual([[3, 6], 6]);
    expect(await page('waiting', 6)).toEqual([[7], undefined]);
    expect(await page('failing')).toEqual([[3], undefined]);
    expect(await page('dead')).toEqual([[1, 4], undefined]);
    expect(await page('delivered')).toEqual([[5, 2], undefined]);
    expect(await page('skipped')).toEqual([[], undefined]);
    expect((await desk.page({ view: 'dead', code: 'server-unreachable', count: 9 })).deliveries).toEqual([]);
    expect(numbers((await desk.page({ view: 'dead', destination: 'there', count: 9 })).deliveries)).toEqual([1, 4]);
    const oldest = Date.parse('2026-12-01T12:00:00Z');
    expect(await desk.causes()).toEqual([
      { destination: 'there', state: 'dead', code: 'server-refused', count: 2, oldest },
      { destination: 'there', state: 'pending', code: undefined, count: 2, oldest },
      { destination: 'there', state: 'pending', code: 'server-unreachable', count: 1, oldest },
    ]);
  });

  test('counts the tries of each hour', async () => {
    const outbox = await openOutbox(database);
    const { desk, put, time } = outbox;
    for (let index = 0; index < 3; index += 1) await put(`a${index}`, citizen(index));
    await end(outbox, 'dead', 'server-refused');
    time.at += hour;
    await end(outbox, 'delivered', 'delivered');
    time.at += hour;
    await end(outbox, 'delivered', 'delivered');
    const from = Date.parse('2026-12-01T12:00:00Z');
    expect(await desk.hours(3)).toEqual([
      { from, delivered: 0, failed: 1 },
      { from: from + hour, delivered: 1, failed: 0 },
      { from: from + 2 * hour, delivered: 1, failed: 0 },
    ]);
    expect(await desk.hours(1)).toEqual([{ from: from + 2 * hour, delivered: 1, failed: 0 }]);
  });

  test('leaves what is on its way as it is', async () => {
    const { desk, put, queue } = await openOutbox(database);
    await put('a');
    const [held] = await queue.claim('a', 'there', 1, hour);
    const selection = { numbers: [1], limit: 9 };
    expect(await desk.change(selection, 'skipped')).toEqual([{ number: 1, result: 'sending' }]);
    expect(await desk.change(selection, 'skipped', { by })).toEqual([{ number: 1, result: 'sending' }]);
    const ended = { state: 'delivered', code: 'delivered', nextAt: 0, startedAt: 0 } as const;
    expect(await queue.end('a', held as Leased, ended)).toBe(true);
  });

  test('what is changed is written down with it: the order, and a row for each citizen', async () => {
    const outbox = await openOutbox(database);
    const { store, put, time } = outbox;
    const keys = throwawayKeys();
    for (let index = 0; index < 2; index += 1) await put(`a${index}`, citizen(index));
    await end(outbox, 'dead', 'server-refused');
    await end(outbox, 'dead', 'server-refused');
    const desk = openDesk({ ...store, now: async () => time.at }, keys);
    await desk.change({ state: 'dead', limit: 9 }, 'skipped');
    await desk.change({ state: 'dead', limit: 9 }, 'skipped', { by, reason: 'test' });
    for (const [index, number] of [1, 2].entries()) {
      const { system, value } = citizen(index).subject?.identifier ?? {};
      const found = await store.read((sql) => auditOf(sql, keys, { system: system ?? '', value: value ?? '' }));
      expect(found.map(({ act, by: who, particulars }) => [act, who, particulars])).toEqual([
        ['outbox-skip', by, { delivery: number, destination: 'there', reason: 'test' }],
      ]);
    }
  });
});
