import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openGateway } from '../../src/gateway.ts';
import { keepSent } from '../../src/work/letters/keep-sent.ts';
import { model, until } from '../http/service.ts';
import { letterWith } from '../work/letters/post.ts';
import { niveau } from './run.ts';

const folder = mkdtempSync(join(tmpdir(), 'niveau-message-'));
const file = join(folder, 'niveau.db');
const inbox = join(folder, 'inbox');
const env = { NIVEAU_STORE: `sqlite:${file}` };

beforeAll(async () => {
  mkdirSync(inbox);
  const config = { store: { kind: 'sqlite', file }, inboxFolder: inbox } as const;
  const gateway = await openGateway({ config, model, log: () => {}, env: {} });
  const sent = { letterId: 'A', attached: false, identity: 'i', correlation: undefined };
  await keepSent(gateway.archive, { ...sent, bytes: await letterWith({ id: 'A' }) });
  // What a gateway is given in a folder, it takes by itself.
  writeFileSync(join(inbox, 'a.xml'), await letterWith({ id: 'B', withdrawal: true, from: 'practice' }));
  await until(async () => (await gateway.metrics.text()).includes('niveau_letters{state="receipt-awaited"} 1'));
  await until(() => readdirSync(join(inbox, 'done')).length === 1);
  await gateway.stopDelivering(0);
  await gateway.close();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('list: a line per letter that waits, and nothing of the citizen', async () => {
  const { code, stdout } = await niveau(['message', 'list'], '', env);
  expect(code).toBe(0);
  expect(stdout.toString()).toMatch(/^out\treceipt-awaited\tXDIS91\t-\t\S+Z\t\S+Z\t[0-9a-f-]{36}\n$/);
  const other = await niveau(['message', 'list', '--state', 'withdrawal', '--direction', 'in'], '', env);
  expect(other.stdout.toString()).toMatch(/^in\twithdrawal\tXDIS91\t-\t/);
});

test('a state that there is not is wrong usage, and no store the environment’s', async () => {
  expect((await niveau(['message', 'list', '--state', 'gone'], '', env)).code).toBe(2);
  expect((await niveau(['message', 'list', '--direction', 'up'], '', env)).code).toBe(2);
  const none = await niveau(['message', 'list'], '', { NIVEAU_STORE: 'none' });
  expect([none.code, none.stderr]).toEqual([3, expect.stringContaining('[store-none]')]);
});
