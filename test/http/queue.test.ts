import { expect, test } from 'vitest';
import { createQueue } from '../../src/http/apart/queue.ts';

/** Lets clients enter in an order, and says who had a turn after each that ended. */
async function turns(limits: Parameters<typeof createQueue>[0], clients: readonly string[]): Promise<string[]> {
  const queue = createQueue(limits);
  const had: string[] = [];
  const leaves: (() => void)[] = [];
  for (const [index, client] of clients.entries()) {
    void queue.enter(client).then((leave) => {
      had.push(leave === undefined ? `${client}${index} refused` : `${client}${index}`);
      if (leave !== undefined) leaves.push(leave);
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

const wide = { atOnce: 1, waiting: 10, perClient: 10 };

test.each([
  ['one after the other', wide, 'aaa', ['a0', 'a1', 'a2']],
  ['many of one client do not hold up the one of another', wide, 'aaaab', ['a0', 'a1', 'b4', 'a2', 'a3']],
  ['each client in turn', wide, 'aaabbc', ['a0', 'a1', 'b3', 'c5', 'a2', 'b4']],
  ['so many at once', { ...wide, atOnce: 2 }, 'aab', ['a0', 'a1', 'b2']],
  [
    'a client with too many waiting is refused, and others are not',
    { ...wide, perClient: 1 },
    'aaab',
    ['a2 refused', 'a0', 'a1', 'b3'],
  ],
  ['with too many waiting in all everybody is refused', { ...wide, waiting: 1 }, 'aab', ['b2 refused', 'a0', 'a1']],
])('%s', async (_name, limits, clients, expected) => {
  const had = await turns(limits, [...clients]);
  expect(had.toSorted(byRefusal)).toEqual(expected);
});

/** A refusal comes at once; when it is heard of does not matter. */
function byRefusal(one: string, other: string): number {
  return Number(other.endsWith('refused')) - Number(one.endsWith('refused'));
}
