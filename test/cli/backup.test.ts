import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { niveau, program } from './run.ts';

const folder = mkdtempSync(join(tmpdir(), 'niveau-backup-command-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const env = { NIVEAU_STORE: `sqlite:${join(folder, 'niveau.db')}` };

test('a named pipe is no backup, and is not waited for', async () => {
  const pipe = join(folder, 'pipe');
  execFileSync('mkfifo', [pipe]);
  // Who waits for its writer holds up the whole process: one of its own, which is ended.
  const args = [program, '--lang', 'en', 'restore', pipe, '--replace'];
  const ran = spawnSync(process.execPath, args, { env: { ...process.env, ...env }, encoding: 'utf8', timeout: 60_000 });
  expect([ran.status, ran.stderr]).toEqual([3, expect.stringContaining('cannot be read (EISDIR)')]);
});

test('a place that cannot be written, and a folder instead of a backup, are told with the code of the system', async () => {
  expect((await niveau(['outbox', 'list'], '', env)).code).toBe(0);
  const lost = join(folder, 'nowhere', 'backup.db');
  const unwritable = await niveau(['--lang', 'en', 'backup', lost], '', env);
  expect([unwritable.code, unwritable.stderr]).toEqual([
    3,
    expect.stringContaining(`${lost} cannot be written (ENOENT)`),
  ]);
  mkdirSync(join(folder, 'shelf'));
  const unreadable = await niveau(['--lang', 'en', 'restore', join(folder, 'shelf'), '--replace'], '', env);
  expect([unreadable.code, unreadable.stderr]).toEqual([3, expect.stringContaining('cannot be read (EISDIR)')]);
});
