import { describe, expect, test } from 'vitest';
import { openFhirTarget } from '../../src/delivery/fhir-target.ts';
import { type Deliver, startWorker } from '../../src/outbox/worker.ts';
import { until } from '../http/service.ts';
import { citizen, openOutbox } from '../outbox/outboxes.ts';
import { databases } from '../store/databases.ts';
import { openReceiver } from './receiver.ts';

const hour = 3_600_000;

describe.each(databases())('a clock that jumps while things are sent, on $name', (database) => {
  test('an hour on, a day back, a year on and back: all is delivered, nothing written twice, and the order is kept', async () => {
    const receiver = await openReceiver(() => 1);
    const { queue, put, desk, time } = await openOutbox(database);
    const send = await openFhirTarget({
      base: receiver.url,
      credentials: { kind: 'none' },
      timeout: 5_000,
      tls: undefined,
    });
    const deliver: Deliver = ({ number, content }) => send({ number, content, extension: 'json' });
    const settings = { poll: 10, pause: () => 10 };
    const parts = { queue, destinations: new Map([['there', deliver]]), log: () => {}, settings };
    const workers = [startWorker(parts), startWorker(parts)];
    // Between its jumps the clock goes on: what failed after the last one would wait for ever on one that stands still.
    const going = setInterval(() => {
      time.at += 10;
    }, 10);
    for (const [index, jump] of [hour, -24 * hour, 365 * 24 * hour, -365 * 24 * hour, hour].entries()) {
      // While the answer to one is slow in coming, its lease ends by the jump: another worker sends the same.
      receiver.script.push('slow', 'busy', 'slow');
      for (let each = 0; each < 4; each += 1) await put(`${index}-${each}`, citizen(each % 2));
      for (const { wake } of workers) wake();
      await until(() => receiver.script.length < 2);
      time.at += jump;
    }
    await until(async () => (await desk.depths()).length === 0);
    clearInterval(going);
    for (const { stop } of workers) await stop(1_000);
    const arrived = [...receiver.arrived.values()];
    expect(new Set(arrived.flat()).size).toBe(20);
    for (const names of arrived) expect(names).toEqual([...names].sort());
    expect([...receiver.made].filter(([, times]) => times > 1)).toEqual([]);
    await receiver.close();
  });
});
