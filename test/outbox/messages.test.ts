import type { Bundle } from 'fhir/r4.js';
import { describe, expect, test } from 'vitest';
import type { Parcel, Send, Verdict } from '../../src/delivery/send.ts';
import { openCareMessage } from '../../src/medcom/fhir/open.ts';
import { unwrapVans } from '../../src/medcom/vans/read.ts';
import { preparing } from '../../src/outbox/prepare.ts';
import { storeRefusal } from '../../src/store/failure.ts';
import { openLetterDesk } from '../../src/store/letters/desk.ts';
import { retire } from '../../src/store/retention/retire.ts';
import { theService } from '../../src/work/audit/entry.ts';
import { keepResponse } from '../../src/work/keep/keep.ts';
import { caredFor } from '../../src/work/letters/desk.ts';
import { receiveMessage } from '../../src/work/letters/receive-message.ts';
import { answerCareMessage } from '../../src/work/messages/answer.ts';
import type { Route, Routes } from '../../src/work/routes/route.ts';
import { responseBytes } from '../fixtures.ts';
import { until } from '../http/service.ts';
import { home, hospital, municipality } from '../medcom/fhir/messages.ts';
import { ports } from '../ports.ts';
import { citizens, identifier } from '../store/archives.ts';
import { databases } from '../store/databases.ts';
import { audited } from './audited.ts';
import { type Outbox, openOutbox } from './outboxes.ts';

const sender = { ...hospital, telecom: [{ system: 'phone' as const, value: '44527000' }] };
const correspondents = { sender, organizations: new Map([['kommunen', municipality]]) };
const route = {
  name: 'besked',
  destination: 'there',
  receiver: 'kommunen',
  when: {},
} as const;
const routesOf = (form: Route['form']): Routes => ({ parties: new Map(), routes: [{ ...route, form }] });
const minutes = 60_000;
const whole = JSON.parse(responseBytes('somatik-3-aftalt').toString());

const bundleOf = (bytes: Uint8Array | string) => JSON.parse(Buffer.from(bytes as string).toString()) as Bundle;

const to = { destination: 'there', form: 'care-communication', receiver: 'kommunen' };

interface Line {
  readonly outbox: Outbox;
  /** What was sent, in its order. */
  readonly sent: Parcel[];
  readonly keep: (value: string, changes?: object) => Promise<unknown>;
  /** Sends what is due, and answers by `answering`. */
  readonly deliver: (answering?: (bytes: Uint8Array) => Uint8Array | undefined) => Promise<void>;
  /** Sends what is due, and is told that it was not taken. */
  readonly giveUp: () => Promise<void>;
  /** Tries what is due, in vain for now. */
  readonly fail: () => Promise<void>;
  readonly pass: (by: number) => Promise<readonly string[]>;
  readonly answer: (refuse?: string) => Promise<void>;
  readonly state: () => Promise<string | undefined>;
  readonly reason: () => Promise<string | undefined>;
  /** States of the deliveries, in their order. */
  readonly deliveries: () => Promise<readonly string[]>;
}

async function open(
  database: Parameters<typeof openOutbox>[0],
  enveloped = false,
  form: Route['form'] = 'care-communication',
): Promise<Line> {
  const outbox = await openOutbox(database);
  const { archive, queue, store, time } = outbox;
  const sent: Parcel[] = [];
  const desk = openLetterDesk({ ...store, now: async () => time.at });
  const parts = {
    model: ports.model,
    queue,
    archive,
    correspondents,
    schemaDirectory: undefined,
    receiptMinutes: undefined,
    enveloped,
  };
  const clocked = { ...ports, clock: () => new Date(time.at) };
  const last = () => sent.at(-1)?.content as Uint8Array;
  const sendAll = async (verdict: Verdict, answering?: (bytes: Uint8Array) => Uint8Array | undefined) => {
    const send: Send = async (parcel) => {
      sent.push(parcel);
      const answer = answering?.(parcel.content as Uint8Array);
      return { ...verdict, ...(answer && { answer }) };
    };
    const { kind: state } = verdict;
    for (const leased of await queue.claim('a', 'there', 10, minutes)) {
      const { kind } = await preparing(send, parts)(leased);
      expect(kind).toBe(state);
      const code = state === 'dead' ? 'vans-refused' : state;
      const ended = state === 'again' ? 'pending' : state;
      await queue.end('a', leased, { state: ended, code, nextAt: time.at, startedAt: time.at });
    }
  };
  return {
    outbox,
    sent,
    keep: (value, changes = {}) => {
      const body = { ...whole, identifier: identifier(value), ...changes };
      return keepResponse({ ...ports, routes: routesOf(form) }, archive, {
        response: Buffer.from(JSON.stringify(body)),
      });
    },
    deliver: (answering) => sendAll({ kind: 'delivered' }, answering),
    giveUp: () => sendAll({ kind: 'dead', code: 'vans-refused' }),
    fail: () => sendAll({ kind: 'again', code: 'vans-timeout', all: true }),
    pass: async (by) => {
      time.at += by;
      return (await desk.sweep()).map(({ state }) => state);
    },
    answer: async (refuse) => {
      const given = { refuse, text: 'nej', time: new Date(time.at).toISOString() };
      const bytes = Buffer.from(JSON.stringify(answerCareMessage(clocked, last(), given)));
      await receiveMessage(clocked, archive, { bytes, correlation: undefined });
    },
    state: async () => (await desk.list({ direction: 'out', limit: 10 })).at(-1)?.state,
    reason: async () => (await desk.list({ direction: 'out', limit: 10 })).at(-1)?.reason?.text,
    deliveries: async () => (await outbox.desk.list({ limit: 10 })).map(({ state }) => state),
  };
}

describe.each(databases())('levels that leave as CareCommunications ($name)', (database) => {
  test('sent again after 30 minutes, twice at most, each time under a Bundle.id of its own', async () => {
    const line = await open(database);
    await line.keep('a');
    await line.deliver();
    expect([line.sent[0]?.message, await line.state()]).toEqual([true, 'receipt-awaited']);
    await line.pass(29 * minutes);
    await line.deliver();
    expect(line.sent).toHaveLength(1);
    for (const _ of [1, 2]) {
      expect(await line.pass(30 * minutes)).toEqual([]);
      await line.deliver();
    }
    expect(await line.pass(31 * minutes)).toEqual(['receipt-overdue']);
    await line.deliver();
    const bundles = line.sent.map(({ content }) => bundleOf(content));
    expect(bundles).toHaveLength(3);
    expect(new Set(bundles.map(({ id }) => id)).size).toBe(3);
    expect(new Set(bundles.map(({ timestamp }) => timestamp)).size).toBe(3);
    expect(new Set(bundles.map(({ entry }) => JSON.stringify(entry))).size).toBe(1);
    await line.answer();
    expect(await line.state()).toBe('receipt-positive');
  });

  test('one that has left once is overdue in its time, also where it is given up when it is sent again', async () => {
    const line = await open(database);
    await line.keep('a');
    await line.deliver();
    expect(await line.pass(31 * minutes)).toEqual([]);
    await line.giveUp();
    expect([await line.deliveries(), await line.pass(29 * minutes)]).toEqual([['dead'], []]);
    expect([await line.pass(2 * minutes), await line.state()]).toEqual([['receipt-overdue'], 'receipt-overdue']);
  });

  test.skipIf(database.name !== 'sqlite')('what is overdue is found by the index of what is due', async () => {
    const { store } = (await open(database)).outbox;
    const plans: string[] = [];
    const write: typeof store.write = (work) =>
      store.write((sql) => {
        const all: typeof sql.all = async (text, values) => {
          const [plan] = await sql.all<{ detail: string }>(`EXPLAIN QUERY PLAN ${text}`, values);
          plans.push(plan?.detail ?? '');
          return sql.all(text, values);
        };
        return work({ ...sql, all });
      });
    await openLetterDesk({ ...store, write }).sweep();
    const due = (compared: string) => `SEARCH letter USING INDEX letter_due (due_at${compared}?)`;
    expect(plans).toEqual([due('>'), due('<'), due('<'), due('<')]);
  });

  test('a letter without a receipt is reported in its time, and never sent again by itself', async () => {
    const line = await open(database, true, 'XDIS91');
    await line.keep('a');
    await line.deliver();
    expect(await line.pass(119 * minutes)).toEqual([]);
    expect(await line.pass(2 * minutes)).toEqual(['receipt-overdue']);
    await line.deliver();
    expect(await line.pass(600 * minutes)).toEqual([]);
    await line.deliver();
    expect(line.sent).toHaveLength(1);
  });

  test('a letter that left while the clock was far ahead is reported in its time by the clock that was set right', async () => {
    const line = await open(database, true, 'XDIS91');
    const { time } = line.outbox;
    const year = 365 * 1440 * minutes;
    time.at += year;
    await line.keep('a');
    await line.deliver();
    expect(await line.pass(-year)).toEqual([]);
    expect(await line.pass(119 * minutes)).toEqual([]);
    expect(await line.pass(2 * minutes)).toEqual(['receipt-overdue']);
  });

  test('a letter that has not left is not overdue: its time begins when it has', async () => {
    const line = await open(database, true, 'XDIS91');
    await line.keep('a');
    await line.fail();
    expect([await line.pass(121 * minutes), await line.state()]).toEqual([[], 'receipt-awaited']);
    await line.deliver();
    expect(await line.pass(119 * minutes)).toEqual([]);
    expect(await line.pass(2 * minutes)).toEqual(['receipt-overdue']);
  });

  test('a letter that was given up and skipped is never overdue, and holds its response back no more', async () => {
    const line = await open(database, true, 'XDIS91');
    await line.keep('a');
    await line.giveUp();
    const { store, desk, time, keys } = line.outbox;
    expect(await line.pass(600 * minutes)).toEqual([]);
    await line.keep('a', { status: 'entered-in-error' });
    await line.outbox.desk.change({ numbers: [1, 2], limit: 9 }, 'skipped', { by: theService });
    expect((await desk.list({ limit: 9 })).map(({ state }) => state)).toEqual(['skipped', 'skipped']);
    time.at += 30 * 1440 * minutes;
    const clocked = { ...store, now: async () => time.at };
    const gone = await retire(clocked, new Map([['withdrawn', 20]]), { keys, by: theService });
    expect(gone.map(({ count }) => count)).toEqual([1]);
  });

  test('letters that never left go in their time, also one in whose place another was made', async () => {
    const line = await open(database, true, 'XDIS91');
    const { store, desk, time, keys } = line.outbox;
    await line.keep('a');
    await line.giveUp();
    await desk.change({ state: 'dead', limit: 9 }, 'retried', { by: theService });
    correspondents.sender = { ...sender, name: 'Et andet navn' };
    await line.giveUp();
    correspondents.sender = sender;
    const letters = openLetterDesk({ ...store, now: async () => time.at });
    expect((await letters.list({ limit: 9 })).map(({ state }) => state)).toEqual(Array(2).fill('receipt-awaited'));
    expect([await letters.counts(), await letters.list({ states: caredFor, limit: 9 })]).toEqual([[], []]);
    await line.keep('a', { status: 'entered-in-error' });
    await desk.change({ numbers: [1, 2], limit: 9 }, 'skipped', { by: theService });
    time.at += 30 * 1440 * minutes;
    const clocked = { ...store, now: async () => time.at };
    const kept = new Map([['withdrawn', 20] as const, ['letters', 20] as const]);
    const gone = await retire(clocked, kept, { keys, by: theService });
    expect(gone.map(({ name, count }) => [name, count])).toEqual([
      ['withdrawn', 1],
      ['letters', 2],
    ]);
    expect(await letters.list({ limit: 9 })).toEqual([]);
  });

  test.each(['XDIS91', 'XREF15+PDF', 'care-communication'] as const)(
    'what may have arrived (%s) is sent again as it was; what was refused is made anew by the file of routes as it is',
    async (form) => {
      const line = await open(database, true, form);
      const retried = () => line.outbox.desk.change({ state: 'dead', limit: 9 }, 'retried', { by: theService });
      const contents = () => line.sent.map(({ content }) => Buffer.from(content as Uint8Array).toString());
      const sender = correspondents.sender;
      await line.keep('a');
      await line.fail();
      correspondents.sender = { ...sender, name: 'Et andet navn', telecom: [{ system: 'phone', value: '44527001' }] };
      await line.giveUp();
      await retried();
      await line.deliver();
      expect(new Set(contents().slice(0, 3)).size).toBe(1);

      line.sent.length = 0;
      await line.keep('b', { subject: { ...whole.subject, identifier: citizens.other } });
      await line.giveUp();
      correspondents.sender = sender;
      await retried();
      await line.deliver();
      const [refused, anew] = [contents()[0], contents().at(form.endsWith('+PDF') ? -2 : -1)];
      expect(anew).not.toBe(refused);
    },
  );

  test('sent again it says the same, whatever has changed in the file of routes', async () => {
    const line = await open(database);
    await line.keep('a');
    await line.deliver();
    correspondents.organizations.set('kommunen', { ...municipality, name: 'Et andet navn' });
    await line.pass(31 * minutes);
    await line.deliver();
    correspondents.organizations.set('kommunen', municipality);
    const [first, again] = line.sent.map(({ content }) => bundleOf(content));
    expect(again?.id).not.toBe(first?.id);
    expect(again?.entry).toEqual(first?.entry);
  });

  test('a passing error that comes behind the final one changes nothing', async () => {
    const line = await open(database);
    await line.keep('a');
    await line.deliver();
    await line.answer('fatal-error');
    await line.answer('transient-error');
    await line.answer();
    expect(await line.state()).toBe('receipt-negative');
  });

  test.each([
    ['ok', 'receipt-positive', undefined],
    ['fatal-error', 'receipt-negative', 'nej'],
  ])(
    'acknowledged (%s) after it was given up as dead, it has arrived, and is not sent again',
    async (code, state, reason) => {
      const line = await open(database);
      await line.keep('a');
      await line.giveUp();
      expect(await line.deliveries()).toEqual(['dead']);
      await line.answer(code === 'ok' ? undefined : code);
      expect([await line.state(), await line.reason()]).toEqual([state, reason]);
      expect(await line.deliveries()).toEqual(['delivered']);
      const [, arrived, ...more] = await audited(line.outbox.store);
      expect([arrived?.code, arrived?.particulars, more]).toEqual([undefined, { delivery: 1, ...to }, []]);
      const retried = await line.outbox.desk.change({ state: 'dead', limit: 9 }, 'retried', { by: theService });
      expect(retried).toEqual([]);
      expect(await line.pass(300 * minutes)).toEqual([]);
      await line.deliver();
      expect(line.sent).toHaveLength(1);
    },
  );

  test('one that waits to be sent again has not failed, and waits since it came due', async () => {
    const line = await open(database);
    const { desk, time } = line.outbox;
    await line.keep('a');
    await line.deliver();
    await line.pass(31 * minutes);
    const waits = { destination: 'there', state: 'pending', count: 1, oldest: time.at };
    expect(await desk.depths()).toEqual([waits]);
    expect(await desk.causes()).toEqual([{ ...waits, code: undefined }]);
    expect((await desk.page({ view: 'failing', count: 9 })).deliveries).toEqual([]);
    expect((await desk.page({ view: 'waiting', count: 9 })).deliveries.map(({ code }) => code)).toEqual([undefined]);
  });

  test('is not delivered before the store has taken the Acknowledgement that came back at once', async () => {
    const { outbox, keep } = await open(database);
    const { queue, archive, time } = outbox;
    await keep('a');
    const state = { answered: false, writes: 0 };
    const write: typeof archive.write = (work) => {
      if (state.answered) state.writes += 1;
      // The first one notes that it has left.
      return state.writes === 2 ? Promise.reject(storeRefusal('store-full')) : archive.write(work);
    };
    const clocked = { ...ports, clock: () => new Date(time.at) };
    const send: Send = async ({ content }) => {
      state.answered = true;
      const given = { refuse: undefined, text: undefined, time: new Date(time.at).toISOString() };
      const made = answerCareMessage(clocked, content as Uint8Array, given);
      return { kind: 'delivered', answer: Buffer.from(JSON.stringify(made)) };
    };
    const parts = {
      ...{ model: ports.model, queue, correspondents, enveloped: false },
      archive: { ...archive, write },
    };
    const deliver = preparing(send, { ...parts, schemaDirectory: undefined, receiptMinutes: undefined });
    const [leased] = await queue.claim('a', 'there', 1, minutes);
    if (leased === undefined) throw new Error('there is one');
    expect(await deliver(leased)).toEqual({ kind: 'again', code: 'store-full', all: true });
    expect(await deliver(leased)).toMatchObject({ kind: 'delivered' });
    const [message] = await openLetterDesk(outbox.store).list({ direction: 'out', limit: 1 });
    expect(message?.state).toBe('receipt-positive');
  });

  test('a passing error leaves a dead one dead, and it is reported', async () => {
    const line = await open(database);
    await line.keep('a');
    await line.giveUp();
    await line.answer('transient-error');
    expect(await line.deliveries()).toEqual(['dead']);
    expect(await line.pass(31 * minutes)).toEqual(['receipt-overdue']);
    await line.deliver();
    expect([line.sent.length, await line.reason()]).toEqual([1, 'nej']);
  });

  test.skipIf(database.name === 'sqlite')('counted once as sent again, however many look at one moment', async () => {
    const line = await open(database);
    await line.keep('a');
    await line.deliver();
    const { store, time } = line.outbox;
    time.at += 31 * minutes;
    const swept = Promise.withResolvers<void>();
    const gate = Promise.withResolvers<void>();
    const now = async () => time.at;
    const write: typeof store.write = (work) =>
      store.write(async (sql) => {
        const result = await work(sql);
        swept.resolve();
        await gate.promise;
        return result;
      });
    const first = openLetterDesk({ ...store, now, write }).sweep();
    await swept.promise;
    const second = openLetterDesk({ ...store, now }).sweep();
    const waiting =
      "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' LIMIT 1";
    await until(async () => (await store.read((sql) => sql.all(waiting))).length === 1);
    gate.resolve();
    await Promise.all([first, second]);
    expect(await store.read((sql) => sql.all('SELECT state, resends FROM letter'))).toEqual([
      { state: 'receipt-awaited', resends: 1 },
    ]);
  });

  test('sent again to each receiver that has not acknowledged it', async () => {
    const line = await open(database);
    correspondents.organizations.set('anden', home);
    const routes: Routes = {
      parties: new Map(),
      routes: ['kommunen', 'anden'].map((receiver) => ({
        ...{ ...route, name: receiver, receiver },
        form: 'care-communication',
      })),
    };
    const response = Buffer.from(JSON.stringify({ ...whole, identifier: identifier('a') }));
    await keepResponse({ ...ports, routes }, line.outbox.archive, { response });
    for (const _ of [1, 2]) await line.deliver();
    await line.pass(31 * minutes);
    for (const _ of [1, 2]) await line.deliver();
    correspondents.organizations.delete('anden');
    expect(line.sent.map(({ number }) => number)).toEqual([1, 2, 1, 2]);
  });

  test('acknowledged while it waits to be sent again, it is not', async () => {
    const line = await open(database);
    await line.keep('a');
    await line.deliver();
    await line.pass(31 * minutes);
    expect(await line.deliveries()).toEqual(['pending']);
    await line.answer();
    await line.deliver();
    expect([line.sent.length, await line.state(), await line.deliveries()]).toEqual([
      1,
      'receipt-positive',
      ['delivered'],
    ]);
  });

  test('an Acknowledgement ends it: received, or never as it is; a passing error is sent again', async () => {
    const line = await open(database);
    await line.keep('a');
    await line.deliver();
    await line.answer('transient-error');
    expect(await line.state()).toBe('receipt-awaited');
    await line.pass(31 * minutes);
    await line.deliver((bytes) => Buffer.from(JSON.stringify(answerCareMessage(ports, bytes, {}))));
    expect([line.sent.length, await line.state()]).toEqual([2, 'receipt-positive']);
    expect(await line.pass(300 * minutes)).toEqual([]);
    await line.keep('b');
    await line.deliver();
    await line.answer('fatal-error');
    expect(await line.state()).toBe('receipt-negative');
    await line.pass(300 * minutes);
    await line.deliver();
    expect(line.sent).toHaveLength(3);
  });

  test('an amended level and a withdrawal go into the thread that told it, and nothing older is sent again after them', async () => {
    const line = await open(database);
    const amended = { status: 'amended', authored: '2026-11-01T10:00:00+01:00' };
    await line.keep('a');
    await line.deliver();
    await line.keep('a', amended);
    await line.deliver();
    await line.keep('a', { ...amended, status: 'entered-in-error' });
    await line.deliver();
    const messages = line.sent.map(({ content }) => openCareMessage(bundleOf(content)));
    expect(messages).toHaveLength(3);
    const threads = messages.map(({ communication }) => communication.resource.identifier?.[0]?.value);
    expect(new Set(threads).size).toBe(1);
    expect(messages.map(({ history }) => history.length)).toEqual([0, 1, 2]);
    expect(messages[2]?.segments.at(-1)?.text).toContain('trukket tilbage');
    await line.pass(31 * minutes);
    await line.deliver();
    expect(line.sent.slice(3).map(({ content }) => openCareMessage(bundleOf(content)).messageId)).toEqual([
      messages[2]?.messageId,
    ]);
  });

  test('to the network in an envelope that names the category', async () => {
    const line = await open(database, true);
    await line.keep('a');
    await line.deliver();
    const { content } = await unwrapVans(line.sent[0]?.content as Uint8Array);
    if (content.kind !== 'message') throw new Error('no message');
    expect(content.meta).toMatchObject({ format: 'HL7', name: 'MCM:FDIS91#carecoordination', version: '5.0' });
    expect(openCareMessage(bundleOf(content.bytes)).receiver.gln).toBe('5790000121441');
  });
});
