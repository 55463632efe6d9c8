import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { niveau } from '../cli/run.ts';
import { type Process, startProcess } from '../faults/service.ts';
import { post, until, validResponse } from '../http/service.ts';
import { freePort } from '../loopback.ts';
import { hasPostgres, openPostgresServer } from '../store/postgres.ts';

/** docs/audit.md "Encryption at rest", with gocryptfs in the place of the disk's own: both stores below it. */
const folder = mkdtempSync(join(tmpdir(), 'niveau-at-rest-'));
const [cipher, plain, passphrase] = ['cipher', 'plain', 'passphrase'].map((name) => join(folder, name)) as [
  string,
  string,
  string,
];
const cpr = '2512489996';

function mount(): boolean {
  const argv = ['-q', '-nosyslog', '-allow_other', '-passfile', passphrase, cipher, plain];
  return spawnSync('gocryptfs', argv, { stdio: 'ignore' }).status === 0;
}

/** Whoever ended a moment ago may hold a file yet. */
async function unmount(): Promise<void> {
  await until(() => spawnSync('umount', [plain], { stdio: 'ignore' }).status === 0);
}

/** Only root can let PostgreSQL's own user into it. */
function prepared(): boolean {
  mkdirSync(cipher);
  mkdirSync(plain);
  // PostgreSQL's user walks through it.
  chmodSync(folder, 0o755);
  writeFileSync(passphrase, 'en lang og hemmelig sætning\n', { mode: 0o600 });
  const init = ['-q', '-nosyslog', '-init', '-passfile', passphrase, cipher];
  return process.getuid?.() === 0 && spawnSync('gocryptfs', init, { stdio: 'ignore' }).status === 0 && mount();
}

const isHere = prepared();
if (!isHere) console.warn('Left out: encryption at rest, which takes gocryptfs, FUSE and root.');
afterAll(async () => {
  if (isHere) await unmount();
  rmSync(folder, { recursive: true, force: true });
});

/** How many files below a folder hold a text. */
function holding(place: string, text: string): number {
  const files = readdirSync(place, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
  expect(files.length).toBeGreaterThan(0);
  return files.filter((one) => readFileSync(join(one.parentPath, one.name)).includes(text)).length;
}

async function keepOne({ url }: Process): Promise<string> {
  const kept = await post(`${url}/fhir/QuestionnaireResponse`, validResponse());
  expect(kept.status).toBe(201);
  return new URL(kept.headers.get('location') ?? url).pathname.replace(/\/_history.*/, '');
}

async function start(store: string): Promise<Process> {
  const service = await startProcess(await freePort(), { NIVEAU_STORE: store });
  onTestFinished(() => void service.end('SIGKILL').catch(() => undefined));
  return service;
}

describe.skipIf(!isHere)('what is kept on an encrypted file system', () => {
  test('SQLite: file, log and backup are in clear for nobody without the key, and there again with it', async () => {
    const file = join(plain, 'store', 'niveau.db');
    const store = `sqlite:${file}`;
    const service = await start(store);
    const path = await keepOne(service);
    const backup = await niveau(['backup', join(plain, 'backup.db')], '', { NIVEAU_STORE: store });
    expect([backup.code, existsSync(join(plain, 'backup.db'))]).toEqual([0, true]);
    // The log as well: a crash leaves it behind.
    await service.end('SIGKILL');
    for (const text of [cpr, 'SQLite format 3']) {
      expect(holding(plain, text)).toBeGreaterThan(0);
      expect([text, holding(cipher, text)]).toEqual([text, 0]);
    }
    await unmount();
    expect(existsSync(file)).toBe(false);
    expect(mount()).toBe(true);
    const again = await start(store);
    expect((await fetch(`${again.url}${path}`)).status).toBe(200);
    await again.end('SIGTERM');
  });

  test.skipIf(!hasPostgres())('PostgreSQL: the same of its data folder and its log', async () => {
    vi.stubEnv('TMPDIR', plain);
    onTestFinished(() => void vi.unstubAllEnvs());
    const server = await openPostgresServer();
    onTestFinished(() => server.close());
    const store = await server.database();
    const key = { NIVEAU_AUDIT_KEY: join(plain, 'audit.key') };
    const service = await startProcess(await freePort(), { NIVEAU_STORE: store, ...key });
    const path = await keepOne(service);
    await service.end('SIGKILL');
    await server.crash();
    expect(holding(plain, cpr)).toBeGreaterThan(0);
    expect(holding(cipher, cpr)).toBe(0);
    await unmount();
    expect(readdirSync(plain)).toEqual([]);
    expect(mount()).toBe(true);
    await server.start();
    const again = await startProcess(await freePort(), { NIVEAU_STORE: store, ...key });
    const read = await fetch(`${again.url}${path}`);
    await again.end('SIGTERM');
    expect(read.status).toBe(200);
  });

  test('another passphrase opens nothing', async () => {
    await unmount();
    writeFileSync(passphrase, 'en anden\n');
    const opened = mount();
    writeFileSync(passphrase, 'en lang og hemmelig sætning\n');
    expect([opened, mount()]).toEqual([false, true]);
  });
});
