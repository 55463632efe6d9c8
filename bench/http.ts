import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Pool } from 'undici';
import { loadModel } from '../src/profiles.ts';
import { attachLevel } from '../src/work/attach.ts';
import { freePort } from '../test/loopback.ts';
import { median, print, processorTime, type Result, round } from './result.ts';

const program = fileURLToPath(new URL('../src/cli/niveau.js', import.meta.url));
const fixture = (name: string) => readFileSync(new URL(`../fixtures/${name}`, import.meta.url));
const response = fixture('somatik-3-aftalt/response.json');
const letter = fixture('breve/epikrise.xml');

/** It parses each request and writes the answer of the same number anew; logs nothing, checks nothing. */
const bare = `import('express').then(({ default: express }) => {
  const answers = JSON.parse(require('node:fs').readFileSync(process.env.ANSWERS, 'utf8'));
  const app = express().use(express.json({ type: () => true }));
  answers.forEach((answer, number) => app.post('/' + number, (_, response) => response.json(answer)));
  app.get('/health/ready', (_, response) => response.json({}));
  app.listen(Number(process.env.PORT), '127.0.0.1');
})`;

interface Request {
  readonly path: string;
  readonly body: Buffer;
  readonly type: string;
}

/** A server that is asked. */
interface Server {
  readonly url: string;
  readonly child: ChildProcess;
}

/** Requests a second, and the microseconds of processor that each took. */
interface Rate {
  readonly rate: number;
  readonly processor: number;
}

const operations = ['$extract', '$validate'];
const resource = (path: string): Request => ({ path, body: response, type: 'application/fhir+json' });

/**
 * Requests a second of the service, each process with one core, by 16 and by 64 connections that each wait for their
 * answer: `$extract` and `$validate` against a bare express application that parses the same request and stringifies
 * the same answer (goal: 60 %), `/medcom/attach` against the same work in process (goal: 50 %). The ratio is the worst
 * of the goals, 1 where it is just met. Besides, the processor's time for a request of each: on a machine where others
 * work, that tells more than requests a second.
 */
export async function run(): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'niveau-http-'));
  const children: ChildProcess[] = [];
  try {
    const environment = { NIVEAU_STORE: 'none', NIVEAU_REQUESTS_PER_MINUTE: '100000000' };
    const service = await start(children, [program, 'serve'], (port) => ({
      ...environment,
      NIVEAU_ADDRESS: `127.0.0.1:${port}`,
    }));
    const asked = operations.map((name) => resource(`/fhir/QuestionnaireResponse/${name}`));
    const answers = await Promise.all(asked.map((request) => answerOf(service, request)));
    const file = join(folder, 'answers.json');
    writeFileSync(file, `[${answers.join(',')}]`);
    const express = await start(children, ['-e', bare], (port) => ({ PORT: String(port), ANSWERS: file }));
    const attach = await attachRequest();
    const inProcess = await attachesInProcess();
    const rows: [string, string][] = [];
    const found: { ours: number; reference: number; goal: number }[] = [];
    const compare = (label: string, [ours, reference]: readonly Rate[], goal: number) => {
      if (ours === undefined || reference === undefined) throw new Error('one was not measured');
      found.push({ ours: ours.rate, reference: reference.rate, goal });
      const share = percent(ours.rate / reference.rate);
      const rates = `${ours.rate.toFixed(0)} of ${reference.rate.toFixed(0)} a second: ${share} (goal: ${percent(goal)})`;
      const inTime = percent(reference.processor / ours.processor);
      const times = `${ours.processor.toFixed(0)} us of processor, ${reference.processor.toFixed(0)}: ${inTime}`;
      rows.push([label, `${rates}; ${times}`]);
    };
    for (const connections of [16, 64]) {
      for (const [number, name] of operations.entries()) {
        const both = await alternately(connections, [
          [service, resource(`/fhir/QuestionnaireResponse/${name}`)],
          [express, resource(`/${number}`)],
        ]);
        compare(`${name}, ${connections} connections`, both, 0.6);
      }
      const ours = await alternately(connections, [[service, attach]]);
      compare(`/medcom/attach, ${connections} connections`, [...ours, inProcess], 0.5);
    }
    const shortOf = ({ ours, reference, goal }: (typeof found)[number]) => (goal * reference) / ours;
    const worst = found.toSorted((one, other) => shortOf(other) - shortOf(one))[0];
    if (worst === undefined) throw new Error('nothing was measured');
    const result = {
      ...{ bench: 'http', ratio: round(shortOf(worst), 2), goal: 1, unit: 'requests/s' },
      ...{ ours: round(worst.ours, 0), reference: round(worst.reference, 0) },
    };
    print(result, rows);
    return result;
  } finally {
    for (const child of children) child.kill('SIGTERM');
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A process of ours that answers. */
async function start(
  children: ChildProcess[],
  command: readonly string[],
  environment: (port: number) => Readonly<Record<string, string>>,
): Promise<Server> {
  const port = await freePort();
  const child = spawn(process.execPath, command, { stdio: 'ignore', env: { ...process.env, ...environment(port) } });
  children.push(child);
  const url = `http://127.0.0.1:${port}`;
  for (;;) {
    if (child.exitCode !== null) throw new Error(`a server ended with ${child.exitCode}`);
    const answer = await fetch(`${url}/health/ready`).catch(() => undefined);
    if (answer?.ok === true) return { url, child };
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function answerOf({ url }: Server, { path, body, type }: Request): Promise<string> {
  const headers = { 'content-type': type };
  const answer = await fetch(`${url}${path}`, { method: 'POST', headers, body: new Uint8Array(body) });
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer.text();
}

/** Of each, measured in turns: the first two of six only warm up, for V8 compiles what `$validate` runs that long. */
async function alternately(
  connections: number,
  targets: readonly (readonly [server: Server, request: Request])[],
): Promise<Rate[]> {
  const rates = targets.map((): Rate[] => []);
  for (let turn = 0; turn < 6; turn += 1) {
    for (const [index, [server, request]] of targets.entries()) {
      const rate = await load(server, request, connections, 2_000);
      if (turn > 1) rates[index]?.push(rate);
    }
  }
  return rates.map(medianOf);
}

function medianOf(rates: readonly Rate[]): Rate {
  return { rate: median(rates.map(({ rate }) => rate)), processor: median(rates.map(({ processor }) => processor)) };
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}

/** What a process has taken of the processors until now, in microseconds; not a number where only Linux would tell. */
function processorTimeOf({ pid }: ChildProcess): number {
  if (process.platform !== 'linux') return Number.NaN;
  const threads = readdirSync(`/proc/${pid}/task`);
  const taken = (thread: string) =>
    Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ', 1)[0]);
  return threads.reduce((sum, thread) => sum + taken(thread), 0) / 1000;
}

async function load(
  { url, child }: Server,
  { path, body, type }: Request,
  connections: number,
  time: number,
): Promise<Rate> {
  const pool = new Pool(url, { connections, pipelining: 1 });
  const before = processorTimeOf(child);
  const begun = performance.now();
  let count = 0;
  const caller = async () => {
    while (performance.now() - begun < time) {
      const answer = await pool.request({ path, method: 'POST', headers: { 'content-type': type }, body });
      await answer.body.dump();
      if (answer.statusCode !== 200) throw new Error(`${path}: ${answer.statusCode}`);
      count += 1;
    }
  };
  await Promise.all(Array.from({ length: connections }, caller));
  const rate = (1000 * count) / (performance.now() - begun);
  const processor = (processorTimeOf(child) - before) / count;
  await pool.close();
  return { rate, processor };
}

async function attachRequest(): Promise<Request> {
  const form = new FormData();
  form.set('letter', new Blob([new Uint8Array(letter)], { type: 'application/xml' }));
  form.set('response', new Blob([new Uint8Array(response)], { type: 'application/fhir+json' }));
  const encoded = new Response(form);
  const type = encoded.headers.get('content-type') ?? '';
  return { path: '/medcom/attach', body: Buffer.from(await encoded.arrayBuffer()), type };
}

/** Letters a second, one after the other, once the compiler is done with it. */
async function attachesInProcess(): Promise<Rate> {
  const ports = { model: loadModel(), clock: () => new Date() };
  const rates: Rate[] = [];
  for (let turn = 0; turn < 5; turn += 1) {
    const [begun, before] = [performance.now(), processorTime()];
    for (let index = 0; index < 1000; index += 1) await attachLevel(ports, { message: letter, response });
    const rate = 1e6 / (performance.now() - begun);
    if (turn > 0) rates.push({ rate, processor: (processorTime() - before) / 1000 });
  }
  return medianOf(rates);
}
