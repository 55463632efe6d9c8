import { describe, expect, test } from 'vitest';
import type { Verdict } from '../../src/delivery/send.ts';
import type { Log } from '../../src/log.ts';
import { mostRefusals } from '../../src/outbox/policy.ts';
import type { Queue } from '../../src/outbox/queue.ts';
import { type Deliver, startWorker, type Worker, type WorkerSettings } from '../../src/outbox/worker.ts';
import { storeRefusal } from '../../src/store/failure.ts';
import { theService } from '../../src/work/audit/entry.ts';
import { until } from '../http/service.ts';
import { databases } from '../store/databases.ts';
import { citizen, openOutbox } from './outboxes.ts';

const [database] = databases();
if (database === undefined) throw new Error('there is always SQLite');
// The pauses themselves are stated by policy.test.ts.
const settings: Partial<WorkerSettings> = { poll: 20, pause: () => 10 };
const quiet: Log = () => {};

function start(queue: Queue, sends: Readonly<Record<string, Deliver>>, log = quiet): Worker {
  return startWorker({ queue, destinations: new Map(Object.entries(sends)), log, settings });
}

/** A destination that fails at the first delivery, and takes all others; `count` of the tries that failed. */
function failsAtTheFirst(): { readonly count: () => number; readonly send: Deliver } {
  let tries = 0;
  const send: Deliver = async ({ number }) => {
    if (number !== 1) return { kind: 'delivered' };
    tries += 1;
    return { kind: 'again', code: 'server-busy', all: true };
  };
  return { count: () => tries, send };
}

describe('the worker', () => {
  test('delivers everything, each in the order of its citizen', async () => {
    const { queue, put, desk } = await openOutbox(database);
    const sent: number[] = [];
    const worker = start(queue, {
      there: async ({ number }) => ({ kind: sent.push(number) > 0 ? 'delivered' : 'delivered' }),
    });
    for (let index = 0; index < 12; index += 1) await put(`a${index}`, citizen(index % 3));
    worker.wake();
    await until(() => sent.length === 12);
    await worker.stop(1_000);
    for (const start of [0, 1, 2]) {
      const own = sent.filter((number) => (number - 1) % 3 === start);
      expect(own).toEqual([...own].sort((one, other) => one - other));
    }
    expect(await desk.depths()).toEqual([]);
  });

  test('is not held up by another destination that hangs', async () => {
    const { queue, put, desk } = await openOutbox(database, ['dead', 'there']);
    const hangs = new Promise<Verdict>(() => {});
    const worker = start(queue, { dead: () => hangs, there: async () => ({ kind: 'delivered' }) });
    for (let index = 0; index < 8; index += 1) await put(`a${index}`, citizen(index));
    worker.wake();
    await until(async () => (await desk.depths()).every(({ destination }) => destination === 'dead'));
    await worker.stop(0);
    // What it let go of is there for the next one at once.
    expect(
      (await desk.list({ destination: 'dead', limit: 9 })).map(({ state, leased }) => `${state} ${leased}`),
    ).toEqual(Array.from({ length: 8 }, () => 'pending false'));
  });

  test.each([120_000, -3 * 3_600_000])('sends once what it is sending when the clock jumps by %i ms', async (jump) => {
    const { queue, put, desk, time } = await openOutbox(database);
    const arrived = Promise.withResolvers<Verdict>();
    let sends = 0;
    let claims = 0;
    const counted: Queue = {
      ...queue,
      claim: (...asked) => {
        claims += 1;
        return queue.claim(...asked);
      },
    };
    const there: Deliver = () => {
      sends += 1;
      return arrived.promise;
    };
    await put('a');
    const worker = start(counted, { there });
    await until(() => sends === 1);
    time.at += jump;
    const before = claims;
    await until(() => claims >= before + 2);
    arrived.resolve({ kind: 'delivered' });
    await until(async () => (await desk.list({ state: 'delivered', limit: 9 })).length === 1);
    await worker.stop(1_000);
    expect([sends, (await desk.attempts(1)).map(({ attempt }) => attempt)]).toEqual([1, [1]]);
  });

  test('tries what failed again, and goes on past what can never succeed', async () => {
    const { queue, put, desk, time } = await openOutbox(database);
    const verdicts: Verdict[] = [
      { kind: 'again', code: 'server-busy', all: false },
      { kind: 'dead', code: 'server-refused' },
    ];
    const worker = start(queue, { there: async () => verdicts.shift() ?? { kind: 'delivered' } });
    await put('a');
    await put('b');
    worker.wake();
    await until(async () => (await desk.attempts(1)).length === 1);
    time.at += 3_600_000;
    await until(async () => (await desk.depths()).every(({ state }) => state === 'dead'));
    await worker.stop(1_000);
    expect((await desk.list({ limit: 9 })).map(({ state, attempt, code }) => [state, attempt, code])).toEqual([
      ['dead', 2, 'server-refused'],
      ['delivered', 1, 'delivered'],
    ]);
    expect((await desk.attempts(1)).map(({ code }) => code)).toEqual(['server-busy', 'server-refused']);
  });

  test('gives up what is refused again and again on its own account; a destination that is down does not count', async () => {
    const { queue, put, desk } = await openOutbox(database);
    await put('a');
    await put('a', { status: 'amended' });
    let refusals = 0;
    const send: Deliver = async ({ number, attempt }) => {
      if (number === 2) return { kind: 'delivered' };
      if (attempt <= mostRefusals + 5) return { kind: 'again', code: 'server-unreachable', all: true };
      refusals += 1;
      return { kind: 'again', code: 'server-refused', all: false };
    };
    const pauses = { ...settings, pause: () => 0 };
    const worker = startWorker({ queue, destinations: new Map([['there', send]]), log: quiet, settings: pauses });
    // What the citizen has after it goes on.
    await until(async () => (await desk.list({ state: 'delivered', limit: 9 })).length === 1);
    await worker.stop(1_000);
    expect(refusals).toBe(mostRefusals);
    expect((await desk.list({ limit: 9 })).map(({ state, code, attempt }) => [state, code, attempt])).toEqual([
      ['dead', 'server-refused', 2 * mostRefusals + 5],
      ['delivered', 'delivered', 1],
    ]);
  });

  test('gives what a person has tried again the tries and the pauses of a new one, and keeps its history', async () => {
    const { queue, put, desk } = await openOutbox(database);
    await put('a');
    const asked: number[] = [];
    const pause = (failed: number) => {
      asked.push(failed);
      return 0;
    };
    const send: Deliver = async () => ({ kind: 'again', code: 'server-refused', all: false });
    const parts = { queue, destinations: new Map([['there', send]]), log: quiet, settings: { ...settings, pause } };
    const worker = startWorker(parts);
    const dies = () => until(async () => (await desk.list({ state: 'dead', limit: 9 })).length === 1);
    await dies();
    const [first] = await desk.hours(1);
    expect(await desk.change({ numbers: [1], limit: 1 }, 'retried', { by: theService })).toHaveLength(1);
    worker.wake();
    await dies();
    await worker.stop(1_000);
    const failures = Array.from({ length: mostRefusals }, () => 'server-refused');
    expect((await desk.attempts(1)).map(({ code }) => code)).toEqual([...failures, 'retried', ...failures]);
    const pauses = Array.from({ length: mostRefusals - 1 }, (_, index) => index + 1);
    expect(asked).toEqual([...pauses, ...pauses]);
    expect([first?.failed, (await desk.hours(1))[0]?.failed]).toEqual([mostRefusals, 2 * mostRefusals]);
  });

  test('gives up what a destination fails at while it takes others, over and over; one that is down is waited for', async () => {
    const { queue, put, desk, time } = await openOutbox(database);
    await put('poison', citizen(0));
    await put('poison', { ...citizen(0), status: 'amended' });
    const { count, send } = failsAtTheFirst();
    const worker = start(queue, { there: send });
    const states = async () => (await desk.list({ limit: 99 })).map(({ state }) => state);
    const untilNextTry = async () => {
      const before = count();
      time.at += 60_000;
      await until(() => count() > before);
    };
    // However often it fails where nothing else arrives.
    for (let index = 0; index <= mostRefusals; index += 1) await untilNextTry();
    for (let index = 1; index <= mostRefusals; index += 1) {
      expect((await states()).slice(0, 2)).toEqual(['pending', 'pending']);
      await put(`other${index}`, citizen(index));
      await until(async () => (await states()).at(-1) === 'delivered');
      await untilNextTry();
    }
    // What the citizen has after it goes on.
    await until(async () => (await states())[1] === 'delivered');
    await worker.stop(1_000);
    expect((await desk.list({ limit: 1 })).map(({ state, code }) => [state, code])).toEqual([['dead', 'server-busy']]);
  });

  test('counts anew what another instance gave up and a person has tried again', async () => {
    const { store, queue, put, desk, time } = await openOutbox(database);
    await put('poison', citizen(0));
    const { count, send } = failsAtTheFirst();
    const worker = start(queue, { there: send });
    const first = async () => (await desk.list({ numbers: [1], limit: 1 }))[0];
    const untilTry = async (number: number) => {
      await until(() => count() === number);
      await until(async () => (await first())?.leased === false);
    };
    await untilTry(1);
    for (let index = 1; index <= mostRefusals; index += 1) {
      await put(`other${index}`, citizen(index));
      await until(async () => (await desk.list({ state: 'delivered', limit: 99 })).length === index);
      if (index === mostRefusals) break;
      time.at += 60_000;
      await untilTry(index + 1);
    }
    await store.write((sql) => sql.all("UPDATE outbox SET state = 'dead' WHERE number = 1"));
    expect(await desk.change({ numbers: [1], limit: 1 }, 'retried', { by: theService })).toHaveLength(1);
    await untilTry(mostRefusals + 1);
    await worker.stop(1_000);
    expect((await first())?.state).toBe('pending');
  });

  test('waits by the tries that failed: those that a crash cut off are none', async () => {
    const { queue, put, desk, time } = await openOutbox(database);
    await put('a');
    for (let crash = 0; crash < 12; crash += 1) {
      expect(await queue.claim(`crashed-${crash}`, 'there', 1, 1_000)).toHaveLength(1);
      time.at += 1_001;
    }
    const asked: number[] = [];
    const send: Deliver = async () => ({ kind: 'again', code: 'server-unreachable', all: false });
    const pause = (failed: number) => {
      asked.push(failed);
      return 0;
    };
    const worker = startWorker({
      ...{ queue, destinations: new Map([['there', send]]), log: quiet },
      settings: { ...settings, pause },
    });
    await until(async () => (await desk.attempts(1)).length >= 3);
    await worker.stop(1_000);
    expect(asked.slice(0, 3)).toEqual([1, 2, 3]);
    expect((await desk.attempts(1))[0]?.attempt).toBe(13);
  });

  test('gives up a delivery at which we fail ourselves, and no other', async () => {
    const { queue, put, desk } = await openOutbox(database);
    const send: Deliver = async ({ number }) => {
      if (number === 1) throw new TypeError('ours');
      return { kind: 'delivered' };
    };
    await put('a');
    await put('b');
    const worker = start(queue, { there: send });
    await until(async () => (await desk.list({ state: 'delivered', limit: 9 })).length === 1);
    await worker.stop(1_000);
    expect((await desk.list({ limit: 9 })).map(({ code }) => code)).toEqual(['internal-error', 'delivered']);
  });

  test('goes on after a database that was away', async () => {
    const { queue, put, desk } = await openOutbox(database);
    await put('a');
    let failures = 2;
    const claim: Queue['claim'] = async (...given) => {
      failures -= 1;
      if (failures >= 0) throw storeRefusal('store-unavailable');
      return queue.claim(...given);
    };
    const events: string[] = [];
    const worker = start({ ...queue, claim }, { there: async () => ({ kind: 'delivered' }) }, (_level, event) =>
      events.push(event),
    );
    await until(async () => (await desk.depths()).length === 0);
    await worker.stop(1_000);
    expect(events).toEqual(['outbox-store', 'outbox-store', 'delivery']);
  });

  test('tries a destination that is down with one delivery at a time', async () => {
    const { queue, put } = await openOutbox(database);
    for (let index = 0; index < 6; index += 1) await put(`a${index}`, citizen(index));
    let running = 0;
    let most = 0;
    let tries = 0;
    const worker = start(queue, {
      there: async () => {
        running += 1;
        if (tries > 4) most = Math.max(most, running);
        await new Promise((resolve) => setImmediate(resolve));
        running -= 1;
        tries += 1;
        return { kind: 'again', code: 'server-unreachable', all: true };
      },
    });
    await until(() => tries > 5);
    await worker.stop(1_000);
    expect(most).toBe(1);
  });
});
