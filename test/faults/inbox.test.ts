import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { StoreAddress } from '../../src/config/store-address.ts';
import { readReceipts } from '../../src/medcom/receipts/read.ts';
import { openStore } from '../../src/store/open.ts';
import { freePort } from '../loopback.ts';
import { hasPostgres, openPostgresServer, type Postgres } from '../store/postgres.ts';
import { type Correspondents, startCorrespondents } from './correspondents.ts';
import { randomFrom } from './random.ts';
import { openReceiver } from './receiver.ts';
import type { Process } from './service.ts';
import { startTested } from './tested-service.ts';

/** A quarter of those with responses alone. */
const rounds = Math.ceil(Number(process.env.FAULT_ROUNDS ?? '40') / 4);
const seed = Number(process.env.FAULT_SEED ?? '20261126');

let folder = '';
let postgres: Postgres | undefined;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'niveau-inbox-'));
  if (hasPostgres()) postgres = await openPostgresServer({ durable: true });
});
afterAll(async () => {
  await postgres?.close();
  rmSync(folder, { recursive: true, force: true });
});

const inbox = { 'content-type': 'application/xml', accept: 'application/xml' };

/** Each letter that was taken is known, and is answered by the receipt that was given then. */
async function receiptsAreRight(url: string, { taken, answered }: Correspondents): Promise<void> {
  for (const [id, { letter, receipt }] of taken) {
    expect(await readReceipts(receipt)).toMatchObject([{ type: 'XCTL03', original: { envelopeId: id } }]);
    const body = letter as Uint8Array<ArrayBuffer>;
    const again = await fetch(`${url}/medcom/inbox`, { method: 'POST', headers: inbox, body });
    expect([again.status, Buffer.compare(Buffer.from(await again.arrayBuffer()), receipt)]).toEqual([200, 0]);
  }
  for (const path of answered) {
    expect(await (await fetch(`${url}${path}`)).json()).toMatchObject({ state: 'receipt-positive' });
  }
}

/** What was acknowledged is stored once, and was handed on once: no letter made a second delivery. */
async function booksBalance(address: StoreAddress, { taken, answered }: Correspondents): Promise<void> {
  const store = await openStore(address, { alone: false });
  const rows = (text: string) => store.read((sql) => sql.all(text));
  const count = "SELECT direction, kind, count(*) AS count FROM letter WHERE state <> 'unmatched'";
  expect(await rows(`${count} GROUP BY direction, kind ORDER BY direction, kind`)).toEqual([
    { direction: 'in', kind: 'letter', count: taken.size },
    { direction: 'in', kind: 'receipt', count: answered.size },
    { direction: 'out', kind: 'letter', count: answered.size },
  ]);
  expect(await rows('SELECT state, count(*) AS count FROM outbox GROUP BY state')).toEqual([
    { state: 'delivered', count: taken.size },
  ]);
  expect(await rows('SELECT response FROM outbox GROUP BY response HAVING count(*) > 1')).toEqual([]);
  expect(await rows("SELECT number FROM letter WHERE state = 'unmatched'")).toEqual([]);
  await store.close();
}

describe.each(['sqlite', 'postgres'] as const)(
  'killed at any moment while letters and receipts come, on %s',
  (kind) => {
    test.skipIf(kind === 'postgres' && !hasPostgres())(
      'what was acknowledged is stored, nothing is handed on twice, and the receipts are right',
      { timeout: 300_000 + rounds * 20_000 },
      async () => {
        const random = randomFrom(seed + 2);
        const receiver = await openReceiver(random);
        const file = join(folder, 'inbox.db');
        const address: StoreAddress =
          kind === 'sqlite' ? { kind, file } : { kind, url: (await postgres?.database()) ?? '' };
        const port = await freePort();
        const start = () =>
          startTested(port, {
            NIVEAU_OUTBOX_LEASE: '5',
            NIVEAU_STORE: address.kind === 'sqlite' ? `sqlite:${address.file}` : address.url,
            NIVEAU_FHIR_TARGET_URL: receiver.url,
          });
        let running: Process | undefined;
        const correspondents = startCorrespondents(4, () => running?.url);
        for (let round = 1; round <= rounds; round += 1) {
          running = await start();
          await new Promise((resolve) => setTimeout(resolve, 100 + random() * 500));
          await running.end('SIGKILL');
        }
        running = await start();
        const { url } = running;
        await correspondents.stop();
        receiver.calm = true;
        const idle = async () => !(await (await fetch(`${url}/metrics`)).text()).includes('niveau_outbox_depth{');
        // What failed several times waits for its next try, and what a killed worker held for the end of its lease.
        await vi.waitUntil(idle, { timeout: 240_000, interval: 200 });
        expect(correspondents.strange).toEqual([]);
        expect(correspondents.taken.size).toBeGreaterThanOrEqual(4);
        await receiptsAreRight(url, correspondents);
        expect(await running.end('SIGTERM')).toBe(0);
        await booksBalance(address, correspondents);
        const observations = [...receiver.made.keys()].filter((key) => key.startsWith('Observation?'));
        expect(observations).toHaveLength(correspondents.taken.size);
        await receiver.close();
      },
    );
  },
);
