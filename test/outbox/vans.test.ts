import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Verdict } from '../../src/delivery/send.ts';
import { openVans } from '../../src/delivery/vans.ts';
import { type Gateway, openGateway } from '../../src/gateway.ts';
import { composeLetter } from '../../src/medcom/new-letter/letter.ts';
import { keepResponse } from '../../src/work/keep/keep.ts';
import { receiveMessage } from '../../src/work/letters/receive-message.ts';
import { envelopeFor } from '../../src/work/outgoing/envelope.ts';
import { answerMessage } from '../../src/work/receipt.ts';
import { scoreResponse } from '../../src/work/score.ts';
import { responseBytes } from '../fixtures.ts';
import { model, until } from '../http/service.ts';
import { organization } from '../medcom/statements.ts';
import { ports } from '../ports.ts';
import { identifier, response } from '../store/archives.ts';
import { citizen } from './outboxes.ts';
import { type Fault, openVansPeer, type VansPeer } from './vans-peer.ts';

const parties = { sender: organization('5790001382445', 'Testcenter'), receiver: organization('5790001382445', 'K') };

let peer: VansPeer;
beforeAll(async () => {
  peer = await openVansPeer();
});
afterAll(() => peer.close());

/** A letter in its envelope. */
async function parcel() {
  const { statement } = scoreResponse(ports, responseBytes('somatik-3-aftalt')).assessment;
  if (statement === undefined) throw new Error('the fixture has a level');
  const time = '2026-12-01T12:00:00Z';
  const made = await composeLetter('XDIS91', statement, parties, { time });
  const letter = { ...made, kind: 'XDIS91', time } as const;
  const envelope = await envelopeFor({ extension: 'xml', bytes: made.bytes, letter }, 1);
  return { number: 1, content: envelope.bytes, extension: 'xml', envelope: envelope.id } as const;
}

const target = (timeout = 60_000) => ({
  base: peer.url,
  credentials: { kind: 'none' } as const,
  timeout,
  tls: undefined,
});

describe('the VANS network as a destination', () => {
  test.each<[Fault, Verdict]>([
    ['none', { kind: 'delivered' }],
    ['receipt', { kind: 'delivered' }],
    ['refuses', { kind: 'dead', code: 'vans-refused' }],
    ['has too large', { kind: 'dead', code: 'vans-refused' }],
    ['negative receipt', { kind: 'dead', code: 'vans-refused' }],
    ['negative envelope', { kind: 'dead', code: 'vans-refused' }],
    ['forbids', { kind: 'dead', code: 'vans-login' }],
    ['wants a login', { kind: 'again', code: 'vans-login', all: true }],
    ['cuts before', { kind: 'again', code: 'vans-unreachable', all: true }],
    ['cuts within', { kind: 'again', code: 'vans-unreachable', all: true }],
    ['takes and cuts', { kind: 'again', code: 'vans-unreachable', all: true }],
    ['takes and fails', { kind: 'again', code: 'vans-busy', all: true }],
    ['is silent', { kind: 'again', code: 'vans-timeout', all: true }],
    ['takes and is silent', { kind: 'again', code: 'vans-timeout', all: true }],
    ['begins an answer', { kind: 'again', code: 'vans-timeout', all: true }],
    ['is busy', { kind: 'again', code: 'vans-busy', retryAfter: 7_000, all: true }],
    ['fails', { kind: 'again', code: 'vans-busy', all: true }],
    ['gives a page', { kind: 'again', code: 'vans-answer', all: true }],
    ['redirects', { kind: 'again', code: 'vans-answer', all: true }],
    ['receipt of another', { kind: 'again', code: 'vans-answer', all: true }],
  ])('%s', async (fault, expected) => {
    peer.faults.push(fault);
    const quick = fault.includes('silent') || fault === 'begins an answer';
    const send = await openVans(target(quick ? 200 : 60_000));
    const sent = await parcel();
    // One that the peer has taken in an earlier row would be known to it.
    peer.forget();
    expect(await send(sent)).toEqual(expected);
  });

  test('that took it and did not say so: sent again under the same id, it is there once', async () => {
    peer.forget();
    peer.faults.push('takes and cuts');
    const send = await openVans(target());
    expect((await send(await parcel())).kind).toBe('again');
    expect(await send(await parcel())).toEqual({ kind: 'delivered' });
    expect(peer.taken).toHaveLength(1);
    expect(new Set(peer.came.slice(-2).map((body) => body.toString('base64'))).size).toBe(1);
  });

  test('that knows an envelope at the first try has it from before the store was restored', async () => {
    peer.forget();
    const send = await openVans(target());
    await send(await parcel());
    expect(await send(await parcel())).toEqual({ kind: 'delivered' });
    expect(peer.taken).toHaveLength(1);
  });

  test('that is not there', async () => {
    const send = await openVans({ ...target(), base: 'http://127.0.0.1:9/vans' });
    expect(await send(await parcel())).toMatchObject({ kind: 'again', code: 'vans-unreachable' });
  });
});

describe('letters by route', () => {
  const folder = mkdtempSync(join(tmpdir(), 'niveau-vans-'));
  let gateway: Gateway;
  const keep = (value: string, changes: object) =>
    keepResponse({ ...ports, routes: gateway.routes }, gateway.archive, {
      response: Buffer.from(JSON.stringify(response({ identifier: identifier(value), ...changes }))),
    });
  beforeAll(async () => {
    const file = {
      destinations: { net: { kind: 'vans', url: peer.url } },
      organizations: { os: parties.sender, kommunen: parties.receiver },
      sender: 'os',
      routes: [{ name: 'breve', to: 'net', form: 'XDIS91', receiver: 'kommunen' }],
    };
    writeFileSync(join(folder, 'routes.json'), JSON.stringify(file));
    const config = {
      store: { kind: 'sqlite', file: join(folder, 'niveau.db') },
      routes: join(folder, 'routes.json'),
    } as const;
    const settings = { pause: () => 10, poll: 20 };
    gateway = await openGateway({ config, model, log: () => {}, env: {}, settings });
  });
  afterAll(async () => {
    await gateway.stopDelivering(0);
    await gateway.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const statusCodes = () =>
    peer.taken.map(({ content }) => {
      const text = content.kind === 'message' ? Buffer.from(content.bytes).toString('latin1') : '';
      return `${/<StatusCode>(\w+)</.exec(text)?.[1]} ${/trukket tilbage/.test(text) ? 'withdrawn' : 'level'}`;
    });

  test('go once and in order, whatever the network does: the level, its correction, its withdrawal', async () => {
    peer.forget();
    const subject = { identifier: citizen(1).subject?.identifier ?? {}, display: 'Nancy Ann Berggren' };
    const authored = { authored: '2026-01-20T10:30:00+01:00', subject };
    peer.faults.push('takes and cuts', 'fails', 'cuts before', 'gives a page', 'takes and fails');
    await keep('a', authored);
    await keep('a', { ...authored, status: 'amended' });
    await keep('a', { ...authored, status: 'entered-in-error' });
    await until(() => peer.taken.length === 3);
    expect(statusCodes()).toEqual(['nytbrev level', 'rettetbrev level', 'nytbrev withdrawn']);
    const ids = peer.taken.map(({ envelopeId }) => envelopeId);
    expect(new Set(ids).size).toBe(3);
    await until(async () => !(await gateway.metrics.text()).includes('niveau_outbox_depth{'));
  });

  test('of two routes to one receiver go in two envelopes: the withdrawal too, which is the same letter twice', async () => {
    peer.forget();
    const both = gateway.routes.routes.flatMap((route) => [
      route,
      { ...route, name: 'med side', form: 'XDIS91+PDF' as const },
    ]);
    const routes = { ...gateway.routes, routes: both };
    const body = response({
      ...citizen(5),
      identifier: identifier('two'),
      subject: { ...citizen(5).subject, display: 'Nancy Ann Berggren' },
    });
    const keepBoth = (changes: object) =>
      keepResponse({ ...ports, routes }, gateway.archive, {
        response: Buffer.from(JSON.stringify({ ...body, ...changes })),
      });
    await keepBoth({});
    await keepBoth({ status: 'entered-in-error' });
    // A letter, a letter and its page, and two withdrawals.
    await until(() => peer.taken.length === 5);
    expect(new Set(peer.taken.map(({ envelopeId }) => envelopeId)).size).toBe(5);
    const [one, other] = peer.taken
      .slice(3)
      .map(({ content }) => (content.kind === 'message' ? content.bytes : undefined));
    expect(one).toEqual(other);
    await until(async () => !(await gateway.metrics.text()).includes('niveau_outbox_depth{'));
  });

  test('are kept, so that receipts find them: the network that took it, the receiver that refuses it', async () => {
    const subject = { ...citizen(4).subject, display: 'Nancy Ann Berggren' };
    const before = peer.taken.length;
    await keep('kept', { subject });
    await until(() => peer.taken.length > before);
    const envelope = peer.taken[before];
    if (envelope?.content.kind !== 'message') throw new Error('a letter was taken');
    const { bytes } = envelope.content;
    const own = /<Letter><Identifier>(\w+)</.exec(Buffer.from(bytes).toString('latin1'))?.[1] ?? '';
    const stands = () =>
      gateway.archive.write(async ({ letters }) => {
        const letter = await letters.find('out', '5790001382445', own);
        return [letter?.type, letter?.state, letter?.reason?.code];
      });
    expect(await stands()).toEqual(['XDIS91', 'receipt-awaited', undefined]);
    const documents = await gateway.archive.read((reading) =>
      reading.results('DocumentReference', [], { by: 'number', newestFirst: true, count: 1, total: false }),
    );
    expect(documents.rows[0]?.resource).toMatchObject({
      status: 'current',
      type: { text: 'XDIS91' },
      content: [{ attachment: { size: bytes.length } }],
      context: { related: [{ reference: expect.stringMatching(/^Observation\//) }, {}] },
    });
    const refusal = await answerMessage(ports, bytes, { refuse: 'ukendt_lokationsnummer' });
    await receiveMessage({ ...ports, routes: gateway.routes }, gateway.archive, {
      bytes: refusal.bytes,
      correlation: undefined,
    });
    expect(await stands()).toEqual(['XDIS91', 'receipt-negative', 'ukendt_lokationsnummer']);
  });

  test('that cannot be made are given up with the reason, and block nobody', async () => {
    const before = peer.taken.length;
    await keep('b', { ...citizen(2), subject: { ...citizen(2).subject, display: undefined } });
    await keep('c', { subject: { ...citizen(3).subject, display: 'Nancy Ann Berggren' } });
    await until(() => peer.taken.length > before);
    await until(async () => (await gateway.metrics.text()).includes('state="dead"} 1'));
    expect(await gateway.metrics.text()).toMatch(
      /niveau_delivery_tries_total\{destination="net",code="letter-[a-z-]+"\} 1/,
    );
  });
});
