import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Pool } from 'undici';
import { keyDigest, makeKey } from '../src/access/key.ts';
import { loadModel } from '../src/profiles.ts';
import { openClientDesk } from '../src/store/access/desk.ts';
import { keyFile, openAudit } from '../src/store/audit/open.ts';
import { openStore } from '../src/store/open.ts';
import { audience, startIssuer, type TestIssuer } from '../test/access/issuer.ts';
import { freePort } from '../test/loopback.ts';
import { newResponses } from './new-responses.ts';
import { median, print, type Result, round } from './result.ts';

const program = fileURLToPath(new URL('./trust-service.ts', import.meta.url));
const scopes = ['system/QuestionnaireResponse.c'];
const connections = 64;
/** Milliseconds of each measurement, and how many there are of each. */
const time = 1_500;
const rounds = 9;
const most = 0.15;

interface Way {
  readonly name: string;
  readonly url: string;
  readonly authorization: () => Promise<Readonly<Record<string, string>>>;
}

/**
 * Requests a second over HTTP by 64 connections on SQLite, of a service that asks who calls (by token, by key) and
 * writes down what is done, against the same service without both, in turns: creates and `$extract`. Goal: at most 15 %
 * less. The ratio is the worst of them, 1 where it is just met.
 */
export async function run(): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'niveau-trust-'));
  const issuer = await startIssuer();
  const children: ChildProcess[] = [];
  try {
    const [reference, ...ways] = await open(folder, issuer, children);
    const next = newResponses(loadModel());
    const found: { name: string; ours: number; bare: number }[] = [];
    for (const operation of ['', '/$extract']) {
      const path = `/fhir/QuestionnaireResponse${operation}`;
      const all = [reference, ...ways];
      const rates = await inTurns(all, (way) => load(way, path, next));
      ways.forEach(({ name }, index) => {
        const shares = (rates[index + 1] ?? []).map((rate, turn) => rate / (rates[0]?.[turn] ?? Number.NaN));
        const bare = median(rates[0] ?? []);
        found.push({
          name: `${operation === '' ? 'creates' : '$extract'}, ${name}`,
          ours: median(shares) * bare,
          bare,
        });
      });
    }
    const worst = found.toSorted((one, other) => one.ours / one.bare - other.ours / other.bare)[0];
    if (worst === undefined) throw new Error('nothing was measured');
    const result = {
      ...{ bench: 'trust', ratio: round(((1 - most) * worst.bare) / worst.ours, 2), goal: 1, unit: 'requests/s' },
      ...{ ours: round(worst.ours, 0), reference: round(worst.bare, 0) },
    };
    print(
      result,
      found.map(({ name, ours, bare }) => [
        name,
        `${ours.toFixed(0)} of ${bare.toFixed(0)} a second: ${(100 * (1 - ours / bare)).toFixed(1)} % less (goal: at most ${100 * most} %)`,
      ]),
    );
    return result;
  } finally {
    await Promise.all(children.map(end));
    await issuer.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function open(folder: string, issuer: TestIssuer, children: ChildProcess[]): Promise<readonly [Way, ...Way[]]> {
  const file = join(folder, 'trusted.db');
  const key = await addClient(file);
  const bare = { NIVEAU_STORE: `sqlite:${join(folder, 'bare.db')}`, BARE: 'true' };
  const asking = {
    NIVEAU_STORE: `sqlite:${file}`,
    NIVEAU_AUTH: 'tokens,keys',
    NIVEAU_AUTH_ISSUERS: `${issuer.name} ${issuer.keys}`,
    NIVEAU_AUTH_AUDIENCE: audience,
  };
  const reference = await start(bare, children);
  const trusted = await start(asking, children);
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
  return [
    { name: 'nobody asked', url: reference, authorization: async () => ({}) },
    { name: 'by token', url: trusted, authorization: async () => bearer(await issuer.token(scopes.join(' '))) },
    { name: 'by key', url: trusted, authorization: async () => bearer(key) },
  ];
}

/** They write to their stores until the last moment. */
async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}

async function addClient(file: string): Promise<string> {
  const key = makeKey();
  const store = await openStore({ kind: 'sqlite', file }, { alone: true });
  const organizations = ['urn:oid:1.3.88|5790000121526'];
  const keys = await openAudit(store, keyFile({ kind: 'sqlite', file }, undefined));
  const client = { id: 'bench', shows: 'key', known: keyDigest(key), organizations, scopes } as const;
  await openClientDesk(store, keys).add(client, { kind: 'operator' });
  await store.close();
  return key;
}

async function start(environment: Readonly<Record<string, string>>, children: ChildProcess[]): Promise<string> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const common = { NIVEAU_ADDRESS: `127.0.0.1:${port}`, NIVEAU_REQUESTS_PER_MINUTE: '100000000' };
  const env = { ...process.env, ...common, ...environment };
  const child = spawn(process.execPath, [program], { stdio: 'ignore', env });
  children.push(child);
  for (;;) {
    if (child.exitCode !== null) throw new Error(`a service ended with ${child.exitCode}`);
    const answer = await fetch(`${url}/health/ready`).catch(() => undefined);
    if (answer?.ok === true) return url;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** What is measured of each, one after the other, again and again: the first of all only warms up. */
async function inTurns(ways: readonly Way[], measure: (way: Way) => Promise<number>): Promise<readonly number[][]> {
  const rates = ways.map((): number[] => []);
  for (let turn = 0; turn <= rounds; turn += 1) {
    for (const [index, way] of ways.entries()) {
      const rate = await measure(way);
      if (turn > 0) rates[index]?.push(rate);
    }
  }
  return rates;
}

async function load({ url, authorization }: Way, path: string, next: () => string): Promise<number> {
  const pool = new Pool(url, { connections, pipelining: 1 });
  const headers = { 'content-type': 'application/fhir+json', prefer: 'return=minimal', ...(await authorization()) };
  const begun = performance.now();
  let count = 0;
  const caller = async () => {
    while (performance.now() - begun < time) {
      const { statusCode, body } = await pool.request({ path, method: 'POST', headers, body: next() });
      await body.dump();
      if (statusCode > 201) throw new Error(`${path}: ${statusCode}`);
      count += 1;
    }
  };
  await Promise.all(Array.from({ length: connections }, caller));
  const rate = (1000 * count) / (performance.now() - begun);
  await pool.close();
  return rate;
}
