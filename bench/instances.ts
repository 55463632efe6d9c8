import { Agent, request } from 'node:http';
import { loadModel } from '../src/profiles.ts';
import { type Process, startProcess } from '../test/faults/service.ts';
import { freePort } from '../test/loopback.ts';
import { openPostgresServer } from '../test/store/postgres.ts';
import { newResponses } from './new-responses.ts';
import { median, print, type Result, round } from './result.ts';

const next = newResponses(loadModel());
const clients = 32;
const many = 1_500;
const rounds = 3;

/**
 * Creates over HTTP on one instance and on two that share a PostgreSQL, alternately, by the same clients; and with one
 * of the two killed in the middle, where each client sends again elsewhere what was not answered. Load, database and
 * instances share the machine: with two cores there is little for a second instance to gain. Goal: two are not slower
 * than one.
 */
export async function run(): Promise<Result> {
  const postgres = await openPostgresServer({ durable: true });
  const running: Process[] = [];
  const start = async (): Promise<Process> => {
    const service = await startProcess(await freePort(), { NIVEAU_STORE: store });
    running.push(service);
    return service;
  };
  const store = await postgres.database();
  try {
    const [one, two] = [await start(), await start()];
    await load([one.url, two.url], many / 5);
    const single: number[] = [];
    const both: number[] = [];
    for (let index = 0; index < rounds; index += 1) {
      single.push((await load([one.url], many)).rate);
      both.push((await load([one.url, two.url], many)).rate);
    }
    const killed = await load([one.url, two.url], many, (answered) => {
      if (answered === many / 2) void two.end('SIGKILL');
    });
    const [own, other] = [median(both), median(single)];
    const result = {
      ...{ bench: 'instances', ratio: round(other / own, 2), goal: 1, unit: 'creates/s' },
      ...{ ours: round(own, 0), reference: round(other, 0) },
    };
    const shown = (rates: readonly number[]) => `${rates.map((rate) => rate.toFixed(0)).join(', ')} a second`;
    print(result, [
      [`one instance, ${clients} clients`, shown(single)],
      ['two instances', shown(both)],
      ['two, one of them killed in the middle', `${shown([killed.rate])}, ${killed.again} sent again, none lost`],
    ]);
    return result;
  } finally {
    for (const service of running) await service.end('SIGKILL').catch(() => {});
    await postgres.close();
  }
}

/** Creates a second; each client goes round the instances, and sends again what was not answered. */
async function load(
  urls: readonly string[],
  total: number,
  answered: (count: number) => void = () => {},
): Promise<{ rate: number; again: number }> {
  const agent = new Agent({ keepAlive: true, maxSockets: clients });
  const begun = performance.now();
  let [left, done, again] = [total, 0, 0];
  const client = async (_: unknown, index: number) => {
    while (left-- > 0) {
      const body = next();
      for (let turn = index; !(await create(urls[turn % urls.length] ?? '', body, agent)); turn += 1) again += 1;
      done += 1;
      answered(done);
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  agent.destroy();
  return { rate: total / ((performance.now() - begun) / 1000), again };
}

function create(url: string, body: string, agent: Agent): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/fhir+json', prefer: 'return=minimal' };
    const sent = request(`${url}/fhir/QuestionnaireResponse`, { method: 'POST', agent, headers }, (answer) => {
      const { statusCode } = answer;
      answer.resume().on('error', () => resolve(false));
      answer.on('end', () => {
        if (statusCode === 200 || statusCode === 201) resolve(true);
        else reject(new Error(`answered ${statusCode}`));
      });
    });
    sent.on('error', () => resolve(false)).end(body);
  });
}
