import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readConfig } from '../../../src/config.ts';
import { type Gateway, openGateway } from '../../../src/gateway.ts';
import { createLog } from '../../../src/log.ts';
import { niveau } from '../../cli/run.ts';
import { fixturesFolder, responseBytes } from '../../fixtures.ts';
import { model, post, startService, type TestService, until } from '../../http/service.ts';
import { listenOn } from '../../loopback.ts';
import { hospital, municipality } from '../../medcom/fhir/messages.ts';
import { cpr, expectUnmarked } from './marks.ts';

// Deliveries in every form, to receivers that fail in every way and say of whom it was: what is tried again, and what
// is given up.

const folder = mkdtempSync(join(tmpdir(), 'niveau-marked-deliveries-'));
const out = join(folder, 'out');
const inbox = join(folder, 'in');
const file = join(folder, 'niveau.db');
const lines: string[] = [];
/** Each request as it came: method, address and headers. */
const asked: string[] = [];
let gateway: Gateway;
let service: TestService;

const whole = JSON.parse(responseBytes('somatik-3-aftalt').toString());
const told = `Nancy Ann Berggren ${cpr} is not known`;
const outcome = JSON.stringify({
  resourceType: 'OperationOutcome',
  issue: [{ severity: 'error', code: 'processing', diagnostics: told, details: { text: told } }],
});
const headers = { 'content-type': 'application/fhir+json', warning: `199 - "${told}"`, location: `/${cpr}` };
const refused = (status: number) => (response: ServerResponse) =>
  void response.writeHead(status, { ...headers, 'retry-after': '0' }).end(outcome);

/** One after the other; the last one stays. */
const answers: readonly ((response: ServerResponse) => void)[] = [
  ...[500, 503, 429, 408, 401, 302].map(refused),
  (response) => void response.socket?.destroy(),
  (response) => void response.writeHead(200, { 'content-type': 'text/html' }).end(`<html>${told}</html>`),
  (response) => {
    response.writeHead(200, { ...headers, 'content-length': '9999' }).write(`{"x":"${told}`);
    setImmediate(() => response.socket?.destroy());
  },
];
/** For good, each for one of the forms. */
const last = [400, 403, 404, 422];

/** Fails by the next of the answers for each path; then by one that gives the delivery up. */
const server = createServer((request, response) => {
  const { method, url = '', rawHeaders } = request;
  asked.push([method, url, ...rawHeaders].join(' '));
  request.resume().on('end', () => {
    const place = /^\/(\w+)/.exec(url)?.[1] ?? '';
    const turn = turns.get(place) ?? 0;
    turns.set(place, turn + 1);
    const final = refused(last[destinations.indexOf(place) % last.length] ?? 422);
    (answers[turn] ?? final)(response);
  });
});
const turns = new Map<string, number>();
const destinations = ['whole', 'single', 'net', 'messages'];

beforeAll(async () => {
  const url = `http://127.0.0.1:${await listenOn(server)}`;
  for (const path of [out, inbox]) mkdirSync(path);
  const routes = {
    destinations: {
      whole: { kind: 'fhir', url: `${url}/whole/fhir` },
      single: { kind: 'fhir', url: `${url}/single/fhir`, writes: 'single' },
      messages: { kind: 'fhir', url: `${url}/messages/fhir` },
      net: { kind: 'vans', url: `${url}/net` },
      paper: { kind: 'folder', path: out },
    },
    organizations: {
      sygehuset: { ...hospital, telecom: [{ system: 'phone', value: '44527000' }] },
      kommunen: municipality,
    },
    sender: 'sygehuset',
    routes: [
      { name: 'one', to: 'whole', form: 'Bundle' },
      { name: 'two', to: 'single', form: 'Bundle' },
      { name: 'three', to: 'messages', form: 'care-communication', receiver: 'kommunen' },
      { name: 'four', to: 'net', form: 'XDIS91', receiver: 'kommunen' },
      { name: 'five', to: 'paper', form: 'PDF' },
      { name: 'six', to: 'paper', form: 'XDIS91', receiver: 'kommunen' },
    ],
  };
  const routesFile = join(folder, 'routes.json');
  writeFileSync(routesFile, JSON.stringify(routes));
  const env = { NIVEAU_STORE: `sqlite:${file}`, NIVEAU_ROUTES: routesFile, NIVEAU_MEDCOM_INBOX: inbox };
  const { store, ...config } = readConfig(env);
  if (store === undefined) throw new Error('no store');
  const log = createLog({ write: (line) => void lines.push(line) });
  const settings = { pause: () => 1, poll: 50 };
  gateway = await openGateway({ config: { ...config, store }, model, log, env, settings });
  service = await startService({ gateway });
});
afterAll(async () => {
  await service.close();
  await gateway.stopDelivering(1_000);
  await gateway.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  rmSync(folder, { recursive: true, force: true });
});

const list = async (...args: readonly string[]) =>
  (await niveau(['outbox', 'list', ...args], '', { NIVEAU_STORE: `sqlite:${file}` })).stdout.toString();

describe('of deliveries that fail in every way', () => {
  beforeAll(async () => {
    // What some answers give up at once leaves the next ones to another delivery.
    for (let count = 0; count < 8; count += 1) {
      const identifier = { system: 'https://ehr.example.dk/responses', value: `marked-${count}` };
      const authored = `2026-01-2${count}T10:30:00+01:00`;
      const sent = { ...whole, identifier, authored };
      const kept = await post(`${service.url}/fhir/QuestionnaireResponse`, sent, { 'x-request-id': cpr });
      expect(kept.status).toBe(201);
    }
    await until(async () => (await list('--state', 'pending')) === '');
  });

  test('each was tried again, and given up at last', async () => {
    const given = (await list('--state', 'dead')).split('\n').map((line) => line.split('\t')[2]);
    expect([...new Set(given)].sort()).toEqual([...destinations, undefined].sort());
    for (const one of destinations)
      expect([one, turns.get(one) ?? 0]).toEqual([one, expect.toSatisfy((count: number) => count > answers.length)]);
    expect(readdirSync(out).length).toBeGreaterThan(8);
  });

  test('nothing of the citizen is in an address or a header', () => {
    expect(asked.length).toBeGreaterThan(answers.length);
    expectUnmarked(asked.join('\n'), 'what the receivers were asked');
  });

  test('nor in the name of a file', () => {
    expectUnmarked(readdirSync(folder, { recursive: true }).join('\n'), 'the names of files');
  });

  test('nor in the log', () => {
    expect(lines.filter((line) => line.includes('"msg":"delivery"')).length).toBeGreaterThan(20);
    expectUnmarked([...lines, ...service.lines.map((line) => JSON.stringify(line))].join('\n'), 'the log');
  });

  test('nor in the metrics', async () => {
    expectUnmarked(await gateway.metrics.text(), 'the metrics');
  });

  test('nor in what operators are shown, at the command line and over HTTP', async () => {
    const env = { NIVEAU_STORE: `sqlite:${file}` };
    const shown = [];
    for (const args of [['outbox', 'list'], ...[1, 2, 3, 4, 5, 6].map((one) => ['outbox', 'show', String(one)])]) {
      const { stdout, stderr } = await niveau(args, '', env);
      shown.push(stdout.toString(), stderr);
    }
    for (const args of [
      ['outbox', 'retry', '--yes'],
      ['message', 'list'],
    ]) {
      const { stdout, stderr } = await niveau(args, '', env);
      shown.push(stdout.toString(), stderr);
    }
    expect(shown.join('')).toContain('dead');
    expectUnmarked(shown.join('\n'), 'what operators are shown');
  });
});

describe('of files in the inbox', () => {
  const letter = readFileSync(`${fixturesFolder}breve/epikrise.xml`);
  const names = [`${cpr}.xml`, 'Nancy Berggren.xml', `251248-9996 Nancy.txt`, `${cpr}.json`];
  const contents = [letter, `<Nancy${cpr}/>`, `{"resourceType":"Bundle","Nancy":"${cpr}"`, `{"resourceType":"${cpr}"}`];

  test('neither their names nor what is wrong with them is in the log, an outcome or a name of ours', async () => {
    const before = lines.length;
    names.forEach((name, index) => {
      writeFileSync(join(inbox, name), contents[index] ?? '');
    });
    await until(() => readdirSync(inbox, { withFileTypes: true }).every((entry) => entry.isDirectory()));
    await until(() => lines.slice(before).filter((line) => line.includes('"msg":"letter"')).length >= names.length);
    const files = readdirSync(inbox, { recursive: true, encoding: 'utf8' });
    expectUnmarked(files.join('\n'), 'the names of files');
    expectUnmarked(lines.slice(before).join('\n'), 'the log');
    const outcomes = files.filter((name) => /^refused\/[\da-f]+\.json$/.test(name));
    expect(outcomes.length).toBeGreaterThan(0);
    for (const one of outcomes) expectUnmarked(readFileSync(join(inbox, one), 'utf8'), 'an outcome');
  });
});
