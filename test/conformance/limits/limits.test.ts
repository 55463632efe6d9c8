import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { bearer } from '../../access/issuer.ts';
import { niveau } from '../../cli/run.ts';
import { startProcess } from '../../faults/service.ts';
import { freePort } from '../../loopback.ts';
import { composed } from '../../medcom/fhir/messages.ts';
import { citizen } from '../../outbox/outboxes.ts';
import { identifier, response } from '../../store/archives.ts';
import { attack, type Manner, storm } from './attackers.ts';
import { type Honest, honestClient } from './honest.ts';

/**
 * The service as a process with a store, and two clients with keys of their own: one that does its work and gets all of
 * its answers, whatever the other one and strangers do at the same time.
 */

const scopes = ['system/*.cruds', 'niveau/medcom.cr', 'niveau/inbox.c'];
const message = JSON.stringify(composed());

interface Started {
  readonly url: string;
  readonly honest: Honest;
  /** Of the other client. */
  readonly key: string;
  readonly end: () => Promise<void>;
}

async function start(env: Readonly<Record<string, string>> = {}): Promise<Started> {
  const folder = mkdtempSync(join(tmpdir(), 'niveau-limits-'));
  const store = { NIVEAU_STORE: `sqlite:${join(folder, 'niveau.db')}` };
  const service = await startProcess(await freePort(), { ...store, NIVEAU_AUTH: 'keys', ...env });
  const keyFor = async (name: string, gln: string) => {
    const organization = ['--organization', `urn:oid:1.3.88|${gln}`];
    const added = await niveau(['clients', 'add', name, ...organization, '--scope', ...scopes], '', store);
    if (added.code !== 0) throw new Error(added.stderr);
    return added.stdout.toString().trim();
  };
  const key = await keyFor('storm', '5790001348120');
  const honest = honestClient(service.url, bearer(await keyFor('honest', '5790000121526')), message);
  const end = async () => {
    await service.end('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  };
  return { url: service.url, key, honest, end };
}

test('beyond its rate a client is told when to come again, and another one is not', async () => {
  const { url, key, honest, end } = await start({ NIVEAU_REQUESTS_PER_MINUTE: '200' });
  onTestFinished(end);
  const raging = storm(20, () => fetch(`${url}/fhir/Observation`, { headers: bearer(key) }));
  await vi.waitUntil(() => (raging.statuses.get(429) ?? 0) > 100, { timeout: 50_000 });
  expect(await honest.work(5)).toEqual([]);
  await raging.stop();
  expect([[...raging.statuses.keys()].toSorted(), raging.silent()]).toEqual([[200, 429], 0]);
});

const json = { 'content-type': 'application/fhir+json' };
const letter = { 'content-type': 'application/xml' };
const own = JSON.stringify(response({ identifier: identifier('storm'), ...citizen(99) }));
/** A response by a Questionnaire of its own, whose check takes long. */
const costly = JSON.stringify({
  resourceType: 'QuestionnaireResponse',
  contained: [
    {
      ...{ resourceType: 'Questionnaire', id: 'q', status: 'active' },
      item: Array.from({ length: 2_000 }, (_, index) => ({ linkId: `${index}`, type: 'string', required: true })),
    },
  ],
  ...{ questionnaire: '#q', status: 'completed', authored: '2026-01-20T10:30:00+01:00' },
});
const entry = Array.from({ length: 50 }, () => ({ request: { method: 'GET', url: 'Observation?_count=5' } }));

let started: Started;
beforeAll(async () => {
  started = await start();
});
afterAll(() => started.end());

describe("one client's storm does not keep out another", () => {
  test.each<[string, number, string, string, Record<string, string>, number[]]>([
    ['of creates', 120, '/fhir/QuestionnaireResponse', own, json, [200, 201, 429]],
    ['of checks and resources', 120, '/fhir/QuestionnaireResponse/$extract', own, json, [200, 429]],
    ['of forms of its own', 12, '/fhir/QuestionnaireResponse/$validate', costly, json, [200, 429]],
    ['of batches', 12, '/fhir', JSON.stringify({ resourceType: 'Bundle', type: 'batch', entry }), json, [200, 429]],
    ['of large messages', 8, '/medcom/read', message.padEnd(1_200_000), json, [200, 429]],
    ['of large letters that are none', 8, '/medcom/inbox', `<a>${' '.repeat(1_200_000)}</a>`, letter, [413, 422, 429]],
    ['of bodies that are too large', 8, '/fhir', ' '.repeat(1_200_000), json, [0, 413, 429]],
    ['of bodies that are too deep', 8, '/fhir', '['.repeat(1_000_000), json, [400, 413, 422, 429]],
  ])('%s', async (_, atOnce, path, body, type, allowed) => {
    const { url, key, honest } = started;
    const headers = { ...bearer(key), ...type };
    const raging = storm(atOnce, () => fetch(`${url}${path}`, { method: 'POST', headers, body }));
    await vi.waitUntil(() => raging.statuses.size > 0, { timeout: 50_000 });
    expect(await honest.work(2)).toEqual([]);
    await raging.stop();
    expect([...raging.statuses.keys()].filter((status) => !allowed.includes(status))).toEqual([]);
    expect(raging.silent()).toBe(0);
  });

  test('of strangers with keys that are none', async () => {
    const { url, honest } = started;
    const raging = storm(60, () => fetch(`${url}/fhir/Observation`, { headers: bearer(`niveau_${'x'.repeat(43)}`) }));
    await vi.waitUntil(() => raging.statuses.size > 0, { timeout: 50_000 });
    expect(await honest.work(2)).toEqual([]);
    await raging.stop();
    expect([...raging.statuses.keys()]).toEqual([401]);
  });
});

test('connections that do nothing, or as slowly as they can, keep out nobody, and are ended', async () => {
  const { url, key, honest } = started;
  const known = `Host: localhost\r\nAuthorization: Bearer ${key}\r\n`;
  const body = `${known}Content-Type: application/json\r\nContent-Length: 100000\r\n\r\n{`;
  const manners: Readonly<Record<string, readonly [number, Manner]>> = {
    'nothing at all': [300, { begin: '' }],
    'headers that do not end': [60, { begin: 'GET /fhir/metadata HTTP/1.1\r\nHost: localhost\r\nX-More: ', drip: 'a' }],
    'a first line that does not end': [60, { begin: 'GET /fhir/', drip: 'a' }],
    'a body that does not come': [60, { begin: `POST /fhir/QuestionnaireResponse HTTP/1.1\r\n${body}` }],
    'a body that comes byte by byte': [
      60,
      { begin: `POST /fhir/QuestionnaireResponse HTTP/1.1\r\n${body}`, drip: ' ' },
    ],
    'a body in chunks that come byte by byte': [
      200,
      {
        begin: `POST /medcom/inbox HTTP/1.1\r\n${known}Content-Type: application/xml\r\nTransfer-Encoding: chunked\r\n\r\n`,
        drip: '1\r\n<\r\n',
      },
    ],
    'a body of a stranger that comes byte by byte': [
      60,
      { begin: 'POST /fhir HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n', drip: ' ' },
    ],
    'bytes that are no HTTP': [60, { begin: '\u0016\u0003\u0001\u0002\u0000\u0001\u0000' }],
    'answers that nobody reads': [
      20,
      { begin: `GET /openapi.json HTTP/1.1\r\n${known}\r\n`.repeat(50), drip: '\r\n', deaf: true },
    ],
  };
  const attacks = await Promise.all(
    Object.entries(manners).map(async ([name, [count, manner]]) => [name, await attack(url, count, manner)] as const),
  );
  onTestFinished(() => {
    for (const [, { stop }] of attacks) stop();
  });
  const open = () => attacks.filter(([, one]) => one.open() > 0).map(([name, one]) => `${name}: ${one.open()}`);
  // As long as any of them holds on.
  for (const end = performance.now() + 60_000; open().length > 0 && performance.now() < end; ) {
    expect(await honest.work(1)).toEqual([]);
  }
  expect(open()).toEqual([]);
}, 120_000);
