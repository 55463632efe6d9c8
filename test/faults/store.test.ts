import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { post, refusalIn, until } from '../http/service.ts';
import { freePort } from '../loopback.ts';
import { canMount, smallDisk } from '../small-disk.ts';
import { identifier, response } from '../store/archives.ts';
import { hasPostgres, openPostgresServer, type Postgres, query } from '../store/postgres.ts';
import { startClients } from './clients.ts';
import { openReceiver } from './receiver.ts';
import type { Process } from './service.ts';
import { startTested } from './tested-service.ts';

/** A delivery that could not be noted as done, since the store was away, is sent again when its lease ends. */
const short = { NIVEAU_OUTBOX_LEASE: '5' };

const folder = mkdtempSync(join(tmpdir(), 'niveau-store-faults-'));
const small = join(folder, 'small');
let postgres: Postgres | undefined;
beforeAll(async () => {
  if (hasPostgres()) postgres = await openPostgresServer({ durable: true });
});
afterAll(async () => {
  await postgres?.close();
  rmSync(folder, { recursive: true, force: true });
});

const put = (url: string, value: string) =>
  post(`${url}/fhir/QuestionnaireResponse`, response({ identifier: identifier(value) }));

async function stored(url: string): Promise<number> {
  const counted = await fetch(`${url}/fhir/QuestionnaireResponse?_summary=count`);
  return ((await counted.json()) as { total: number }).total;
}

describe('a disk that runs full under load', () => {
  let disk: ReturnType<typeof smallDisk> | undefined;
  beforeAll(() => {
    disk = smallDisk(small, 2);
  });
  // After whatever a test that failed has left running.
  afterAll(() => disk?.end());

  test.skipIf(!canMount())(
    'is told, takes nothing by halves, and what was acknowledged is there when there is room again',
    async () => {
      const receiver = await openReceiver(() => 1);
      const store = `sqlite:${join(small, 'niveau.db')}`;
      const env = { NIVEAU_STORE: store, NIVEAU_FHIR_TARGET_URL: receiver.url, ...short };
      // Room that can be given back.
      writeFileSync(join(small, 'ballast'), Buffer.alloc(700_000));
      const service = await startTested(await freePort(), env);
      const clients = startClients(4, () => [service.url]);
      const answer = await until(async () => {
        const given = await put(service.url, 'full');
        return given.status === 503 ? given : undefined;
      });
      expect(answer.headers.get('retry-after')).toMatch(/^\d+$/);
      expect(await refusalIn(answer)).toEqual({ status: 503, issues: [['store-full']] });
      // Stopped first: they would fill what is given back, and no delivery could be noted as done.
      await clients.stop();
      rmSync(join(small, 'ballast'));
      await until(async () => (await put(service.url, 'room')).status === 201);
      const acknowledged = clients.acknowledged.flat();
      expect(clients.strange).toEqual([]);
      expect(acknowledged.length).toBeGreaterThan(0);
      const metrics = async () => (await fetch(`${service.url}/metrics`)).text();
      await until(async () => !(await metrics()).includes('niveau_outbox_depth{'));
      expect(new Set([...receiver.arrived.values()].flat()).size).toBe(await stored(service.url));
      expect(await service.end('SIGTERM')).toBe(0);
      const database = new DatabaseSync(join(small, 'niveau.db'), { readOnly: true });
      const kept = new Set(
        database
          .prepare('SELECT identifier_value AS value FROM response')
          .all()
          .map(({ value }) => value),
      );
      expect(database.prepare('PRAGMA integrity_check').all()).toEqual([{ integrity_check: 'ok' }]);
      database.close();
      expect(acknowledged.filter((name) => !kept.has(name))).toEqual([]);
      await receiver.close();
    },
  );
});

describe.each(['sqlite', 'postgres'])('a stop (SIGTERM) under load, on %s', (kind) => {
  test.skipIf(kind === 'postgres' && !hasPostgres())(
    'finishes what it answers, lets go of what it was sending, and the next one goes on with it at once',
    async () => {
      const receiver = await openReceiver(() => 1);
      const store = kind === 'sqlite' ? `sqlite:${join(folder, 'stop.db')}` : ((await postgres?.database()) ?? '');
      const env = { NIVEAU_STORE: store, NIVEAU_FHIR_TARGET_URL: receiver.url };
      const port = await freePort();
      let running: Process | undefined = await startTested(port, env);
      const clients = startClients(6, () => (running === undefined ? [] : [running.url]));
      await until(() => clients.acknowledged.flat().length > 20);
      // Four are sent at one time: these are still being sent when the patience of the stop is over.
      receiver.script.push(...Array.from({ length: 4 }, () => 'half-open after' as const));
      await until(() => receiver.script.length === 0);
      const stopped = running;
      running = undefined;
      expect(await stopped.end('SIGTERM')).toBe(0);
      // No lease is left, which would hold them back for a minute and a half.
      const leases = 'SELECT count(*) AS count FROM outbox WHERE lease_owner IS NOT NULL';
      expect(await rowsOf(store, leases)).toEqual([{ count: kind === 'sqlite' ? 0 : '0' }]);
      running = await startTested(port, env);
      const { url } = running;
      await clients.stop();
      expect(clients.strange).toEqual([]);
      const metrics = async () => (await fetch(`${url}/metrics`)).text();
      await until(async () => !(await metrics()).includes('niveau_outbox_depth{'));
      const arrived = new Set([...receiver.arrived.values()].flat());
      expect(clients.acknowledged.flat().filter((name) => !arrived.has(name))).toEqual([]);
      expect(await stored(url)).toBe(arrived.size);
      expect([...receiver.made.values()].filter((times) => times > 1)).toEqual([]);
      expect(await running.end('SIGTERM')).toBe(0);
      await receiver.close();
    },
  );
});

async function rowsOf(store: string, text: string): Promise<readonly unknown[]> {
  if (!store.startsWith('sqlite:')) return query(store, text);
  const database = new DatabaseSync(store.slice('sqlite:'.length), { readOnly: true });
  const rows = database.prepare(text).all();
  database.close();
  return rows;
}

test.skipIf(!hasPostgres())(
  'a database that is away: not ready, 503 with Retry-After, nothing kept by halves; back again, all goes on by itself',
  async () => {
    const receiver = await openReceiver(() => 1);
    const store = (await postgres?.database()) ?? '';
    const env = { NIVEAU_STORE: store, NIVEAU_FHIR_TARGET_URL: receiver.url, ...short };
    const service = await startTested(await freePort(), env);
    const ready = async () => (await fetch(`${service.url}/health/ready`)).status;
    expect([await ready(), (await put(service.url, 'before')).status]).toEqual([200, 201]);
    const clients = startClients(4, () => [service.url]);
    await until(() => clients.acknowledged.flat().length > 10);
    await postgres?.crash();
    expect(await ready()).toBe(503);
    const answer = await put(service.url, 'away');
    expect(answer.headers.get('retry-after')).toMatch(/^\d+$/);
    expect(await refusalIn(answer)).toEqual({ status: 503, issues: [['store-unavailable']] });
    expect((await fetch(`${service.url}/health/live`)).status).toBe(200);
    await postgres?.start();
    await until(async () => (await ready()) === 200);
    expect((await put(service.url, 'away')).status).toBe(201);
    const before = clients.acknowledged.flat().length;
    await until(() => clients.acknowledged.flat().length > before + 10);
    await clients.stop();
    expect(clients.strange).toEqual([]);
    const arrived = () => new Set([...receiver.arrived.values()].flat());
    await until(async () => arrived().size === (await stored(service.url)));
    expect(clients.acknowledged.flat().filter((name) => !arrived().has(name))).toEqual([]);
    expect(await service.end('SIGTERM')).toBe(0);
    await receiver.close();
  },
);
