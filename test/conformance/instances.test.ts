/** Several processes of one service at one PostgreSQL, one of which is killed under load. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { niveauApart as niveau, root } from '../cli/run.ts';
import { startClients } from '../faults/clients.ts';
import { until } from '../http/service.ts';
import { freePort } from '../loopback.ts';
import { hasPostgres, openPostgresServer, type Postgres, query } from '../store/postgres.ts';

const folder = mkdtempSync(join(tmpdir(), 'niveau-instances-'));
let postgres: Postgres | undefined;
beforeAll(async () => {
  if (hasPostgres()) postgres = await openPostgresServer();
});
afterAll(async () => {
  await postgres?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The processes that another one has started, the oldest first. */
function processesOf(pid: number | undefined): readonly number[] {
  try {
    return execFileSync('pgrep', ['-P', String(pid)], { encoding: 'utf8' })
      .trim()
      .split('\n')
      .map(Number);
  } catch {
    return [];
  }
}

test.skipIf(!hasPostgres())('--processes: one is killed under load, and nothing is lost or kept twice', async () => {
  const store = (await postgres?.database()) ?? '';
  const port = await freePort();
  const child = spawn(process.execPath, ['src/cli/niveau.js', 'serve', '--processes', '2', '--port', String(port)], {
    cwd: root,
    env: { ...process.env, NIVEAU_STORE: store, NIVEAU_AUDIT_KEY: join(folder, 'key') },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const url = `http://127.0.0.1:${port}`;
  try {
    // It is said once, when both can be reached.
    const [welcome] = await once(child.stdout, 'data');
    expect(String(welcome)).toContain(`${url}/fhir`);
    const before = processesOf(child.pid);
    expect(before).toHaveLength(2);
    const clients = startClients(4, () => [url]);
    const acknowledged = () => clients.acknowledged.flat();
    await until(() => acknowledged().length > 20);
    process.kill(before[0] ?? 0, 'SIGKILL');
    const at = acknowledged().length;
    await until(() => acknowledged().length > at + 20);
    await until(() => {
      const now = processesOf(child.pid);
      return now.length === 2 && !now.includes(before[0] ?? 0);
    });
    await clients.stop();
    expect(clients.strange).toEqual([]);
    const kept = (await query(store, 'SELECT identifier_value AS value FROM response')).map(({ value }) => value);
    expect(kept.toSorted()).toEqual(acknowledged().toSorted());
    expect(await (await fetch(`${url}/metrics`)).text()).toMatch(/process="[12]"/);
  } finally {
    const processes = processesOf(child.pid);
    child.kill('SIGTERM');
    if (child.exitCode === null) await once(child, 'exit');
    expect(child.exitCode).toBe(0);
    for (const pid of processes) expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  }
});

test('--processes: who calls while one hangs is answered by the other, also when the first is killed then', async () => {
  const port = await freePort();
  const child = spawn(process.execPath, ['src/cli/niveau.js', 'serve', '--processes', '2', '--port', String(port)], {
    cwd: root,
    env: { ...process.env, NIVEAU_STORE: 'none' },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  try {
    await once(child.stdout, 'data');
    const [hangs = 0] = processesOf(child.pid);
    process.kill(hangs, 'SIGSTOP');
    // Each has a connection of its own.
    const calls = Array.from({ length: 8 }, () =>
      fetch(`http://127.0.0.1:${port}/health/live`, { headers: { connection: 'close' } }),
    );
    await Promise.any(calls);
    process.kill(hangs, 'SIGKILL');
    for (const call of calls) expect((await call).status).toBe(200);
  } finally {
    child.kill('SIGTERM');
    if (child.exitCode === null) await once(child, 'exit');
  }
});

/** Two processes, without a store where none is named. */
function startTwo(env: NodeJS.ProcessEnv = {}) {
  const child = spawn(process.execPath, ['src/cli/niveau.js', 'serve', '--processes', '2', '--port', '0'], {
    cwd: root,
    env: { ...process.env, NIVEAU_STORE: 'none', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return { child, ended: once(child, 'exit'), said: text(child.stderr) };
}

test('--processes: one that is killed while it starts is started again, and that is told', async () => {
  const { child, ended, said } = startTwo();
  await until(() => processesOf(child.pid).length === 2);
  const [first = 0] = processesOf(child.pid);
  process.kill(first, 'SIGKILL');
  await once(child.stdout, 'data');
  expect(processesOf(child.pid)).toHaveLength(2);
  child.kill('SIGTERM');
  expect(await ended).toEqual([0, null]);
  const ends = (await said).split('\n').filter((line) => line.includes('"msg":"ended"'));
  expect(ends.map((line) => JSON.parse(line))).toEqual([
    expect.objectContaining({ level: 'warn', process: expect.stringMatching(/^[12]$/), exit: 'SIGKILL' }),
  ]);
});

test.skipIf(!hasPostgres())('--processes: an error of ours at the start of one ends them all', async () => {
  const store = (await postgres?.database()) ?? '';
  const env = { NIVEAU_STORE: store, NIVEAU_AUDIT_KEY: join(folder, 'key') };
  const first = startTwo(env);
  await once(first.child.stdout, 'data');
  first.child.kill('SIGTERM');
  await first.ended;
  await query(store, 'ALTER TABLE dictionary RENAME TO other');
  const { ended, said } = startTwo(env);
  expect(await ended).toEqual([3, null]);
  expect(await said).toContain('[unexpected]');
});

test('--processes: told to stop twice they end at once, also where one hangs', async () => {
  const { child, ended } = startTwo();
  await once(child.stdout, 'data');
  const [hangs = 0, other = 0] = processesOf(child.pid);
  process.kill(hangs, 'SIGSTOP');
  try {
    child.kill('SIGINT');
    await until(() => !processesOf(child.pid).includes(other));
    child.kill('SIGINT');
    expect(await ended).toEqual([null, 'SIGINT']);
  } finally {
    process.kill(hangs, 'SIGKILL');
  }
});

test('--processes: more than any machine has room for are refused', async () => {
  const { code, stderr } = await niveau(['serve', '--processes', '99999'], '', { NIVEAU_STORE: 'none' });
  expect([code, stderr]).toEqual([2, expect.stringContaining('[usage-value]')]);
});

test.each([
  ['a file of SQLite', { NIVEAU_STORE: `sqlite:${join(folder, 'niveau.db')}` }, 'processes-alone'],
  ['tokens that are taken once', { NIVEAU_STORE: 'none', NIVEAU_AUTH_TOKEN_USE: 'once' }, 'processes-alone'],
  ['a setting that is wrong', { NIVEAU_STORE: 'nowhere' }, 'config-store'],
])('--processes with %s: refused', async (_, env, code) => {
  const { code: exit, stderr } = await niveau(['serve', '--processes', '2', '--port', '0'], '', env);
  expect([exit, stderr]).toEqual([3, expect.stringContaining(`[${code}]`)]);
});

test('--processes at an address that is taken: it ends, and says so', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const address = other.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const args = ['serve', '--processes', '2', '--port', String(port)];
  const { code, stderr } = await niveau(args, '', { NIVEAU_STORE: 'none' });
  expect([code, stderr]).toEqual([3, expect.stringContaining('[address-in-use]')]);
  other.close();
});
