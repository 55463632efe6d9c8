import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { niveauInside } from './inside.ts';
import { root } from './run.ts';

// Folders of their own: a service keeps its store where it is started.
const folders = ['one', 'other'].map((name) => mkdtempSync(join(tmpdir(), `niveau-serve-${name}-`)));
const [folder = '', otherFolder = ''] = folders;
const start = (cwd: string, ...args: readonly string[]) =>
  spawn(process.execPath, [join(root, 'src/cli/niveau.js'), ...args], { cwd });

const service = start(folder, '--lang', 'en', 'serve', '--port', '0');
let screen = '';

beforeAll(async () => {
  for await (const piece of service.stdout) {
    screen += String(piece);
    if (screen.includes('Ctrl+C')) return;
  }
  throw new Error('the service did not start');
});
afterAll(async () => {
  service.kill('SIGTERM');
  if (service.exitCode === null) await once(service, 'close');
  for (const each of folders) rmSync(each, { recursive: true, force: true });
});

/** What a browser asks for. */
const browser = { accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' };

describe('the first screen of niveau serve', () => {
  test('prints addresses that answer when they are clicked', async () => {
    const addresses = screen.match(/http:\/\/[^\s']+/g)?.filter((address) => !address.includes('$')) ?? [];
    expect(addresses.length).toBe(4);
    for (const address of addresses) {
      const answer = await fetch(address, { headers: browser });
      expect([address, answer.status]).toEqual([address, 200]);
    }
  });

  test('prints a call that scores a response', async () => {
    const [, address = ''] = /curl -s '([^']+)'/.exec(screen) ?? [];
    const [, file = ''] = /--data-binary '@([^']+)'/.exec(screen) ?? [];
    const answer = await fetch(address, {
      method: 'POST',
      headers: { 'content-type': 'application/fhir+json' },
      body: readFileSync(join(folder, file)),
    });
    expect(answer.status).toBe(200);
  });
});

test('a port that is taken: exit 3, and what to do in the words of the command line', async () => {
  const [, port = ''] = /:(\d+)\/fhir/.exec(screen) ?? [];
  const second = start(otherFolder, 'serve', '--port', port);
  let said = '';
  second.stderr.on('data', (piece) => {
    said += String(piece);
  });
  await once(second, 'close');
  expect([second.exitCode, said]).toEqual([3, expect.stringContaining('anden port med --port. [address-in-use]')]);
});

test('a service that does not start listens for no signals any more', async () => {
  const heard = () => ['SIGINT', 'SIGTERM', 'error'].map((event) => process.listenerCount(event));
  const before = heard();
  const { code } = await niveauInside(['serve'], { NIVEAU_PORT: 'x' });
  expect([code, heard()]).toEqual([3, before]);
});
