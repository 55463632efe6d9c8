import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Bundle } from 'fhir/r4.js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { denials } from '../../src/access/denials.ts';
import { readConfig } from '../../src/config.ts';
import { type Gateway, openGateway } from '../../src/gateway.ts';
import { auditOf } from '../../src/store/audit/find.ts';
import { openAudit } from '../../src/store/audit/open.ts';
import { storeRefusal } from '../../src/store/failure.ts';
import { openStore } from '../../src/store/open.ts';
import type { AuditEntry, KeptEntry } from '../../src/work/audit/entry.ts';
import { audience, bearer, quickKeySets, startIssuer } from '../access/issuer.ts';
import { fixturesFolder } from '../fixtures.ts';
import { model, post, startService, type TestService, until, validResponse, wrapped } from './service.ts';

const folder = mkdtempSync(join(tmpdir(), 'niveau-audit-'));
const file = join(folder, 'niveau.db');
const cpr = 'urn:oid:1.2.208.176.1.2|2512489996';
let gateway: Gateway;
let service: TestService;
let base = '';
let id = '';

beforeAll(async () => {
  const config = { ...readConfig({}), store: { kind: 'sqlite', file } } as const;
  gateway = await openGateway({ config, model, log: () => {}, env: {} });
  service = await startService({ gateway });
  base = `${service.url}/fhir`;
  id = (await post(`${base}/QuestionnaireResponse`, validResponse())).headers.get('location')?.split('/').at(-3) ?? '';
});
afterAll(async () => {
  await service.close();
  await gateway.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Every act that was written down from this row on, in order. */
function written(from = 0): readonly KeptEntry[] {
  const database = new DatabaseSync(file, { readOnly: true });
  const rows = database.prepare('SELECT content FROM audit WHERE number > ? ORDER BY number').all(from);
  database.close();
  return rows.map(({ content }) => JSON.parse(String(content)) as KeptEntry);
}

const form = { 'content-type': 'application/x-www-form-urlencoded' };
const epikrise = () => readFileSync(`${fixturesFolder}breve/epikrise.xml`);

/** A multipart body of a letter and the response that goes into it. */
function attachment(): FormData {
  const parts = new FormData();
  parts.append('letter', new Blob([epikrise()]));
  parts.append('response', new Blob([JSON.stringify(validResponse())]));
  return parts;
}

const send = (path: string, body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string>) =>
  fetch(`${service.url}${path}`, { method: 'POST', body, headers });

/** The letter that the service makes of the response. */
async function letterWithLevel(): Promise<Uint8Array<ArrayBuffer>> {
  const made = await fetch(`${service.url}/medcom/attach`, { method: 'POST', body: attachment() });
  return new Uint8Array(await made.arrayBuffer());
}

test('a create is written down with what it is about and who sent it', () => {
  const [first] = written();
  expect(first).toMatchObject({
    act: 'create',
    by: { kind: 'client', name: 'loopback', address: '127.0.0.1' },
    target: { type: 'QuestionnaireResponse', id, version: 1 },
    correlation: expect.stringMatching(/^[\da-f-]{36}$/),
  });
  expect(first?.citizens).toEqual([expect.stringMatching(/^[\w-]{22}$/)]);
});

test.each<[string, string, () => Promise<Response>]>([
  ['the same again', 'read', () => post(`${base}/QuestionnaireResponse`, validResponse())],
  ['reading', 'read', () => fetch(`${base}/QuestionnaireResponse/${id}`)],
  [
    'reading what the client has',
    'read',
    () => fetch(`${base}/QuestionnaireResponse/${id}`, { headers: { 'if-none-match': 'W/"1"' } }),
  ],
  ['a version', 'vread', () => fetch(`${base}/QuestionnaireResponse/${id}/_history/1`)],
  ['every version', 'history-instance', () => fetch(`${base}/QuestionnaireResponse/${id}/_history`)],
  ['a search', 'search-type', () => fetch(`${base}/CarePlan?_lastUpdated=gt2001-01-01`)],
  ['a search by number', 'search-type', () => send('/fhir/Task/_search', `patient:identifier=${cpr}`, form)],
  [
    'a search by number that finds nothing',
    'search-type',
    () => send('/fhir/Task/_search', `patient:identifier=${cpr}&_lastUpdated=lt2001-01-01`, form),
  ],
  ['the level now', 'search-type', () => send('/fhir/Observation/$lastn', `patient:identifier=${cpr}`, form)],
  ['a response that is only scored', 'extract', () => post(`${base}/QuestionnaireResponse/$extract`, validResponse())],
  [
    'a kept one that is checked',
    'read',
    () => fetch(`${base}/QuestionnaireResponse/${id}/$validate`, { method: 'POST' }),
  ],
  [
    'a letter that goes out',
    'letter-out',
    () => fetch(`${service.url}/medcom/attach`, { method: 'POST', body: attachment() }),
  ],
  [
    'an amendment',
    'update',
    () =>
      fetch(`${base}/QuestionnaireResponse/${id}`, {
        method: 'PUT',
        headers: { 'content-type': 'application/fhir+json' },
        body: JSON.stringify({ ...validResponse(), id, status: 'amended' }),
      }),
  ],
])('%s: %s', async (_name, act, ask) => {
  const before = written().length;
  const answer = await ask();
  expect(answer.status).toBeLessThan(400);
  const entries = written(before);
  expect(entries.map((entry) => [entry.act, entry.by.name])).toEqual([[act, 'loopback']]);
  expect(entries[0]?.citizens).toEqual(written()[0]?.citizens);
  expect(entries[0]?.correlation).toBe(answer.headers.get('x-request-id'));
});

test('a letter that is read, that comes in, and that is asked for', async () => {
  const letter = await letterWithLevel();
  const before = written().length;
  const xml = { 'content-type': 'application/xml' };
  expect((await send('/medcom/read', letter, xml)).status).toBe(200);
  const { headers, status } = await send('/medcom/inbox', letter, xml);
  expect(status).toBe(201);
  await fetch(headers.get('location') ?? '');
  const entries = written(before);
  expect(entries.map(({ act }) => act)).toEqual(['letter-read', 'letter-in', 'read']);
  for (const { citizens } of entries) expect(citizens).toEqual(written()[0]?.citizens);
});

test('each entry of a batch, under the one request', async () => {
  const before = written().length;
  const entry = [`QuestionnaireResponse/${id}`, 'Questionnaire/somatik', 'CarePlan?_lastUpdated=gt2001-01-01'].map(
    (url) => ({
      request: { method: 'GET', url },
    }),
  );
  expect((await post(base, { resourceType: 'Bundle', type: 'batch', entry })).status).toBe(200);
  const entries = written(before);
  expect(entries.map(({ act }) => act)).toEqual(['read', 'search-type']);
  expect(new Set(entries.map(({ correlation }) => correlation)).size).toBe(1);
});

test('what tells nothing of a citizen is not: profiles, what is refused, what is not there', async () => {
  const before = written().length;
  await fetch(`${base}/Questionnaire/somatik`);
  await fetch(`${base}/QuestionnaireResponse/nothing`);
  await post(`${base}/QuestionnaireResponse/$extract`, wrapped('nothing', validResponse()));
  await post(`${base}/QuestionnaireResponse`, { ...validResponse(), authored: '2026-01-20T11:30:00+01:00' });
  expect(written(before)).toEqual([]);
});

test('no number and no name is in it; what was searched for is, without them', async () => {
  expect(JSON.stringify(written())).not.toMatch(/2512489996|Nancy|Berggren/);
  const searches = written().flatMap(({ query }) => (query === undefined ? [] : [query]));
  expect(searches).toContain('_lastUpdated=gt2001-01-01');
  expect(searches).toContain('patient:identifier=***&_lastUpdated=lt2001-01-01');
});

test('all of it is found by the number of the citizen', async () => {
  const store = await openStore({ kind: 'sqlite', file }, { alone: false });
  const keys = await openAudit(store, `${file}.key`);
  const number = { system: 'urn:oid:1.2.208.176.1.2', value: '2512489996' };
  const found = await store.read((sql) => auditOf(sql, keys, number));
  await store.close();
  expect(found.length).toBe(written().length);
});

test('nobody is told anything that could not be written down', async () => {
  const refuse = () => Promise.reject(storeRefusal('store-full'));
  const { archive, metrics, routes } = gateway;
  const other = await startService({ gateway: { archive: { ...archive, audit: refuse }, metrics, routes } });
  const read = await fetch(`${other.url}/fhir/QuestionnaireResponse/${id}`);
  expect([read.status, await read.text()]).toEqual([503, expect.not.stringContaining('2512489996')]);
  const scored = await post(`${other.url}/fhir/QuestionnaireResponse/$extract`, validResponse());
  expect([scored.status, await scored.text()]).toEqual([503, expect.not.stringContaining('2512489996')]);
  await other.close();
});

test('whoever is not let in is written down once a minute, and so is how often', async () => {
  const before = written().length;
  const issuers = [{ name: 'https://issuer.example.dk', keys: 'http://127.0.0.1:9/keys', tokenUrl: undefined }];
  const config = { auth: ['tokens'], issuers, audience: 'https://niveau.example.dk' } as const;
  const guarded = await startService({ gateway, config });
  for (let times = 0; times < 3; times += 1) {
    expect((await fetch(`${guarded.url}/fhir/QuestionnaireResponse/${id}`)).status).toBe(401);
  }
  await guarded.close();
  const denied = () => written(before);
  await until(() => denied().length > 0);
  expect(denied()).toMatchObject([
    {
      ...{ act: 'denied', code: 'unauthenticated', by: { name: 'unknown', address: '127.0.0.1' } },
      particulars: { route: '/fhir/QuestionnaireResponse/:id', times: 1 },
    },
  ]);
});

test('what a batch was denied is written down by its routes', async () => {
  const before = written().length;
  const issuer = await startIssuer();
  const issuers = [{ name: issuer.name, keys: issuer.keys, tokenUrl: undefined }];
  const config = { auth: ['tokens'], issuers, audience } as const;
  const guarded = await startService({ gateway, config, keySets: quickKeySets });
  const entry = [`QuestionnaireResponse/${id}`, 'Observation', 'Observation', 'metadata'].map((url) => ({
    request: { method: 'GET', url },
  }));
  const batch = { resourceType: 'Bundle', type: 'batch', entry };
  const answer = await post(`${guarded.url}/fhir`, batch, bearer(await issuer.token('system/Task.s')));
  expect(answer.status).toBe(200);
  await Promise.all([guarded.close(), issuer.close()]);
  const denied = () => written(before);
  await until(() => denied().length > 1);
  const form = { act: 'denied', code: 'scope-missing', correlation: answer.headers.get('x-request-id') };
  expect(denied()).toMatchObject([
    { ...form, particulars: { route: '/fhir/QuestionnaireResponse/:id', times: 1 } },
    { ...form, particulars: { route: '/fhir/Observation', times: 1 } },
  ]);
});

/** The same store behind tokens, and the token of a client that belongs to another organisation. */
async function asAnotherOrganization() {
  const issuer = await startIssuer();
  const issuers = [{ name: issuer.name, keys: issuer.keys, tokenUrl: undefined }];
  const config = { auth: ['tokens'], issuers, audience } as const;
  const guarded = await startService({ gateway, config, keySets: quickKeySets });
  const claims = { client_id: 'other', sub: 'other', organization: 'urn:oid:1.3.88|5790001348120' };
  const headers = bearer(await issuer.token('system/*.cruds niveau/medcom.cr', { claims }));
  return { guarded, headers, close: () => Promise.all([guarded.close(), issuer.close()]) };
}

test('what another organisation has is not there for whoever asks, and that they tried is written down', async () => {
  const { guarded, headers, close } = await asAnotherOrganization();
  const before = written().length;
  const get = (path: string) => fetch(`${guarded.url}${path}`, { headers });
  const body = JSON.stringify({ ...validResponse(), id, status: 'amended' });
  const put = { method: 'PUT', headers: { ...headers, 'content-type': 'application/fhir+json' }, body };
  const asked = [
    await get('/fhir/QuestionnaireResponse/nothing'),
    await get('/medcom/letters/nothing'),
    await get(`/fhir/QuestionnaireResponse/${id}`),
    await fetch(`${guarded.url}/fhir/QuestionnaireResponse/${id}`, put),
    await get(`/fhir/QuestionnaireResponse/${id}/_history`),
    // The same id, escaped.
    await get(`/fhir/QuestionnaireResponse/%${id.charCodeAt(0).toString(16)}${id.slice(1)}/_history/1`),
  ];
  expect(asked.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404, 404]);
  const urls = [
    `QuestionnaireResponse/${id}/_history/2`,
    'Task/nothing',
    `${guarded.url}/fhir/QuestionnaireResponse/${id}`,
  ];
  const entry = [
    ...urls.map((url) => ({ request: { method: 'GET', url } })),
    { request: { method: 'POST', url: `QuestionnaireResponse/${id}/$validate` } },
  ];
  const batch = await post(`${guarded.url}/fhir`, { resourceType: 'Bundle', type: 'batch', entry }, headers);
  const answers = ((await batch.json()) as Bundle).entry ?? [];
  const denied = () => written(before);
  await until(() => denied().length > 3);
  await close();
  const form = {
    ...{ act: 'denied', code: 'resource-unknown', by: { name: 'other' } },
    ...{ target: { type: 'QuestionnaireResponse', id }, citizens: written()[0]?.citizens },
  };
  // The same attempt once more is only counted.
  expect(denied()).toMatchObject([
    { ...form, particulars: { route: '/fhir/QuestionnaireResponse/:id', times: 1 } },
    { ...form, particulars: { route: '/fhir/QuestionnaireResponse/:id/_history', times: 1 } },
    { ...form, particulars: { route: '/fhir/QuestionnaireResponse/:id/_history/:version', times: 1 } },
    // In a batch each as if it had come alone; the version of another number is the same attempt.
    {
      ...{ ...form, correlation: batch.headers.get('x-request-id') },
      particulars: { route: '/fhir/QuestionnaireResponse/:id/$validate', times: 1 },
    },
  ]);
  expect(answers.map(({ response }) => response?.status)).toEqual(Array.from(entry, () => '404 Not Found'));
});

test('a letter of others, and an identifier that they use, too', async () => {
  const brought = await send('/medcom/inbox', await letterWithLevel(), { 'content-type': 'application/xml' });
  const letter = brought.headers.get('location')?.split('/').at(-1) ?? '';
  expect(letter).not.toBe('');
  const identifier = { system: 'https://ehr.example.dk/responses', value: 'theirs' };
  const theirs = { ...validResponse(), identifier };
  expect((await post(`${base}/QuestionnaireResponse`, theirs)).status).toBe(201);
  const { guarded, headers, close } = await asAnotherOrganization();
  const before = written().length;
  const entry = [{ resource: theirs, request: { method: 'POST', url: 'QuestionnaireResponse' } }];
  const asked = [
    await fetch(`${guarded.url}/medcom/letters/${letter}`, { headers }),
    await fetch(`${guarded.url}/medcom/letters/${letter}/receipt`, { headers }),
    await post(`${guarded.url}/fhir/QuestionnaireResponse`, theirs, headers),
    await post(`${guarded.url}/fhir`, { resourceType: 'Bundle', type: 'batch', entry }, headers),
  ];
  expect(asked.map(({ status }) => status)).toEqual([404, 404, 409, 200]);
  const denied = () =>
    written(before).map(({ act, code, by, target, particulars }) => ({ act, code, by, target, particulars }));
  await until(() => denied().length > 2);
  await close();
  const by = expect.objectContaining({ name: 'other' });
  const row = (code: string, route: string, target?: object) => ({
    ...{ act: 'denied', code, by, target },
    particulars: { route, times: 1 },
  });
  const taken = row('identifier-taken', '/fhir/QuestionnaireResponse');
  const found = denied();
  for (const route of ['/medcom/letters/:id', '/medcom/letters/:id/receipt']) {
    expect(found).toContainEqual(row('letter-not-kept', route, { type: 'letter', id: letter }));
  }
  expect(found).toContainEqual(taken);
});

test('what came after the first attempt is one row with its count', async () => {
  const entries: AuditEntry[] = [];
  const note = denials(async (some) => void entries.push(...some), 1);
  const denial = {
    by: { kind: 'client', name: 'ehr' },
    code: 'scope-missing',
    correlation: 'a',
    route: '/fhir',
  } as const;
  for (let times = 0; times < 5; times += 1) note(denial);
  await until(() => entries.length === 2);
  expect(entries.map(({ particulars }) => particulars?.times)).toEqual([1, 4]);
});

test('what is too much to be told apart is counted as nobody’s', async () => {
  const entries: AuditEntry[] = [];
  const note = denials(async (some) => void entries.push(...some), 100);
  const denial = (name: number) =>
    ({ by: { kind: 'client', name: `ehr${name}` }, code: 'scope-missing', correlation: 'a', route: '/fhir' }) as const;
  for (let name = 0; name < 1_005; name += 1) note(denial(name));
  // The first of them is written at once, by its own name.
  await until(() => entries.length === 1_002);
  expect(entries.at(-1)).toEqual({
    ...{ act: 'denied', by: { kind: 'client' }, code: 'scope-missing' },
    particulars: { route: 'others', times: 4 },
  });
});
