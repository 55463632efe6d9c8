import type { Bundle, QuestionnaireResponse, Task } from 'fhir/r4.js';
import { describe, expect, test } from 'vitest';
import type { Ended, Leased } from '../../src/outbox/queue.ts';
import { theService } from '../../src/work/audit/entry.ts';
import { keepResponse } from '../../src/work/keep/keep.ts';
import type { Route } from '../../src/work/routes/route.ts';
import { responseBytes } from '../fixtures.ts';
import { ports } from '../ports.ts';
import { identifier, response } from '../store/archives.ts';
import { databases } from '../store/databases.ts';
import { type Outbox, openOutbox } from './outboxes.ts';

const lease = 60_000;
const dead = { state: 'dead', limit: 9 } as const;

async function end({ queue, time }: Outbox, state: Ended['state']): Promise<void> {
  const [held] = await queue.claim('a', 'there', 1, lease);
  await queue.end('a', held as Leased, { state, code: state, nextAt: time.at, startedAt: time.at });
}

/** The status of each Task in what is sent, by its identifier. */
function tasksOf({ content }: Leased): ReadonlyMap<string, string> {
  const { entry = [] } = JSON.parse(content) as Bundle;
  const tasks = entry.flatMap(({ resource }) => (resource?.resourceType === 'Task' ? [resource as Task] : []));
  return new Map(tasks.map(({ identifier: [one] = [], status }) => [one?.value ?? '', status]));
}

const a = { authored: '2026-01-20T10:30:00+01:00' };
const b = { authored: '2026-02-20T10:30:00+01:00' };
const amended = { status: 'amended' } as const;
const withdrawn = { status: 'entered-in-error' } as const;
const author = { display: 'Mette Hansen', type: 'Practitioner' };

/** The answers of another response, with another level. */
function answersOf(name: string): Pick<QuestionnaireResponse, 'questionnaire' | 'item'> {
  const { questionnaire, item = [] } = JSON.parse(responseBytes(name).toString()) as QuestionnaireResponse;
  return { ...(questionnaire !== undefined && { questionnaire }), item };
}

const level = {
  one: answersOf('somatik-1-vurderet'),
  two: answersOf('somatik-2-afviger'),
  three: answersOf('somatik-3-aftalt'),
};

/** What is kept, under which identifier, and what becomes of the deliveries that come of it. */
type Step = readonly [string, Partial<QuestionnaireResponse>, ...(readonly ('delivered' | 'dead')[])];

/** What is answered for each dead one, in their order. */
const cases: readonly (readonly [string, readonly Step[], readonly string[]])[] = [
  [
    "a plan that a newer level's Bundle has closed is not opened again by an amendment",
    [
      ['a', a, 'delivered'],
      ['a', { ...a, ...amended }, 'dead'],
      ['b', b, 'delivered'],
    ],
    ['overtaken'],
  ],
  [
    'a plan that is in force again is not closed by the level that was withdrawn',
    [
      ['a', a, 'delivered'],
      ['b', b, 'dead'],
      ['b', { ...b, ...withdrawn }, 'dead', 'delivered'],
    ],
    ['overtaken', 'retried'],
  ],
  [
    'a level of which nothing has arrived is created, also where a newer one has closed its plan',
    [
      ['a', a, 'dead'],
      ['b', b, 'delivered'],
    ],
    ['retried'],
  ],
  [
    'the level in force is created, and closes the older one, which was amended since and stayed history',
    [
      ['a', a, 'delivered'],
      ['b', b, 'dead'],
      ['a', { ...a, ...amended }, 'delivered'],
    ],
    ['retried'],
  ],
  [
    'the first version of a level closes the older plan, which its later version that has arrived did not',
    [
      ['a', a, 'delivered'],
      ['b', b, 'dead'],
      ['b', { ...b, ...amended }, 'delivered'],
    ],
    ['retried'],
  ],
  [
    'an amendment that another one has followed',
    [
      ['a', a, 'delivered'],
      ['a', { ...a, ...amended }, 'dead'],
      ['a', { ...a, ...amended, author }, 'delivered'],
    ],
    ['overtaken'],
  ],
  [
    'an amendment of a lower level, whose Tasks a later one does not mention',
    [
      ['a', { ...a, ...level.three }, 'delivered'],
      ['a', { ...a, ...amended, ...level.one }, 'dead'],
      ['a', { ...a, ...amended, ...level.two }, 'delivered'],
    ],
    ['overtaken'],
  ],
  [
    'a response that was amended before it came first, and closes an older plan beside its own',
    [
      ['a', a, 'delivered'],
      ['b', { ...b, ...amended }, 'dead'],
      ['b', { ...b, ...amended, author }, 'delivered'],
    ],
    ['overtaken'],
  ],
];

describe.each(databases())('a dead delivery that is tried again, on $name', (database) => {
  test.each(cases)('%s', async (_, steps, answers) => {
    const outbox = await openOutbox(database);
    for (const [value, changes, ...ends] of steps) {
      await outbox.put(value, changes);
      for (const state of ends) await end(outbox, state);
    }
    const told = async (ordered?: { by: typeof theService }) =>
      (await outbox.desk.change(dead, 'retried', ordered)).map(({ result }) => result);
    expect(await told()).toEqual(answers);
    expect(await told({ by: theService })).toEqual(answers);
  });

  test.each([
    ['amended', [level.three, level.one, level.two]],
    ['entered-in-error', [level.three, level.one, level.one]],
  ] as const)('leaves no Task open that it would have cancelled, when the next version is %s', async (status, said) => {
    const { put, queue, time } = await openOutbox(database);
    const ends = ['delivered', 'dead', 'delivered'] as const;
    const proposed = new Map<string, string>();
    for (const [index, state] of ends.entries()) {
      await put('a', { ...a, ...said[index], ...(index > 0 && { status: index === 2 ? status : 'amended' }) });
      const [held] = await queue.claim('a', 'there', 1, lease);
      await queue.end('a', held as Leased, { state, code: state, nextAt: time.at, startedAt: time.at });
      const tasks = tasksOf(held as Leased);
      if (state !== 'delivered') continue;
      for (const [id, now] of tasks) proposed.set(id, now);
      const open = [...proposed].filter(([id, now]) => now !== 'cancelled' && !tasks.has(id));
      expect(open).toEqual([]);
    }
  });

  test('leaves no Task open that it would have cancelled, when a newer level closes its plan', async () => {
    const { put, queue, time } = await openOutbox(database);
    const open = new Map<string, string>();
    const steps = [
      ['a', { ...a, ...level.three }, 'delivered'],
      ['a', { ...a, ...amended, ...level.one }, 'dead'],
      ['b', { ...b, ...level.two }, 'delivered'],
    ] as const;
    let own: ReadonlyMap<string, string> = new Map();
    for (const [value, changes, state] of steps) {
      await put(value, changes);
      const [held] = await queue.claim('a', 'there', 1, lease);
      await queue.end('a', held as Leased, { state, code: state, nextAt: time.at, startedAt: time.at });
      own = tasksOf(held as Leased);
      if (state === 'delivered') for (const [id, now] of own) open.set(id, now);
      if (state === 'dead') for (const id of own.keys()) expect(open.has(id)).toBe(true);
    }
    // All of the older plan's are closed by the newer level's Bundle; what else is open are its own.
    expect([...open].filter(([id, now]) => now !== 'cancelled' && now !== 'rejected' && !own.has(id))).toEqual([]);
  });

  test('is not sent beside a later one of its citizen that is on its way', async () => {
    const outbox = await openOutbox(database);
    const { put, queue, desk, store } = outbox;
    await put('a');
    await end(outbox, 'delivered');
    await put('a', { ...amended });
    await end(outbox, 'dead');
    await put('a', { ...amended, author });
    const [later] = await queue.claim('b', 'there', 9, lease);
    expect(await desk.change(dead, 'retried')).toEqual([{ number: 2, result: 'sending' }]);
    expect(await desk.change(dead, 'retried', { by: theService })).toEqual([{ number: 2, result: 'sending' }]);
    // As it is where one begins to be sent at the very moment at which another is tried again.
    await store.write((sql) => sql.all("UPDATE outbox SET state = 'pending' WHERE number = 2"));
    expect(await queue.claim('b', 'there', 9, lease)).toEqual([]);
    await queue.end('b', later as Leased, { state: 'dead', code: 'dead', nextAt: 0, startedAt: 0 });
    expect((await queue.claim('b', 'there', 9, lease)).map(({ number }) => number)).toEqual([2]);
  });

  const letter = (name: string, receiver: string | undefined, form: Route['form'], destination = 'there'): Route => ({
    ...{ name, destination, form, when: {} },
    ...(receiver !== undefined && { receiver }),
  });
  const twoWays: readonly (readonly [string, readonly Route[]])[] = [
    ['a page went there too', [letter('l', 'k', 'XDIS91'), letter('p', undefined, 'PDF')]],
    ['another receiver has got it', [letter('l', 'k', 'XDIS91'), letter('m', 'm', 'XDIS91')]],
  ];
  test.each(twoWays)('a letter about one version is none later than itself: %s', async (_, ways) => {
    const outbox = await openOutbox(database);
    const put = (changes: object) =>
      keepResponse({ ...ports, routes: { parties: new Map(), routes: ways } }, outbox.archive, {
        response: Buffer.from(JSON.stringify(response({ identifier: identifier('a'), ...changes }))),
      });
    await put({});
    await end(outbox, 'dead');
    await end(outbox, 'delivered');
    expect(await outbox.desk.change(dead, 'retried')).toEqual([{ number: 1, result: 'retried' }]);
    await put(amended);
    await end(outbox, 'delivered');
    expect(await outbox.desk.change(dead, 'retried')).toEqual([{ number: 1, result: 'overtaken' }]);
  });
});
