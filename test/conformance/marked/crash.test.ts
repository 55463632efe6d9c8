import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import { sendRaw } from '../../http/raw.ts';
import { post, until, validResponse } from '../../http/service.ts';
import { freePort } from '../../loopback.ts';
import { cpr, expectUnmarked } from './marks.ts';

// What a service writes when it dies in the middle of its work, with a marked citizen in its hands.

const program = fileURLToPath(new URL('../../../src/cli/niveau.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'niveau-marked-crash-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Fails by a signal, as a mistake of ours would: a timer and a promise have nobody who catches what they throw. */
const failing = `
  const error = () => new RangeError('no such citizen: Nancy Berggren ${cpr}', { cause: '${cpr}' });
  process.on('SIGUSR2', () => { throw error(); });
  process.on('SIGHUP', () => { Promise.reject(error()); });`;

interface Dying {
  readonly url: string;
  readonly written: () => string;
  end(signal: NodeJS.Signals): Promise<number | null>;
}

async function start(env: Readonly<Record<string, string>> = {}): Promise<Dying> {
  const port = await freePort();
  const child = spawn(process.execPath, [program, 'serve', '--lang', 'en'], {
    env: {
      ...process.env,
      NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(failing)}`,
      NIVEAU_ADDRESS: `127.0.0.1:${port}`,
      NIVEAU_STORE: `sqlite:${join(folder, 'niveau.db')}`,
      ...env,
    },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let written = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      written += chunk;
    });
  }
  const url = `http://127.0.0.1:${port}`;
  await until(async () => (await fetch(`${url}/health/ready`).catch(() => undefined))?.ok === true);
  return {
    url,
    written: () => written,
    end: async (signal) => {
      const ended = once(child, 'close');
      child.kill(signal);
      await ended;
      return child.exitCode;
    },
  };
}

let count = 0;
const fresh = () => {
  count += 1;
  return { ...validResponse(), identifier: { system: 'https://ehr.example.dk/responses', value: `crash-${count}` } };
};
const headers = { 'user-agent': `Nancy ${cpr}` };

/** Requests that are under way when the service dies; one of them never ends by itself. */
async function work({ url }: Dying): Promise<{ readonly settled: Promise<unknown> }> {
  const fhir = `${url}/fhir/QuestionnaireResponse`;
  expect((await post(fhir, fresh(), headers)).status).toBe(201);
  const open = `POST /fhir/QuestionnaireResponse?x=${cpr} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 999\r\n\r\n{"${cpr}"`;
  const running = [sendRaw(url, open), ...Array.from({ length: 20 }, () => post(fhir, fresh(), headers))];
  return { settled: Promise.allSettled(running) };
}

test.each([
  ['an error that nobody caught', 'SIGUSR2', 3],
  ['a promise that nobody waited for', 'SIGHUP', 3],
] as const)('%s: its class and no more', async (_name, signal, code) => {
  const service = await start();
  const { settled } = await work(service);
  expect(await service.end(signal)).toBe(code);
  await settled;
  expect(service.written()).toContain('RangeError');
  expect(service.written()).toContain('[unexpected]');
  expectUnmarked(service.written(), 'what it wrote');
});

test.each(['SIGKILL', 'SIGTERM'] as const)('%s in the middle of requests, and the start after it', async (signal) => {
  const service = await start();
  const { settled } = await work(service);
  await service.end(signal);
  await settled;
  const next = await start();
  await next.end('SIGTERM');
  expect(service.written()).toContain('"msg":"request"');
  expectUnmarked(service.written() + next.written(), 'what they wrote');
  expectUnmarked(readdirSync(folder).join('\n'), 'the names of files');
});

test('a thread that dies of what it was given to check', async () => {
  const service = await start({ NIVEAU_STORE: 'none' });
  // Its check would take minutes, and is stopped.
  const enableWhen = Array.from({ length: 8_000 }, () => ({ question: cpr, operator: '=', answerString: 'Nancy' }));
  const group = { linkId: 'g', text: `Nancy Berggren ${cpr}`, type: 'group', repeats: true };
  const item = [
    { linkId: cpr, type: 'string', repeats: true },
    { ...group, item: [{ linkId: 'a', type: 'string' }], enableBehavior: 'any', enableWhen },
  ];
  const repeated = Array.from({ length: 30_000 }, () => ({ linkId: 'g' }));
  const body = {
    ...validResponse(),
    contained: [{ resourceType: 'Questionnaire', id: 'q', status: 'active', item }],
    questionnaire: '#q',
    item: [{ linkId: cpr, answer: [{ valueString: 'Berggren' }] }, ...repeated],
  };
  const answer = await post(`${service.url}/fhir/QuestionnaireResponse/$validate`, body, headers);
  const told = await answer.text();
  expect(told).toContain('check-too-costly');
  expectUnmarked(told, 'the answer');
  await service.end('SIGTERM');
  expectUnmarked(service.written(), 'what it wrote');
});
