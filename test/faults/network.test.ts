import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { openGateway } from '../../src/gateway.ts';
import { openStore } from '../../src/store/open.ts';
import { openDesk } from '../../src/store/outbox/desk.ts';
import { model, post, startService, until } from '../http/service.ts';
import { citizen } from '../outbox/outboxes.ts';
import { identifier, response } from '../store/archives.ts';
import { databases } from '../store/databases.ts';
import { type Fault, openReceiver } from './receiver.ts';

const folder = mkdtempSync(join(tmpdir(), 'niveau-network-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Whatever a receiver does once, and what is noted of the try. Then it is well. */
const faults: readonly (readonly [Fault, string])[] = [
  ['cut off', 'server-unreachable'],
  ['busy', 'server-busy'],
  ['cut off after', 'server-unreachable'],
  ['500 after', 'server-refused'],
  ['asked to wait', 'server-busy'],
  ['half-open', 'server-timeout'],
  ['half-open after', 'server-timeout'],
  ['half an answer after', 'server-unreachable'],
  ['a page after', 'server-not-fhir'],
];

describe.each(databases())('faults of the network, on $name', (database) => {
  test.each(faults)('%s: sent again, written once, and the order is kept', async (fault, code) => {
    const receiver = await openReceiver(() => 1);
    receiver.script.push(fault);
    const { service, desk, close } = await openService(receiver.url);
    for (const value of ['a', 'b', 'c']) expect(await put(service.url, value, citizen(1))).toBe(201);
    await until(async () => (await desk.depths()).length === 0);
    const [first, ...others] = await desk.list({ limit: 9 });
    expect((await desk.attempts(first?.number ?? 0)).map((attempt) => attempt.code)).toEqual([code, 'delivered']);
    expect(others.map(({ attempt }) => attempt)).toEqual([1, 1]);
    expect([...receiver.made.values()].filter((times) => times > 1)).toEqual([]);
    const [arrived = []] = [...receiver.arrived.values()];
    expect([arrived, new Set(arrived).size]).toEqual([[...arrived].sort(), 3]);
    await close();
    await receiver.close();
  });

  test('asked to wait: not before the time that the receiver names', async () => {
    const receiver = await openReceiver(() => 1);
    receiver.script.push('asked to wait');
    const { service, desk, close } = await openService(receiver.url);
    await put(service.url, 'a');
    await until(async () => (await desk.depths()).length === 0);
    const [one, two] = await desk.attempts(1);
    expect((two?.startedAt ?? 0) - (one?.endedAt ?? 0)).toBeGreaterThanOrEqual(2_000);
    await close();
    await receiver.close();
  });

  test('a receiver that says nothing holds up neither the door nor another destination', async () => {
    const receiver = await openReceiver(() => 1);
    // More than are sent at one time.
    receiver.script.push(...Array.from({ length: 8 }, () => 'half-open' as const));
    const other = mkdtempSync(join(folder, 'other-'));
    const { service, desk, close } = await openService(receiver.url, { NIVEAU_FOLDER_TARGET: other }, '60');
    for (let index = 0; index < 8; index += 1) expect(await put(service.url, `a${index}`, citizen(index))).toBe(201);
    // Both: a file is there a moment before it is noted as delivered.
    await until(async () => (await desk.depths()).length === 1);
    expect(readdirSync(other).filter((name) => name.endsWith('.json'))).toHaveLength(8);
    expect(await desk.depths()).toMatchObject([{ destination: 'fhir', state: 'pending', count: 8 }]);
    await close();
    // What was being sent is let go of at the stop, and nothing of it is lost.
    expect(await again(async ({ depths }) => (await depths())[0]?.count)).toBe(8);
    await receiver.close();
  });

  let address: Awaited<ReturnType<typeof database.address>> | undefined;

  async function again<Result>(work: (desk: ReturnType<typeof openDesk>) => Promise<Result>): Promise<Result> {
    if (address === undefined) throw new Error('no store');
    const store = await openStore(address, { alone: false });
    try {
      return await work(openDesk(store));
    } finally {
      await store.close();
    }
  }

  /** A service that sends to a receiver, waits a second for its answer, and tries again soon. */
  async function openService(url: string, env: Record<string, string> = {}, timeout = '1') {
    address = await database.address();
    const variables = { NIVEAU_FHIR_TARGET_URL: url, NIVEAU_FHIR_TARGET_TIMEOUT: timeout, ...env };
    const config = { ...readConfig({ NIVEAU_ADDRESS: '127.0.0.1:0', ...variables }), store: address };
    const pause = (_attempt: number, _random: number, retryAfter = 0) => Math.max(20, retryAfter);
    const settings = { poll: 20, pause };
    const gateway = await openGateway({ config, model, log: () => {}, env: variables, settings });
    const service = await startService({ gateway });
    const beside = await openStore(address, { alone: false });
    const close = async () => {
      await Promise.all([service.close(), gateway.stopDelivering(0)]);
      await beside.close();
      await gateway.close();
    };
    return { service, desk: openDesk(beside), close };
  }
});

async function put(url: string, value: string, changes: object = {}): Promise<number> {
  const body = response({ identifier: identifier(value), ...changes });
  return (await post(`${url}/fhir/QuestionnaireResponse`, body)).status;
}
