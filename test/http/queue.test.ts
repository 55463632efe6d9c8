import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createQueue } from '../../src/http/queue.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

type Limits = Parameters<typeof createQueue>[0];

/** How long a turn of a client takes, where it is not 1 ms. */
type Takes = Readonly<Record<string, number>>;

/** Lets clients enter in an order, and says who had a turn after each that ended. */
async function turns(limits: Limits, clients: readonly string[], takes: Takes = {}): Promise<string[]> {
  const clock = { now: 0 };
  const queue = createQueue(limits, () => clock.now);
  const had: string[] = [];
  const leaves: (() => void)[] = [];
  for (const [index, client] of clients.entries()) {
    void queue.enter(client).then((leave) => {
      had.push(leave === undefined ? `${client}${index} refused` : `${client}${index}`);
      if (leave === undefined) return;
      leaves.push(() => {
        clock.now += takes[client] ?? 1;
        leave();
      });
    });
  }
  await Promise.resolve();
  for (let leave = leaves.shift(); leave !== undefined; leave = leaves.shift()) {
    leave();
    await Promise.resolve();
    await Promise.resolve();
  }
  return had;
}

const wide = { atOnce: 1, waiting: 10, perClient: 10, patience: 60_000 };

test.each<[string, Limits, string, string[], Takes?]>([
  ['one after the other', wide, 'aaa', ['a0', 'a1', 'a2']],
  ['many of one client do not hold up the one of another', wide, 'aaaab', ['a0', 'b4', 'a1', 'a2', 'a3']],
  ['each client in turn', wide, 'aaabbc', ['a0', 'b3', 'c5', 'a1', 'b4', 'a2']],
  [
    'the many of a client that take no time go before the second of those that take much',
    wide,
    'aabbccc',
    ['a0', 'b2', 'c4', 'c5', 'c6', 'a1', 'b3'],
    { a: 5_000, b: 5_000 },
  ],
  ['so many at once', { ...wide, atOnce: 2 }, 'aab', ['a0', 'a1', 'b2']],
  [
    'a client with too many waiting is refused, and others are not',
    { ...wide, perClient: 1 },
    'aaab',
    ['a2 refused', 'a0', 'b3', 'a1'],
  ],
  ['with too many waiting in all everybody is refused', { ...wide, waiting: 1 }, 'aab', ['b2 refused', 'a0', 'a1']],
])('%s', async (_name, limits, clients, expected, takes) => {
  const had = await turns(limits, [...clients], takes);
  expect(had.toSorted(byRefusal)).toEqual(expected);
});

/** A refusal comes at once; when it is heard of does not matter. */
function byRefusal(one: string, other: string): number {
  return Number(other.endsWith('refused')) - Number(one.endsWith('refused'));
}

test('whoever has waited too long is refused, and holds no place any more', async () => {
  const queue = createQueue({ ...wide, waiting: 1 });
  const leave = await queue.enter('a');
  const tired = queue.enter('b');
  vi.advanceTimersByTime(wide.patience);
  expect(await tired).toBeUndefined();
  const next = queue.enter('c');
  leave?.();
  expect(await next).toBeInstanceOf(Function);
});

test('what a client has used is forgotten when nobody waits or works', async () => {
  const clock = { now: 0 };
  const queue = createQueue(wide, () => clock.now);
  const first = await queue.enter('a');
  clock.now += 5_000;
  first?.();
  const had: string[] = [];
  const leave = await queue.enter('c');
  void queue.enter('a').then(() => had.push('a'));
  void queue.enter('b').then(() => had.push('b'));
  leave?.();
  await Promise.resolve();
  expect(had).toEqual(['a']);
});
