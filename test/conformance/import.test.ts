/** A history by `niveau import`, on both databases: once, again, cut off, and with what is refused apart. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { text } from 'node:stream/consumers';
import { zstdCompressSync } from 'node:zlib';
import type { Patient } from 'fhir/r4.js';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { niveauApart as niveau, root } from '../cli/run.ts';
import { until } from '../http/service.ts';
import { citizens, identifier, response } from '../store/archives.ts';
import { hasPostgres, openPostgresServer, type Postgres, query } from '../store/postgres.ts';

const folder = mkdtempSync(join(tmpdir(), 'niveau-import-'));
let postgres: Postgres | undefined;
beforeAll(async () => {
  if (hasPostgres()) postgres = await openPostgresServer();
});
afterAll(async () => {
  await postgres?.close();
  rmSync(folder, { recursive: true, force: true });
});

type Response = Parameters<typeof response>[0];
const of = (value: string, changes: Response = {}) =>
  JSON.stringify(response({ identifier: identifier(value), ...changes }));
const citizen = (index: number) => ({ identifier: index % 2 === 0 ? citizens.nancy : citizens.other });
/** Drafts, amendments and withdrawals stand behind what they change. */
const first = [
  of('draft', { status: 'in-progress' }),
  of('amended'),
  of('withdrawn', { subject: citizen(1) }),
  '{"resourceType":"Patient"}',
  ...Array.from({ length: 60 }, (_, index) => of(`history-${index}`, { subject: citizen(index) })),
];
const second = [
  of('draft'),
  of('amended', { status: 'amended', authored: '2026-01-21T10:30:00+01:00' }),
  of('withdrawn', { subject: citizen(1), status: 'entered-in-error' }),
  of('history-7', { subject: citizen(7) }),
  'not JSON',
];
const history = join(folder, 'history');
mkdirSync(history);
writeFileSync(join(history, 'QuestionnaireResponse.1.ndjson'), `${first.join('\n')}\n`);
writeFileSync(join(history, 'QuestionnaireResponse.2.ndjson.zst'), zstdCompressSync(Buffer.from(second.join('\n'))));
writeFileSync(join(history, 'Patient.1.ndjson'), '{}\n');

let count = 0;
/** A new store, and what is asked of it. */
async function newStore(kind: 'sqlite' | 'postgres') {
  count += 1;
  const file = join(folder, `${count}.db`);
  const url = kind === 'sqlite' ? `sqlite:${file}` : await postgres?.database();
  const rows = async (text: string): Promise<readonly Record<string, unknown>[]> => {
    if (kind === 'postgres') return query(url ?? '', text);
    const database = new DatabaseSync(file, { readOnly: true });
    try {
      return database.prepare(text).all();
    } finally {
      database.close();
    }
  };
  const env = { NIVEAU_STORE: url, NIVEAU_AUDIT_KEY: join(folder, `${count}.key`) };
  return { env, rows };
}

const standing = `SELECT identifier_value AS value, status, version, superseded_by IS NULL AS stands FROM response
  ORDER BY identifier_value`;

describe.each(['sqlite', 'postgres'] as const)('a history in %s', (kind) => {
  const left = kind === 'postgres' && !hasPostgres();
  if (left) console.warn('Left out: a history in PostgreSQL, which is not here.');

  test.skipIf(left)('is kept once, in order, written down, and not sent on', async () => {
    const { env, rows } = await newStore(kind);
    const sending = { ...env, NIVEAU_FOLDER_TARGET: folder };
    const refused = join(folder, `${kind}-refused.ndjson`);
    const once = await niveau(['import', history, '--refused', refused], '', sending);
    expect(once.stderr).toContain('Patient.1.ndjson: udeladt');
    expect(once.stderr).toContain('63 nye, 3 ændret, 1 var der allerede, 2 afvist');
    expect([once.code, once.stdout.length]).toEqual([1, 0]);
    const why = readFileSync(refused, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(
      why.map(({ file, line, input, outcome }) => [file, line, input, outcome.issue[0].details.coding[0].code]),
    ).toEqual([
      ['QuestionnaireResponse.1.ndjson', 4, '{"resourceType":"Patient"}', 'resource-type-wrong'],
      ['QuestionnaireResponse.2.ndjson.zst', 5, 'not JSON', 'json-malformed'],
    ]);
    const kept = await rows(standing);
    expect(kept).toHaveLength(63);
    const statusOf = (value: string) => {
      const { status, version } = kept.find((row) => row.value === value) ?? {};
      return [status, Number(version)];
    };
    expect(['draft', 'amended', 'withdrawn', 'history-7'].map(statusOf)).toEqual([
      ['completed', 2],
      ['amended', 2],
      ['entered-in-error', 2],
      ['completed', 1],
    ]);
    const acts = await rows('SELECT content FROM audit');
    const told = acts.map(({ content }) => JSON.parse(String(content)));
    expect(told.filter(({ act }) => act === 'create')).toHaveLength(63);
    expect(told.filter(({ act, by }) => act === 'create' && by.kind !== 'operator')).toEqual([]);
    const again = await niveau(['import', history], '', sending);
    expect(again.stderr).toContain('0 nye, 0 ændret, 67 var der allerede, 2 afvist');
    expect(again.stdout.toString().trimEnd().split('\n')).toHaveLength(2);
    expect(await rows(standing)).toEqual(kept);
    expect(await rows('SELECT number FROM outbox')).toEqual([]);
  });

  test.skipIf(left)('lines of one citizen by either of two numbers are kept in their order', async () => {
    const { env, rows } = await newStore(kind);
    const both: Patient = { resourceType: 'Patient', id: 'p', identifier: [citizens.replacement, citizens.nancy] };
    const either = (name: string) =>
      Array.from({ length: 40 }, (_, index) => {
        const number = index % 3 === 0 ? citizens.replacement : citizens.nancy;
        return of(`${name}-${index}`, { subject: { identifier: number } });
      });
    const lines = [of('both', { contained: [both], subject: { reference: '#p' } }), ...either('a')];
    const more = either('b');
    const inOrder = [...lines, ...more].map((line) => JSON.parse(line).identifier.value);
    // The second time only the store knows that they are one.
    for (const some of [lines, more]) expect((await niveau(['import', '-'], some.join('\n'), env)).code).toBe(0);
    const kept = await rows('SELECT identifier_value AS value FROM response ORDER BY number');
    expect(kept.map(({ value }) => value)).toEqual(inOrder);
  });

  test.skipIf(left)('killed in the middle: gone on with, and the same in the end', async () => {
    const whole = await newStore(kind);
    const cut = await newStore(kind);
    const lines = `${first.join('\n')}\n`;
    await niveau(['import', '-'], lines, whole.env);
    const note = join(folder, `${kind}-note.json`);
    const refused = join(folder, `${kind}-cut-refused.ndjson`);
    const args = ['import', '-', '--resume', note, '--refused', refused];
    const child = spawn(process.execPath, ['src/cli/niveau.js', ...args], {
      cwd: root,
      env: { ...process.env, ...cut.env },
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    child.stdin.write(lines.slice(0, lines.indexOf('history-30')));
    const kept = () => cut.rows('SELECT number FROM response').catch(() => []);
    await until(async () => (await kept()).length >= 20);
    child.kill('SIGKILL');
    await once(child, 'close');
    const gone = await niveau(args, lines, cut.env);
    expect(gone.code).toBe(1);
    expect(await cut.rows(standing)).toEqual(await whole.rows(standing));
    const [line, ...more] = readFileSync(refused, 'utf8').trimEnd().split('\n');
    expect([JSON.parse(line ?? '').line, more]).toEqual([4, []]);
  });
});

test('Ctrl-C: what is kept is noted, and the rest comes with the next call; another input is refused', async () => {
  const { env, rows } = await newStore('sqlite');
  const lines = `${first.join('\n')}\n`;
  const note = join(folder, 'note.json');
  const args = ['import', '-', '--resume', note];
  const child = spawn(process.execPath, ['src/cli/niveau.js', ...args], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  child.stdout.resume();
  child.stdin.write(lines.slice(0, lines.indexOf('history-30')));
  await until(async () => (await rows('SELECT number FROM response').catch(() => [])).length >= 20);
  child.kill('SIGINT');
  await once(child, 'close');
  expect(child.exitCode).toBe(3);
  const noted = JSON.parse(readFileSync(note, 'utf8')).files['-'];
  expect(noted.lines).toBeGreaterThan(20);
  const other = join(folder, 'other.ndjson');
  writeFileSync(other, lines.replace('history-2', 'history-X'));
  const renamed = JSON.stringify({ files: { 'other.ndjson': noted }, refusedOut: 0 });
  writeFileSync(join(folder, 'renamed.json'), renamed);
  const changed = await niveau(['import', other, '--resume', join(folder, 'renamed.json')], '', env);
  expect(changed.code).toBe(3);
  expect(changed.stderr).toContain('[resume-input]');
  const gone = await niveau(args, lines, env);
  expect(gone.stderr).toContain('63 nye, 0 ændret, 0 var der allerede, 1 afvist');
});

test('refused lines that nobody reads any more end it, are not noted as told, and come with the next call', async () => {
  const { env } = await newStore('sqlite');
  const lines = `${first.join('\n')}\n`;
  const args = ['import', '-', '--resume', join(folder, 'unread.json')];
  const child = spawn(process.execPath, ['src/cli/niveau.js', ...args], { cwd: root, env: { ...process.env, ...env } });
  child.stdout.destroy();
  child.stdin.on('error', () => {});
  child.stdin.end(lines);
  const [said] = await Promise.all([text(child.stderr), once(child, 'close')]);
  expect([child.exitCode, said]).toEqual([3, expect.stringContaining('(EPIPE)')]);
  expect(said).toContain('[output-failed]');
  const again = await niveau(args, lines, env);
  expect(again.code).toBe(1);
  expect(JSON.parse(again.stdout.toString()).line).toBe(4);
});

test.skipIf(!hasPostgres())('PostgreSQL looks at what an import has filled', async () => {
  const { env, rows } = await newStore('postgres');
  const lines = Array.from({ length: 300 }, (_, index) => of(`filled-${index}`, { subject: citizen(index % 30) }));
  expect((await niveau(['import', '-'], lines.join('\n'), env)).code).toBe(0);
  // -1 where it never has; by itself it would within minutes.
  const [table] = await rows("SELECT reltuples >= 256 AS looked FROM pg_class WHERE oid = 'response'::regclass");
  expect(table?.looked).toBe(true);
});

test.skipIf(!hasPostgres())('an import does not wait for who keeps PostgreSQL from looking at a table', async () => {
  const { env, rows } = await newStore('postgres');
  await niveau(['import', '-'], of('first'), env);
  const other = new pg.Client(env.NIVEAU_STORE);
  await other.connect();
  await other.query('BEGIN; LOCK TABLE outcome IN SHARE UPDATE EXCLUSIVE MODE');
  const lines = Array.from({ length: 300 }, (_, index) => of(`locked-${index}`, { subject: citizen(index % 30) }));
  expect((await niveau(['import', '-'], lines.join('\n'), env)).code).toBe(0);
  await other.end();
  const kept = await rows('SELECT number FROM response');
  const [table] = await rows("SELECT reltuples >= 256 AS looked FROM pg_class WHERE oid = 'response'::regclass");
  expect([kept.length, table?.looked]).toEqual([301, true]);
});

test.skipIf(!hasPostgres())('a database that is gone ends it, though the pipe that it reads stays open', async () => {
  const { env, rows } = await newStore('postgres');
  const args = ['import', '-', '--resume', join(folder, 'gone.json')];
  const child = spawn(process.execPath, ['src/cli/niveau.js', ...args], { cwd: root, env: { ...process.env, ...env } });
  child.stdout.resume();
  child.stdin.on('error', () => {});
  const lines = `${first.join('\n')}\n`;
  const at = lines.lastIndexOf('\n', lines.indexOf('history-30')) + 1;
  child.stdin.write(lines.slice(0, at));
  await until(async () => (await rows('SELECT number FROM response').catch(() => [])).length >= 30);
  await postgres?.crash();
  child.stdin.write(lines.slice(at));
  const [said] = await Promise.all([text(child.stderr), once(child, 'close')]);
  expect([child.exitCode, said]).toEqual([3, expect.stringContaining('[store-unavailable]')]);
  await postgres?.start();
  const again = await niveau(args, lines, env);
  // What was kept before the crash may not have been noted yet: then it is there already.
  const [, made, there] = /(\d+) nye, 0 ændret, (\d+) var der allerede, 1 afvist/.exec(again.stderr) ?? [];
  expect([Number(made) + Number(there), again.code]).toEqual([63, 1]);
  expect(await rows('SELECT number FROM response')).toHaveLength(63);
});

describe('a file that was kept wholly, by its note', () => {
  const three = ['one', 'two', 'three'].map((name) => `${of(name)}\n`);
  const six = [...three, ...['four', 'five', 'six'].map((name) => `${of(name)}\n`)];
  const cut = [...three.slice(0, 2), three[2]?.slice(0, 40)];
  test.each([
    ['is as it was', three, three, 3, 0, '3 nye'],
    ['holds more since', three, six, 6, 0, '6 nye'],
    ['holds fewer since', six, three, 6, 3, '[resume-input]'],
    ['holds others', three, [`${of('other')}\n`, ...three.slice(1)], 3, 3, '[resume-input]'],
    ['its last line was cut', cut, three, 2, 3, '[resume-input]'],
  ])('%s', async (_, before, after, kept, code, said) => {
    const { env, rows } = await newStore('sqlite');
    const inner = mkdtempSync(join(folder, 'whole-'));
    const [file, manifest, note] = ['in.ndjson', 'm.json', 'note'].map((name) => join(inner, name)) as [
      string,
      string,
      string,
    ];
    const output = [{ type: 'QuestionnaireResponse', url: 'in.ndjson', count: after.length }];
    writeFileSync(manifest, JSON.stringify({ output }));
    writeFileSync(file, before.join(''));
    const first = await niveau(['import', manifest, '--resume', note], '', env);
    expect(first.stderr.includes('[import-count]')).toBe(before.length !== after.length);
    writeFileSync(file, after.join(''));
    const again = await niveau(['import', manifest, '--resume', note], '', env);
    expect([again.code, again.stderr]).toEqual([code, expect.stringContaining(said)]);
    expect(again.stderr).not.toContain('[import-count]');
    expect(await rows('SELECT number FROM response')).toHaveLength(kept);
  });

  test('what its manifest promises is asked for again', async () => {
    const { env } = await newStore('sqlite');
    const inner = mkdtempSync(join(folder, 'count-'));
    writeFileSync(join(inner, 'in.ndjson'), three.join(''));
    const output = [{ type: 'QuestionnaireResponse', url: 'in.ndjson', count: 9 }];
    writeFileSync(join(inner, 'manifest.json'), JSON.stringify({ output }));
    for (const _ of ['first', 'again']) {
      const ran = await niveau(['import', inner, '--resume', join(inner, 'note')], '', env);
      expect([ran.code, ran.stderr]).toEqual([1, expect.stringContaining('[import-count]')]);
    }
  });
});

describe('files that an import must leave as they are', () => {
  const source = join(folder, 'source.ndjson');
  const lines = `${of('kept')}{"resourceType":"Patient"}\n`;
  const precious = join(folder, 'precious.ndjson');
  const noted = join(folder, 'earlier.json');
  const refused = join(folder, 'earlier-refused.ndjson');
  test.each([
    ['its source for refused lines', ['--refused', source], 'output-same'],
    ['its source as a note', ['--resume', source], 'resume-unknown'],
    ['one file twice', ['--refused', join(folder, 'both'), '--resume', join(folder, 'both')], 'output-same'],
    ['a file that is there', ['--refused', precious], 'output-exists'],
    ['a file of which its note says nothing', ['--refused', precious, '--resume', noted], 'output-exists'],
    ['its file of refused lines, cut since', ['--refused', refused, '--resume', noted], 'resume-output'],
    ['a note that cannot be written', ['--resume', join(folder, 'none', 'note')], 'file-unwritable'],
  ])('%s: refused, nothing is kept', async (_, args, code) => {
    const { env, rows } = await newStore('sqlite');
    writeFileSync(source, lines);
    writeFileSync(precious, 'precious');
    writeFileSync(refused, '');
    writeFileSync(noted, JSON.stringify({ files: {}, refused, refusedOut: 3 }));
    const went = await niveau(['import', source, ...args], '', env);
    expect([went.code, went.stdout.length]).toEqual([3, 0]);
    expect(went.stderr).toContain(`[${code}]`);
    expect(readFileSync(source, 'utf8')).toBe(lines);
    expect(readFileSync(precious, 'utf8')).toBe('precious');
    expect(await rows('SELECT number FROM response').catch(() => [])).toEqual([]);
  });
});

test('--deliver: what the routes say is put into the outbox', async () => {
  const { env, rows } = await newStore('sqlite');
  const source = join(folder, 'one.ndjson');
  writeFileSync(source, of('one'));
  const sending = { ...env, NIVEAU_FOLDER_TARGET: folder };
  expect((await niveau(['import', source, '--deliver'], '', sending)).code).toBe(0);
  expect(await rows('SELECT destination FROM outbox')).toMatchObject([{ destination: 'folder' }]);
});

test('--deliver where there is no route: refused, and nothing is kept', async () => {
  const { env, rows } = await newStore('sqlite');
  const source = join(folder, 'nowhere.ndjson');
  writeFileSync(source, of('one'));
  const { code, stderr } = await niveau(['import', source, '--deliver'], '', env);
  expect([code, stderr]).toEqual([3, expect.stringContaining('[routes-none]')]);
  expect(await rows('SELECT number FROM response')).toEqual([]);
});

test('a manifest that promises more lines than there are: those that are there are kept, and it is told', async () => {
  const { env, rows } = await newStore('sqlite');
  const made = join(folder, 'promised');
  mkdirSync(made);
  writeFileSync(join(made, 'a.ndjson'), of('one'));
  const output = [{ type: 'QuestionnaireResponse', url: 'https://example.org/a.ndjson', count: 2 }];
  writeFileSync(join(made, 'manifest.json'), JSON.stringify({ output }));
  const went = await niveau(['import', made], '', env);
  expect(went.code).toBe(1);
  expect(went.stderr).toContain('[import-count]');
  expect(await rows('SELECT number FROM response')).toHaveLength(1);
  expect(existsSync(join(made, 'a.ndjson'))).toBe(true);
});
