import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { niveau } from './run.ts';

const folder = mkdtempSync(join(tmpdir(), 'niveau-backup-command-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const env = { NIVEAU_STORE: `sqlite:${join(folder, 'niveau.db')}` };

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
