import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openGateway } from '../../src/gateway.ts';
import { keepResponse } from '../../src/work/keep/keep.ts';
import { model, validResponse } from '../http/service.ts';
import { ports } from '../ports.ts';
import { niveau } from './run.ts';

const folder = mkdtempSync(join(tmpdir(), 'niveau-audit-commands-'));
const file = join(folder, 'niveau.db');
const run = (args: readonly string[], input = '') => niveau(args, input, { NIVEAU_STORE: `sqlite:${file}` });
const cpr = '2512489996';

beforeAll(async () => {
  const config = { store: { kind: 'sqlite', file } } as const;
  const gateway = await openGateway({ config, model, log: () => {}, env: {} });
  await keepResponse(ports, gateway.archive, { response: Buffer.from(JSON.stringify(validResponse())) });
  await gateway.close();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('an access request and an erasure, from the first question to the last', async () => {
  const whole = await run(['audit', 'verify', '--lang', 'en']);
  expect([whole.code, whole.stdout.toString()]).toEqual([0, expect.stringMatching(/^whole\t1\t1\t1:[\da-f]{64}\n$/)]);

  const exported = await run(['export-citizen'], `${cpr}\n`);
  const { entry } = JSON.parse(exported.stdout.toString()) as { entry: { resource: { resourceType: string } }[] };
  const types = new Set(entry.map(({ resource }) => resource.resourceType));
  expect([...types]).toEqual(expect.arrayContaining(['Patient', 'QuestionnaireResponse', 'CarePlan', 'AuditEvent']));

  const inXml = await run(['--format', 'xml', 'export-citizen'], cpr);
  expect([inXml.code, inXml.stdout.toString()]).toEqual([0, expect.stringContaining('<CarePlan>')]);

  const dry = await run(['erase', '--lang', 'en'], '251248-9996');
  expect([dry.code, dry.stdout.toString()]).toEqual([
    0,
    expect.stringMatching(/^dry\tgoes\tnumbers\t1\n[\s\S]*dry\tlaw\trecord\t1 /),
  ]);
  const young = await run(['erase', '--yes', '--lang', 'en'], cpr);
  expect([young.code, young.stderr]).toEqual([1, expect.stringContaining('[erase-record]')]);
  expect((await run(['erase', '--yes', '--record-elsewhere'], cpr)).code).toBe(0);
  const database = new DatabaseSync(file, { readOnly: true });
  for (const table of ['response', 'version', 'outcome', 'resource', 'citizen', 'citizen_number', 'outbox', 'letter']) {
    expect([table, database.prepare(`SELECT count(*) AS count FROM ${table}`).get()?.count]).toEqual([table, 0]);
  }
  database.close();

  // The audit is whole, and still tells the citizen what was done.
  expect((await run(['audit', 'verify'])).code).toBe(0);
  const told = await run(['audit', 'of'], cpr);
  const acts = told.stdout
    .toString()
    .split('\n')
    .flatMap((line) => line.split('\t').slice(1, 2));
  expect(acts).toEqual(['create', 'export', 'export', 'erase', 'audit-of']);
  const again = await run(['erase', '--lang', 'en'], cpr);
  expect([again.code, again.stderr]).toEqual([1, expect.stringContaining('[citizen-unknown]')]);
  const all = [whole, exported, inXml, dry, young, told, again];
  expect(all.map(({ stderr }) => stderr).join('')).not.toMatch(/2512489996|Nancy/);
  expect([dry, young, told, again].map(({ stdout }) => stdout).join('')).not.toMatch(/2512489996|Nancy/);
});

test('a number on the command line is refused, and not said again', async () => {
  for (const command of [['erase'], ['export-citizen'], ['audit', 'of']]) {
    const { code, stdout, stderr } = await run([...command, cpr]);
    expect([code, `${stdout}${stderr}`]).toEqual([1, expect.stringContaining('citizen-argument')]);
    expect(`${stdout}${stderr}`).not.toContain(cpr);
  }
});

test('what is no number is refused; another key is, too', async () => {
  const { code, stdout } = await run(['audit', 'of'], 'Nancy');
  expect([code, stdout.toString()]).toEqual([1, expect.stringContaining('citizen-number')]);
  const other = join(folder, 'other.key');
  writeFileSync(other, 'no key');
  const env = { NIVEAU_STORE: `sqlite:${file}`, NIVEAU_AUDIT_KEY: other };
  const wrong = await niveau(['audit', 'verify'], '', env);
  expect([wrong.code, wrong.stderr]).toEqual([3, expect.stringContaining('[audit-key-unreadable]')]);
  const missing = await niveau(['audit', 'verify'], '', { ...env, NIVEAU_AUDIT_KEY: join(folder, 'none.key') });
  expect([missing.code, missing.stderr]).toEqual([3, expect.stringContaining('[audit-key-missing]')]);
});

test('nothing is held by a new store, of anybody', async () => {
  const env = { NIVEAU_STORE: `sqlite:${join(folder, 'new.db')}` };
  const { code, stdout, stderr } = await niveau(['export-citizen'], cpr, env);
  expect([code, stdout.toString(), stderr]).toEqual([1, '', expect.stringContaining('[citizen-unknown]')]);
});

test('a backup and its restore are written down, and the restored audit is whole', async () => {
  const env = { NIVEAU_STORE: `sqlite:${join(folder, 'restored.db')}` };
  const [copy, key] = [join(folder, 'copy.db'), join(folder, 'restored.db.key')];
  expect((await niveau(['clients', 'add', 'ehr', '--scope', 'system/*.r', '--everybody'], '', env)).code).toBe(0);
  expect((await niveau(['backup', copy], '', env)).code).toBe(0);
  const restored = await niveau(['restore', copy, '--replace'], '', { ...env, NIVEAU_AUDIT_KEY: key });
  expect([restored.code, restored.stderr]).toEqual([0, '']);
  const database = new DatabaseSync(join(folder, 'restored.db'), { readOnly: true });
  const rows = database.prepare('SELECT content FROM audit ORDER BY number').all();
  database.close();
  const acts = rows.map(({ content }) => JSON.parse(String(content)).act);
  expect(acts).toEqual(['client-add', 'backup', 'restore']);
});

test('a backup whose key is not there is not restored: nothing changes', async () => {
  const [copy, key, place] = ['keyless.db', 'wrong.key', 'place.db'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  expect((await run(['backup', copy])).code).toBe(0);
  const restore = async (to: string, auditKey: string) => {
    const env = { NIVEAU_STORE: `sqlite:${to}`, NIVEAU_AUDIT_KEY: auditKey };
    const { code, stderr } = await niveau(['restore', copy, '--replace'], '', env);
    return [code, /\[([\w-]+)\]/.exec(stderr)?.[1]];
  };
  expect(await restore(place, key)).toEqual([3, 'audit-key-missing']);
  expect([place, `${place}.part`, key].filter((one) => existsSync(one))).toEqual([]);
  const before = readFileSync(file);
  writeFileSync(key, 'no key');
  expect(await restore(file, key)).toEqual([3, 'audit-key-unreadable']);
  expect(await restore(file, `${file}.none`)).toEqual([3, 'audit-key-missing']);
  expect(await restore(file, join(folder, 'restored.db.key'))).toEqual([3, 'audit-key-other']);
  expect(readFileSync(file).equals(before)).toBe(true);
  expect(await restore(place, `${file}.key`)).toEqual([0, undefined]);
});
