import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openStore } from '../../src/store/open.ts';
import { niveau } from './run.ts';

const folder = mkdtempSync(join(tmpdir(), 'niveau-retention-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const file = join(folder, 'niveau.db');
const store = { NIVEAU_STORE: `sqlite:${file}` };

test('retention: a line per class that has a time, dry without --yes', async () => {
  await (await openStore({ kind: 'sqlite', file }, { alone: true })).close();
  const env = { ...store, NIVEAU_RETENTION: 'withdrawn=3650, tries=90' };
  const dry = await niveau(['retention'], '', env);
  expect([dry.code, dry.stdout.toString()]).toEqual([0, 'dry\ttries\t90\t0\ndry\twithdrawn\t3650\t0\n']);
  const done = await niveau(['retention', '--yes'], '', env);
  expect([done.code, done.stdout.toString()]).toEqual([0, 'tries\t90\t0\nwithdrawn\t3650\t0\n']);
});

test.each([
  ['', 'retention-none'],
  ['tries=29', 'config-retention'],
  ['tries', 'config-retention'],
  ['all=90', 'config-retention'],
  ['tries=90,tries=91', 'config-retention'],
])('NIVEAU_RETENTION=%s: exit 3, and why', async (text, code) => {
  const { code: exit, stderr } = await niveau(['--lang', 'en', 'retention'], '', { ...store, NIVEAU_RETENTION: text });
  expect([exit, stderr]).toEqual([3, expect.stringContaining(`[${code}]`)]);
});
