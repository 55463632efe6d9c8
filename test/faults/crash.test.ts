import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { freePort } from '../loopback.ts';
import { hasPostgres, openPostgresServer, type Postgres } from '../store/postgres.ts';
import { type Clients, startClients } from './clients.ts';
import { randomFrom } from './random.ts';
import { openReceiver, type Receiver } from './receiver.ts';
import type { Process } from './service.ts';
import { startTested } from './tested-service.ts';

/** Kills a database: 40 in CI, by `npm run faults` as many as it says. */
const rounds = Number(process.env.FAULT_ROUNDS ?? '40');
const seed = Number(process.env.FAULT_SEED ?? '20261126');
const limit = 300_000 + rounds * 20_000;
/** What a killed worker held comes back within the test. */
const short = { NIVEAU_OUTBOX_LEASE: '5' };

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

let folder = '';
let postgres: Postgres | undefined;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'niveau-faults-'));
  if (hasPostgres()) postgres = await openPostgresServer({ durable: true });
});
afterAll(async () => {
  await postgres?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** What was acknowledged is stored, once; what is stored has arrived, once, in the order of each citizen. */
async function booksBalance(url: string, clients: readonly Clients[], receiver: Receiver): Promise<void> {
  const empty = async () => !(await (await fetch(`${url}/metrics`)).text()).includes('niveau_outbox_depth{');
  // What failed several times waits for its next try, and what a killed worker held for the end of its lease.
  await vi.waitUntil(empty, { timeout: 240_000, interval: 200 });
  const acknowledged = clients.flatMap((each) => each.acknowledged.flat());
  expect(clients.flatMap((each) => each.strange)).toEqual([]);
  expect(acknowledged.length).toBeGreaterThan(rounds);
  const arrived = [...receiver.arrived.values()];
  const delivered = new Set(arrived.flat());
  expect(acknowledged.filter((name) => !delivered.has(name))).toEqual([]);
  const counted = (await (await fetch(`${url}/fhir/QuestionnaireResponse?_summary=count`)).json()) as { total: number };
  expect(counted.total).toBe(delivered.size);
  expect([...receiver.made].filter(([, times]) => times > 1)).toEqual([]);
  // Again is allowed where nobody answered; back to an earlier one is not.
  for (const names of arrived) expect(names).toEqual([...names].sort());
}

describe.each(['sqlite', 'postgres'])('killed at any moment under load, on %s', (kind) => {
  test.skipIf(kind === 'postgres' && !hasPostgres())(
    'nothing that was acknowledged is lost, nothing is written twice, and the order is kept',
    { timeout: limit },
    async () => {
      const random = randomFrom(seed);
      const receiver = await openReceiver(random);
      const store = kind === 'sqlite' ? `sqlite:${join(folder, 'crash.db')}` : ((await postgres?.database()) ?? '');
      const env = { ...short, NIVEAU_STORE: store, NIVEAU_FHIR_TARGET_URL: receiver.url };
      const port = await freePort();
      let running: Process | undefined;
      const clients = startClients(6, () => (running === undefined ? [] : [running.url]));
      for (let round = 1; round <= rounds; round += 1) {
        running = await startTested(port, env);
        await pause(random() * 400);
        if (kind === 'postgres' && round % 10 === 5) await postgres?.restart();
        receiver.down = round % 7 === 3;
        await pause(random() * 200);
        await running.end('SIGKILL');
        if (round % 8 !== 0) continue;
        // A stop now and then, which is no kill.
        running = await startTested(port, env);
        expect(await running.end('SIGTERM')).toBe(0);
      }
      receiver.down = false;
      running = await startTested(port, env);
      await pause(300);
      await clients.stop();
      receiver.calm = true;
      await booksBalance(running.url, [clients], receiver);
      expect(await running.end('SIGTERM')).toBe(0);
      await receiver.close();
    },
  );
});

test.skipIf(!hasPostgres())(
  'two instances on one PostgreSQL, one of them killed again and again: the other goes on with its work',
  { timeout: limit },
  async () => {
    const random = randomFrom(seed + 1);
    const receiver = await openReceiver(random);
    const env = { ...short, NIVEAU_STORE: (await postgres?.database()) ?? '', NIVEAU_FHIR_TARGET_URL: receiver.url };
    const ports = [await freePort(), await freePort()];
    const steady = await startTested(ports[0] ?? 0, env);
    const alive: string[] = [steady.url];
    const clients = startClients(6, () => alive, 50);
    for (let round = 1; round <= Math.ceil(rounds / 8); round += 1) {
      const other = await startTested(ports[1] ?? 0, env);
      alive.push(other.url);
      await pause(200 + random() * 400);
      alive.pop();
      await other.end('SIGKILL');
    }
    await clients.stop();
    receiver.calm = true;
    await booksBalance(steady.url, [clients], receiver);
    expect(await steady.end('SIGTERM')).toBe(0);
    await receiver.close();
  },
);
