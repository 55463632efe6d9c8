import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openGateway } from '../src/gateway.ts';
import { systems } from '../src/model/systems.ts';
import { loadModel } from '../src/profiles.ts';
import { throwawayKeys } from '../src/store/audit/keys.ts';
import { openStore } from '../src/store/open.ts';
import { openQueue } from '../src/store/outbox/queue.ts';
import { openPacker } from '../src/store/pack.ts';
import { keepResponse } from '../src/work/keep/keep.ts';
import type { Ports } from '../src/work/ports.ts';
import { type Process, startProcess } from '../test/faults/service.ts';
import { freePort } from '../test/loopback.ts';
import { mostMemoryOf } from './most-memory.ts';
import { multiply } from './multiply.ts';
import { newResponses } from './new-responses.ts';
import { median, print, type Result, round } from './result.ts';

const model = loadModel();
const few = 10_000;
/** Two responses a citizen; the rest are copies of these under other numbers. */
const made = 500;
const rounds = 41;
const mostMegabytes = 250;

/**
 * What a store of many responses costs: create, read, search and claim in one of a million (`GROWTH=200000` for fewer),
 * beside one of 10,000, taken in turns, over HTTP at two services (claims: at the store). Goal: within twice the time,
 * and under 250 MB of memory. By hand: a million take 9.4 GB of disk and a few minutes.
 */
export async function run(): Promise<Result> {
  const many = Number(process.env.GROWTH ?? '1000000');
  const kept = process.env.GROWTH_FOLDER;
  const folder = kept ?? mkdtempSync(join(tmpdir(), 'niveau-growth-'));
  if (kept === undefined) process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const stores: Side[] = [];
  try {
    for (const [name, count] of [
      ['small', few],
      ['large', many],
    ] as const) {
      const file = join(folder, `${name}.db`);
      if (!existsSync(file)) await fill(file, count);
      stores.push(await open(file));
    }
    const [small, large] = stores;
    if (small === undefined || large === undefined) throw new Error('two stores');
    const times = await inTurns(small, large);
    const ratios = [...times].map(([, { small: one, large: other }]) => median(other) / median(one));
    const memory = Math.max(...stores.map(({ service }) => mostMemoryOf(service)));
    const result = {
      bench: 'growth',
      ratio: round(Math.max(...ratios.map((ratio) => ratio / 2), memory / mostMegabytes), 2),
      goal: 1,
      ours: round(Math.max(...ratios), 2),
      reference: many,
      unit: 'times as long as in 10000 responses',
    };
    print(result, [
      ['responses stored', `${few} and ${many}: ${megabytes(small.file)} and ${megabytes(large.file)} MB`],
      ...[...times].map(([name, { small: one, large: other }]) => {
        const [before, after] = [median(one), median(other)];
        return [name, `${before.toFixed(2)} ms, ${after.toFixed(2)} ms: ${(after / before).toFixed(2)} times`] as const;
      }),
      ['memory of the service, at most', `${memory.toFixed(0)} MB (goal: under ${mostMegabytes})`],
    ]);
    return result;
  } finally {
    for (const { close } of stores) await close();
  }
}

/** A store of `count` responses, of which the last 500 wait to be sent. */
async function fill(file: string, count: number): Promise<void> {
  const begun = performance.now();
  const config = { store: { kind: 'sqlite', file } } as const;
  const gateway = await openGateway({ config, model, log: () => {}, env: {} });
  const next = newResponses(model);
  const route = { name: 'there', destination: 'there', form: 'Bundle', when: {} } as const;
  const ports: Ports = { model, clock: () => new Date(), routes: { routes: [route], parties: new Map() } };
  for (let index = 0; index < made; index += 1) {
    await keepResponse(ports, gateway.archive, { response: Buffer.from(next()) });
  }
  await gateway.stopDelivering(0);
  await gateway.close();
  multiply(file, count / made - 1);
  process.stderr.write(`${count} responses in ${Math.round((performance.now() - begun) / 1000)} s\n`);
}

/** One service at one store. */
interface Side {
  readonly file: string;
  readonly service: Process;
  readonly measures: ReadonlyMap<string, () => Promise<unknown>>;
  close(): Promise<void>;
}

async function open(file: string): Promise<Side> {
  const service = await startProcess(await freePort(), { NIVEAU_STORE: `sqlite:${file}` });
  const fhir = `${service.url}/fhir`;
  const beside = await openStore({ kind: 'sqlite', file }, { alone: false });
  const queue = openQueue(beside, await beside.write((sql) => openPacker(sql, () => [])), throwawayKeys());
  const known = knownIn(file);
  const create = newResponses(model, 1_000_000);
  let turn = 0;
  const one = () => known[turn++ % known.length] ?? { id: '', plan: '', cpr: '' };
  const get = (path: string) => call(`${fhir}/${path}`);
  const form = (path: string, body: string) =>
    call(`${fhir}/${path}/_search`, { body, type: 'application/x-www-form-urlencoded' });
  const person = (cpr: string) => encodeURIComponent(`${systems.cpr}|${cpr}`);
  const measures = new Map<string, () => Promise<unknown>>([
    ['create', () => call(`${fhir}/QuestionnaireResponse`, { body: create(), type: 'application/fhir+json' })],
    ['read a response', () => get(`QuestionnaireResponse/${one().id}`)],
    ['read a plan', () => get(`CarePlan/${one().plan}`)],
    ['a plan in all its versions', () => get(`CarePlan/${one().plan}/_history`)],
    ['responses of a citizen', () => form('QuestionnaireResponse', `patient:identifier=${person(one().cpr)}`)],
    ['levels of a citizen', () => form('Observation', `code=samarbejdsniveau&patient:identifier=${person(one().cpr)}`)],
    ['newest responses', () => get('QuestionnaireResponse?status=completed&_sort=-_lastUpdated&_count=20')],
    ['responses of a day', () => get('QuestionnaireResponse?authored=2026-01-20&_count=20')],
    ['newest levels', () => get('Observation?code=samarbejdsniveau&_sort=-_lastUpdated&_count=20')],
    ['levels by day', () => get('Observation?code=samarbejdsniveau&_sort=-date&_count=20')],
    ['open tasks', () => get('Task?status=requested&_count=20')],
    ['claim 16, and let go', () => queue.claim('bench', 'there', 16, 60_000).then(() => queue.release('bench'))],
  ]);
  const close = async () => {
    await beside.close();
    await service.end('SIGTERM');
  };
  return { file, service, measures, close };
}

async function call(url: string, post?: { readonly body: string; readonly type: string }): Promise<void> {
  const answer = await fetch(url, post && { method: 'POST', body: post.body, headers: { 'content-type': post.type } });
  await answer.arrayBuffer();
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
}

/** Some responses from all over the store. */
function knownIn(file: string): readonly { readonly id: string; readonly plan: string; readonly cpr: string }[] {
  const database = new DatabaseSync(file, { readOnly: true });
  const rows = database
    .prepare(
      `SELECT response.id AS id, resource.id AS plan, citizen_number.value AS cpr FROM response
       JOIN resource ON resource.response = response.number AND resource.type = 'CarePlan' AND resource.newest = 1
       JOIN citizen_number ON citizen_number.citizen = response.citizen
       WHERE response.number IN (SELECT number FROM response ORDER BY random() LIMIT 200)`,
    )
    .all();
  database.close();
  return rows.map(({ id, plan, cpr }) => ({ id: String(id), plan: String(plan), cpr: String(cpr) }));
}

type Times = ReadonlyMap<string, { readonly small: number[]; readonly large: number[] }>;

/** Each measure at either service in turn, so that what else the machine does is the same for both. */
async function inTurns(small: Side, large: Side): Promise<Times> {
  const times = new Map<string, { small: number[]; large: number[] }>();
  for (let turn = -3; turn < rounds; turn += 1) {
    for (const name of small.measures.keys()) {
      for (const [side, { measures }] of [['small', small] as const, ['large', large] as const]) {
        const begun = performance.now();
        await measures.get(name)?.();
        const taken = performance.now() - begun;
        const noted = times.get(name) ?? { small: [], large: [] };
        times.set(name, noted);
        // The first ones compile what they run, and fill the caches.
        if (turn >= 0) noted[side].push(taken);
      }
    }
  }
  return times;
}

function megabytes(file: string): number {
  return Math.round(statSync(file).size / 1_000_000);
}
