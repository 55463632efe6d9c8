import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { createLog } from '../src/log.ts';

test('lines are written in their order, some turns after they were logged', async () => {
  const { file, lines } = logFile();
  const log = createLog(file);
  log('info', 'request', { requestId: '1' });
  log('warn', 'request', { requestId: '2' });
  await setImmediate();
  log('info', 'request', { requestId: '3' });
  await expect.poll(() => lines().map(({ requestId }) => requestId)).toEqual(['1', '2', '3']);
});

test('an error, and what is before it, is on its way at the end of its turn', async () => {
  const { file, lines } = logFile();
  const log = createLog(file);
  log('info', 'request', { requestId: '1' });
  log('error', 'failure', { requestId: '2' });
  await setImmediate();
  // Another thread writes it; no further turn comes to this one meanwhile.
  const pause = new Int32Array(new SharedArrayBuffer(4));
  for (let look = 0; look < 500 && lines().length === 0; look += 1) Atomics.wait(pause, 0, 0, 10);
  expect(lines().map(({ requestId }) => requestId)).toEqual(['1', '2']);
});

test('what a process ends with is written before it has ended', () => {
  const { file, lines } = logFile();
  const before = new Set(process.listeners('exit'));
  const log = createLog(file);
  log('error', 'failure', { requestId: '1', error: 'TypeError' });
  for (const atExit of process.listeners('exit').filter((one) => !before.has(one))) atExit.call(process, 1);
  expect(lines()).toMatchObject([{ level: 'error', msg: 'failure', requestId: '1', error: 'TypeError' }]);
});

function logFile(): { readonly file: number; readonly lines: () => readonly Record<string, unknown>[] } {
  const folder = mkdtempSync(join(tmpdir(), 'niveau-log-'));
  const path = join(folder, 'log');
  const file = openSync(path, 'w');
  onTestFinished(() => {
    closeSync(file);
    rmSync(folder, { recursive: true });
  });
  const lines = () =>
    readFileSync(path, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line): Record<string, unknown> => JSON.parse(line));
  return { file, lines };
}
