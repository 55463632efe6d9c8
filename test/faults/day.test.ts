import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Bundle, Observation } from 'fhir/r4.js';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { readStoreAddress } from '../../src/config/store-address.ts';
import { positiveReceipt } from '../../src/medcom/receipts/make.ts';
import { parseXml } from '../../src/medcom/xml/parse.ts';
import { openStore } from '../../src/store/open.ts';
import { openDesk } from '../../src/store/outbox/desk.ts';
import { post, until } from '../http/service.ts';
import { freePort } from '../loopback.ts';
import { organization } from '../medcom/statements.ts';
import { openVansPeer, type VansPeer } from '../outbox/vans-peer.ts';
import { citizens, identifier, response } from '../store/archives.ts';
import { hasPostgres, openPostgresServer, type Postgres } from '../store/postgres.ts';
import { letterWith } from '../work/letters/post.ts';
import { openReceiver, type Receiver } from './receiver.ts';
import type { Process } from './service.ts';
import { startTested } from './tested-service.ts';

const folder = mkdtempSync(join(tmpdir(), 'niveau-day-'));
let postgres: Postgres | undefined;
beforeAll(async () => {
  if (hasPostgres()) postgres = await openPostgresServer({ durable: true });
});
afterAll(async () => {
  await postgres?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Letters to the municipality, beside the FHIR server of the environment, which gets everything. */
function writeRoutes(peer: VansPeer): string {
  const file = join(folder, `routes-${new URL(peer.url).port}.json`);
  const routes = {
    destinations: { net: { kind: 'vans', url: peer.url } },
    organizations: {
      sygehuset: organization('5790001382445', 'Testcenter'),
      kommunen: organization('5790000121526', 'Kommunen'),
    },
    sender: 'sygehuset',
    routes: [{ name: 'breve', to: 'net', form: 'XDIS91', receiver: 'kommunen' }],
  };
  writeFileSync(file, JSON.stringify(routes));
  return file;
}

const nancy = { subject: { identifier: citizens.nancy, display: 'Nancy Ann Berggren' } };
const other = { subject: { identifier: citizens.other, display: 'Bruno Test Elmer' } };

/** The EHR at the door of a service. */
function ehrAt({ url }: Process) {
  const fhir = `${url}/fhir/QuestionnaireResponse`;
  return {
    send: async (value: string, changes: object): Promise<number> =>
      (await post(fhir, response({ identifier: identifier(value), ...changes }))).status,
    bring: async (bytes: Uint8Array): Promise<unknown> => {
      const body = bytes as Uint8Array<ArrayBuffer>;
      const headers = { 'content-type': 'application/xml' };
      return (await fetch(`${url}/medcom/inbox`, { method: 'POST', body, headers })).json();
    },
    levelNow: async ({ system, value }: { system: string; value: string }): Promise<readonly unknown[]> => {
      const body = new URLSearchParams({ 'patient:identifier': `${system}|${value}`, code: 'samarbejdsniveau' });
      const answer = await fetch(`${url}/fhir/Observation/$lastn`, { method: 'POST', body });
      const { entry = [] } = (await answer.json()) as Bundle<Observation>;
      return entry.map(({ resource }) => resource?.valueCodeableConcept?.coding?.[0]?.code);
    },
    versions: async (value: string): Promise<readonly unknown[]> => {
      const found = (await (await fetch(`${fhir}?identifier=${value}`)).json()) as Bundle;
      const [id] = (found.entry ?? []).map(({ resource }) => resource?.id);
      const history = (await (await fetch(`${fhir}/${id}/_history`)).json()) as Bundle;
      return (history.entry ?? []).map(({ resource }) => (resource as { status?: string } | undefined)?.status);
    },
  };
}

/** The letters that the network took, as text, in their order. */
function lettersAt(peer: VansPeer): readonly string[] {
  return peer.taken.map(({ content }) =>
    content.kind === 'message' ? Buffer.from(content.bytes).toString('latin1') : '',
  );
}

/** The receipt of a letter, as its receiver sends it days later. */
async function receiptOf(text: string): Promise<Uint8Array> {
  const { root } = await parseXml(Buffer.from(text, 'latin1'));
  return (await positiveReceipt(root, { time: '2026-12-24T18:00:00+01:00' })).bytes;
}

/** Everything that was to be sent has arrived, once: what the outbox says, what either receiver says. */
async function booksBalance(address: string, receiver: Receiver, peer: VansPeer): Promise<void> {
  const known = readStoreAddress(address);
  if (known === undefined) throw new Error('a store');
  const store = await openStore(known, { alone: false });
  const rows = await openDesk(store).list({ limit: 1000 });
  const letters = await store.read((sql) =>
    sql.all<{ direction: string; state: string }>(
      "SELECT direction, state FROM letter WHERE kind = 'letter' ORDER BY number",
    ),
  );
  await store.close();
  expect(rows.filter(({ state }) => state !== 'delivered')).toEqual([]);
  const to = (name: string) => rows.filter(({ destination }) => destination === name).map(({ event }) => event);
  expect(to('net')).toEqual(['new', 'new', 'amended', 'withdrawn']);
  // Two responses, and the letter's level, which closes in its Bundle what it takes the place of.
  expect(to('fhir').toSorted()).toEqual(['amended', 'new', 'new', 'new', 'withdrawn']);
  expect([...receiver.made].filter(([, times]) => times > 1)).toEqual([]);
  expect([...receiver.arrived.values()].flat().toSorted()).toEqual(['r1', 'r1', 'r1', 'r2']);
  expect(peer.taken.length).toBe(to('net').length);
  expect(letters.filter(({ direction }) => direction === 'in').map(({ state }) => state)).toEqual(['level']);
  expect(letters.filter(({ direction }) => direction === 'out').map(({ state }) => state)).toEqual([
    'receipt-positive',
    'receipt-positive',
    'receipt-awaited',
    'receipt-awaited',
  ]);
}

describe.each(['sqlite', 'postgres'])('a day in the life, on %s', (kind) => {
  test.skipIf(kind === 'postgres' && !hasPostgres())(
    'at the end of it the books balance',
    { timeout: 240_000 },
    async () => {
      const [receiver, peer] = [await openReceiver(() => 1), await openVansPeer()];
      const store = kind === 'sqlite' ? `sqlite:${join(folder, 'day.db')}` : ((await postgres?.database()) ?? '');
      const env = {
        NIVEAU_STORE: store,
        NIVEAU_FHIR_TARGET_URL: receiver.url,
        NIVEAU_ROUTES: writeRoutes(peer),
        NIVEAU_OUTBOX_LEASE: '5',
      };
      const port = await freePort();
      let service = await startTested(port, env);
      let ehr = ehrAt(service);

      // The morning: a draft that leaves nowhere, and two levels, each with its letter.
      expect(await ehr.send('r1', { ...nancy, status: 'in-progress' })).toBe(201);
      expect(await ehr.send('r1', nancy)).toBe(200);
      expect(await ehr.send('r2', other)).toBe(201);
      await until(() => peer.taken.length === 2 && receiver.arrived.size === 2);
      const [first = '', second = ''] = lettersAt(peer);

      // Noon: the FHIR server is down. The EHR amends, a letter with a newer level comes in, and the service itself
      // crashes.
      receiver.down = true;
      expect(await ehr.send('r1', { ...nancy, status: 'amended' })).toBe(200);
      const letter = await letterWith({
        id: 'IND1',
        cpr: citizens.other.value,
        level: '3',
        authored: '2026-02-20T10:30:00+01:00',
      });
      expect(await ehr.bring(letter)).toMatchObject({ result: 'created', letters: [{ state: 'level' }] });
      await until(() => peer.taken.length === 3);
      await service.end('SIGKILL');
      service = await startTested(port, env);
      ehr = ehrAt(service);

      // The afternoon: receipts come late, and one of them twice; the letter comes again; the EHR withdraws.
      expect(await ehr.bring(await receiptOf(second))).toMatchObject({ result: 'created' });
      const receipt = await receiptOf(first);
      expect(await ehr.bring(receipt)).toMatchObject({ result: 'created', letters: [{ state: 'answered' }] });
      expect(await ehr.bring(receipt)).toMatchObject({ result: 'unchanged' });
      expect(await ehr.bring(letter)).toMatchObject({ result: 'unchanged' });
      expect(await ehr.send('r1', { ...nancy, status: 'entered-in-error' })).toBe(200);
      await until(() => peer.taken.length === 4);

      // The evening: the FHIR server is back.
      receiver.down = false;
      const { url } = service;
      const metrics = async () => (await fetch(`${url}/metrics`)).text();
      // The pause until the next try may be as long as the server was away.
      await vi.waitUntil(async () => !(await metrics()).includes('niveau_outbox_depth{'), { timeout: 120_000 });
      expect([await ehr.levelNow(citizens.nancy), await ehr.levelNow(citizens.other)]).toEqual([[], ['3']]);
      expect(await ehr.versions('r1')).toEqual(['entered-in-error', 'amended', 'completed', 'in-progress']);
      expect(await service.end('SIGTERM')).toBe(0);
      await booksBalance(store, receiver, peer);
      const told = lettersAt(peer).map((text) => /<StatusCode>(\w+)</.exec(text)?.[1]);
      expect(told).toEqual(['nytbrev', 'nytbrev', 'rettetbrev', 'nytbrev']);
      expect(lettersAt(peer).map((text) => /trukket tilbage/.test(text))).toEqual([false, false, false, true]);
      await peer.close();
      await receiver.close();
    },
  );
});
