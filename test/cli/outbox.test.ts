import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openGateway } from '../../src/gateway.ts';
import { openSqlite } from '../../src/store/sqlite/open.ts';
import { keepResponse } from '../../src/work/keep/keep.ts';
import { model, until, validResponse } from '../http/service.ts';
import { ports } from '../ports.ts';
import { niveau } from './run.ts';

const folder = mkdtempSync(join(tmpdir(), 'niveau-outbox-'));
const file = join(folder, 'niveau.db');
const env = { NIVEAU_STORE: `sqlite:${file}` };
const lines = (stdout: Buffer) => stdout.toString().trimEnd().split('\n');

beforeAll(async () => {
  const config = {
    store: { kind: 'sqlite', file },
    fhirTarget: 'http://127.0.0.1:9/fhir',
    folderTarget: folder,
  } as const;
  const gateway = await openGateway({ config, model, log: () => {}, env: {} });
  const body = Buffer.from(JSON.stringify(validResponse()));
  await keepResponse({ ...ports, routes: gateway.routes }, gateway.archive, { response: body });
  await until(() => readdirSync(folder).some((name) => name.endsWith('.json')));
  // The file is there before the store knows that it is.
  const told = async (text: string) => (await gateway.metrics.text()).includes(text);
  await until(async () => !(await told('niveau_outbox_depth{destination="folder"')));
  await until(() => told('code="server-unreachable"'));
  expect(await gateway.metrics.text()).toContain('niveau_outbox_depth{destination="fhir",state="pending"} 1');
  await gateway.stopDelivering(0);
  await gateway.close();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('list: a line per delivery, and nothing of the citizen', async () => {
  const { code, stdout } = await niveau(['outbox', 'list'], '', env);
  expect(code).toBe(0);
  expect(lines(stdout).map((line) => line.split('\t').slice(0, 4).join(' '))).toEqual([
    '1 pending fhir new',
    '2 delivered folder new',
  ]);
  expect(stdout.toString()).not.toMatch(/2512489996|Berggren/);
});

test('show: its tries; one that is not there is exit 1', async () => {
  const { stdout } = await niveau(['outbox', 'show', '1'], '', env);
  expect(stdout.toString()).toContain('server-unreachable');
  const unknown = await niveau(['--lang', 'en', 'outbox', 'show', '77'], '', env);
  expect([unknown.code, unknown.stderr]).toEqual([1, expect.stringContaining('[delivery-unknown]')]);
});

test('skip: says what would be, and does it with --yes', async () => {
  const dry = await niveau(['outbox', 'skip', '1'], '', env);
  expect(lines(dry.stdout)).toEqual(['dry\tskipped\t1']);
  const unsaid = await niveau(['outbox', 'skip', '1', '--yes'], '', env);
  expect([unsaid.code, unsaid.stderr]).toEqual([2, expect.stringContaining('--reason <reason>')]);
  const done = await niveau(['outbox', 'skip', '1', '--yes', '--reason', 'test'], '', env);
  expect(lines(done.stdout)).toEqual(['skipped\t1']);
  const { stdout } = await niveau(['outbox', 'list', '--state', 'skipped'], '', env);
  expect(lines(stdout)).toHaveLength(1);
});

test.each(['retry', 'skip'])(
  '%s: a number that is not there changes nothing, one that stays as it is is told',
  async (deed) => {
    const why = deed === 'skip' ? ['--reason', 'test'] : [];
    const unknown = await niveau(['--lang', 'en', 'outbox', deed, '2', '77', '--yes', ...why], '', env);
    expect([unknown.code, unknown.stderr]).toEqual([1, expect.stringContaining('[delivery-unknown]')]);
    expect(unknown.stdout.toString()).toBe('');
    const delivered = await niveau(['outbox', deed, '2', '2', '--yes', ...why], '', env);
    expect([delivered.code, ...lines(delivered.stdout)]).toEqual([0, 'untouched\t2']);
  },
);

test('list: a state that there is not is exit 2', async () => {
  expect((await niveau(['outbox', 'list', '--state', 'stuck'], '', env)).code).toBe(2);
});

test.each([
  ['list', ['outbox', 'list']],
  ['retry', ['outbox', 'retry']],
  ['skip', ['outbox', 'skip', '--yes', '--reason', 'test']],
])('%s: a destination that there is not is refused, with those that there are', async (_, args) => {
  const went = await niveau(['--lang', 'en', ...args, '--destination', 'nope'], '', {
    ...env,
    NIVEAU_FOLDER_TARGET: folder,
  });
  expect([went.code, went.stdout.length]).toEqual([1, 0]);
  expect(went.stderr).toMatch(/Those that there are: .*folder.* \[destination-unknown\]/);
});

test.each(['retry', 'skip'])('%s: where nothing was given up, that is said', async (deed) => {
  const none = await niveau(['outbox', deed, '--destination', 'folder'], '', env);
  expect([none.code, none.stdout.length, none.stderr]).toEqual([0, 0, expect.stringContaining('[delivery-none]')]);
});

test.each([
  ['a response', join(folder, 'response.json')],
  ['a folder', folder],
])('a store that is %s: refused by its path, and nothing is left beside it', async (_, path) => {
  if (path !== folder) writeFileSync(path, '{"resourceType":"QuestionnaireResponse"}');
  const args = ['--lang', 'en', 'outbox', 'list'];
  const went = await niveau(args, '', { NIVEAU_STORE: `sqlite:${path}` });
  expect([went.code, went.stderr]).toEqual([3, expect.stringContaining(`${path} (NIVEAU_STORE) is there already`)]);
  await expect(openSqlite(path, { alone: true })).rejects.toThrow('store-no-database');
  expect(existsSync(`${path}.lock`)).toBe(false);
});

test('a file of routes that cannot be read is exit 3, by its path', async () => {
  const path = join(folder, 'none.json');
  for (const args of [
    ['check', path],
    ['explain', path, '--response', 'x'],
  ]) {
    const { code, stderr } = await niveau(['routes', ...args]);
    expect([code, stderr]).toEqual([3, expect.stringMatching(/none\.json .*\[file-unreadable\]/)]);
  }
});

test('without a store it is exit 3, and a number that is none is exit 2', async () => {
  const none = await niveau(['outbox', 'list'], '', { NIVEAU_STORE: 'none' });
  expect([none.code, none.stderr]).toEqual([3, expect.stringContaining('[store-none]')]);
  expect((await niveau(['outbox', 'show', 'one'], '', env)).code).toBe(2);
});
