import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import pg from 'pg';
import type { StoreAddress } from '../src/config/store-address.ts';
import { openGateway } from '../src/gateway.ts';
import { loadModel } from '../src/profiles.ts';
import { keepResponse } from '../src/work/keep/keep.ts';
import { startProcess } from '../test/faults/service.ts';
import { freePort } from '../test/loopback.ts';
import { hasPostgres, openPostgresServer } from '../test/store/postgres.ts';
import { newResponses } from './new-responses.ts';
import { median, print, type Result, round } from './result.ts';

const model = loadModel();
const clients = 64;
const warm = 3_000;
const many = 2_000;
const few = 300;
const next = newResponses(model);
/** Made before the time that is measured: they are the callers' work. */
const bodies = (total: number) => Array.from({ length: total }, () => Buffer.from(next()));

/**
 * Durable creates: through the store with 64 callers at once against one commit a request (goals: 3 times on SQLite,
 * 1.5 times on PostgreSQL), and over HTTP against `$extract`, which keeps nothing (goal: half), with the time of the
 * slowest hundredth at half that load. Beside them the database's own ceiling: rows a second, each in a transaction of
 * its own. The ratio is the worst of the goals, 1 where it is just met.
 *
 * A service runs for weeks, so what is measured is what it sustains: before the first round of either side V8 has
 * compiled what both of them run (3,000 calls by 64 callers, 300 by one), and a round takes seconds. Cold, it is a
 * fifth less for 64 callers and a tenth less for one.
 */
export async function run(): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'niveau-creates-'));
  const postgres = hasPostgres() ? await openPostgresServer({ durable: true }) : undefined;
  try {
    const bare = sqliteCeiling(join(folder, 'bare.db'));
    const sqlite = await throughStore({ kind: 'sqlite', file: join(folder, 'store.db') });
    const barePostgres = postgres && (await postgresCeiling(await postgres.database()));
    const other = postgres && (await throughStore({ kind: 'postgres', url: await postgres.database() }));
    const http = await overHttp(`sqlite:${join(folder, 'http.db')}`);
    const goals = [
      (3 * sqlite.single) / sqlite.together,
      ...(other === undefined ? [] : [(1.5 * other.single) / other.together]),
      (0.5 * http.extract) / http.creates,
    ];
    const result = {
      ...{ bench: 'creates', ratio: round(Math.max(...goals), 2), goal: 1, unit: 'creates/s' },
      ...{ ours: round(sqlite.together, 0), reference: round(sqlite.single, 0) },
    };
    const rate = (value: number) => `${value.toFixed(0)} a second`;
    print(result, [
      ['SQLite, bare rows, a transaction each', rate(bare)],
      ['SQLite, one commit a create', rate(sqlite.single)],
      [`SQLite, ${clients} at once`, `${rate(sqlite.together)} (goal: 3 times as many)`],
      ['PostgreSQL, bare rows, a transaction each', barePostgres === undefined ? 'not installed' : rate(barePostgres)],
      ['PostgreSQL, one after the other', other === undefined ? 'not installed' : rate(other.single)],
      [
        `PostgreSQL, ${clients} at once`,
        other === undefined ? '-' : `${rate(other.together)} (goal: 1.5 times as many)`,
      ],
      [`HTTP, ${clients} clients, $extract`, rate(http.extract)],
      [`HTTP, ${clients} clients, creates`, `${rate(http.creates)} (goal: half as many)`],
      [`HTTP, at half that load, p99`, `${http.p99.toFixed(0)} ms (goal: under 50)`],
    ]);
    return result;
  } finally {
    await postgres?.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What SQLite and the disk give: one row a commit. */
function sqliteCeiling(file: string): number {
  const database = new DatabaseSync(file);
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE bare (value TEXT)');
  const insert = database.prepare('INSERT INTO bare VALUES (?)');
  const begun = performance.now();
  for (let row = 0; row < few; row += 1) insert.run(String(row));
  const seconds = (performance.now() - begun) / 1000;
  database.close();
  return few / seconds;
}

/** The same of PostgreSQL, by one connection. */
async function postgresCeiling(connectionString: string): Promise<number> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  await client.query('CREATE TABLE bare (value text)');
  const begun = performance.now();
  for (let row = 0; row < few; row += 1) {
    await client.query({ name: 'insert', text: 'INSERT INTO bare VALUES ($1)', values: [String(row)] });
  }
  const seconds = (performance.now() - begun) / 1000;
  await client.end();
  return few / seconds;
}

async function throughStore(store: StoreAddress): Promise<{ single: number; together: number }> {
  const config = { store };
  const gateway = await openGateway({ config, model, log: () => {}, env: {} });
  const ports = { model, clock: () => new Date() };
  const run = async (callers: number, total: number) => {
    const left = bodies(total);
    const begun = performance.now();
    const caller = async () => {
      for (let response = left.pop(); response !== undefined; response = left.pop()) {
        await keepResponse(ports, gateway.archive, { response });
      }
    };
    await Promise.all(Array.from({ length: callers }, caller));
    return total / ((performance.now() - begun) / 1000);
  };
  await run(clients, warm);
  await run(1, few);
  const singles: number[] = [];
  const groups: number[] = [];
  for (const _ of [1, 2, 3]) {
    singles.push(await run(1, few));
    groups.push(await run(clients, many));
  }
  await gateway.stopDelivering(0);
  await gateway.close();
  return { single: median(singles), together: median(groups) };
}

async function overHttp(store: string): Promise<{ extract: number; creates: number; p99: number }> {
  const port = await freePort();
  const service = await startProcess(port, { NIVEAU_STORE: store });
  const agent = new Agent({ keepAlive: true, maxSockets: clients });
  const call = (path: string, body: Buffer) =>
    new Promise<number>((resolve, reject) => {
      const begun = performance.now();
      const headers = { 'content-type': 'application/fhir+json', prefer: 'return=minimal' };
      const sent = request({ port, path, method: 'POST', agent, headers }, (answer) => {
        answer.resume().on('end', () => {
          const good = answer.statusCode === 200 || answer.statusCode === 201;
          if (good) resolve(performance.now() - begun);
          else reject(new Error(`${path}: ${answer.statusCode}`));
        });
      });
      sent.on('error', reject).end(body);
    });
  const load = async (path: string, total: number, callers = clients) => {
    const times: number[] = [];
    const left = bodies(total);
    const begun = performance.now();
    const caller = async () => {
      for (let body = left.pop(); body !== undefined; body = left.pop()) times.push(await call(path, body));
    };
    await Promise.all(Array.from({ length: callers }, caller));
    return { rate: total / ((performance.now() - begun) / 1000), times };
  };
  const [extract, create] = ['/fhir/QuestionnaireResponse/$extract', '/fhir/QuestionnaireResponse'];
  try {
    await load(extract, warm);
    await load(create, warm);
    const rounds = { extract: [] as number[], creates: [] as number[] };
    for (const _ of [1, 2, 3]) {
      rounds.extract.push((await load(extract, many)).rate);
      rounds.creates.push((await load(create, many)).rate);
    }
    const creates = median(rounds.creates);
    return { extract: median(rounds.extract), creates, p99: await paced((body) => call(create, body), creates / 2) };
  } finally {
    agent.destroy();
    await service.end('SIGTERM');
  }
}

/** The slowest hundredth of calls that begin at a steady rate, whoever is still waiting. */
async function paced(call: (body: Buffer) => Promise<number>, rate: number): Promise<number> {
  const left = bodies(600);
  const calls: Promise<number>[] = [];
  const begun = performance.now();
  while (left.length > 0) {
    const due = Math.floor(((performance.now() - begun) / 1000) * rate);
    calls.push(...left.splice(0, Math.max(due - calls.length, 0)).map(call));
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  const times = (await Promise.all(calls)).toSorted((one, other) => one - other);
  return times[Math.floor(times.length * 0.99)] ?? Number.NaN;
}
