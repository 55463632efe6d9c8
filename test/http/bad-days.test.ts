import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { QuestionnaireResponse } from 'fhir/r4.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openGateway } from '../../src/gateway.ts';
import { throwawayKeys } from '../../src/store/audit/keys.ts';
import { storeRefusal } from '../../src/store/failure.ts';
import { openStore } from '../../src/store/open.ts';
import { keepResponse } from '../../src/work/keep/keep.ts';
import { niveau } from '../cli/run.ts';
import { openOutbox } from '../outbox/outboxes.ts';
import { ports } from '../ports.ts';
import { identifier, response } from '../store/archives.ts';
import { databases } from '../store/databases.ts';
import { model, post, putResponse, refusalIn, startService, startStoredService, type TestService } from './service.ts';

const folder = mkdtempSync(join(tmpdir(), 'niveau-bad-days-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const cpr = 'urn:oid:1.2.208.176.1.2';
const about = (value: string) => ({ subject: { identifier: { system: cpr, value } } });
const named = (value: string, changes: Partial<QuestionnaireResponse> = {}) =>
  response({ identifier: identifier(value), ...changes });

describe('bad input at the door is refused with its code, and changes nothing', () => {
  let service: TestService;
  let base = '';
  let id = '';
  beforeAll(async () => {
    service = await startStoredService();
    base = `${service.url}/fhir`;
    const created = await post(`${base}/QuestionnaireResponse`, named('a'));
    id = ((await created.json()) as { id: string }).id;
  });
  afterAll(() => service.close());

  const put = (to: string, body: object, headers?: Record<string, string>) => putResponse(base, to, body, headers);

  test.each<[string, () => Promise<Response>, number, string, string | undefined]>([
    ['an unknown id, read', () => fetch(`${base}/QuestionnaireResponse/none`), 404, 'resource-unknown', undefined],
    ['an unknown id, of a result', () => fetch(`${base}/CarePlan/none`), 404, 'resource-unknown', undefined],
    ['an unknown id, changed', () => put('none', named('a')), 404, 'resource-unknown', undefined],
    [
      'a wrong If-Match',
      () => put(id, named('a', { status: 'amended' }), { 'if-match': 'W/"7"' }),
      412,
      'version-conflict',
      undefined,
    ],
    [
      'other content for one identifier',
      () => post(`${base}/QuestionnaireResponse`, named('a', { authored: '2026-01-22T10:00:00+01:00' })),
      409,
      'response-differs',
      'QuestionnaireResponse.status',
    ],
    [
      'another citizen for one identifier',
      () => post(`${base}/QuestionnaireResponse`, named('a', { status: 'amended', ...about('0108589995') })),
      422,
      'citizen-differs',
      'QuestionnaireResponse.subject',
    ],
    [
      'a search by CPR in a GET',
      () => fetch(`${base}/QuestionnaireResponse?patient:identifier=${cpr}|2512489996`),
      400,
      'search-citizen-address',
      undefined,
    ],
  ])('%s', async (_, send, status, code, place) => {
    const refused = await refusalIn(await send());
    expect([refused.status, refused.issues[0]]).toEqual([status, place === undefined ? [code] : [code, place]]);
    const now = (await (await fetch(`${base}/QuestionnaireResponse/${id}`)).json()) as QuestionnaireResponse;
    expect(now.meta?.versionId).toBe('1');
  });
});

describe.each(['store-unavailable', 'store-full'] as const)('a database that answers %s', (code) => {
  let service: TestService;
  beforeAll(async () => {
    const refuse = () => Promise.reject(storeRefusal(code));
    const refusing = { write: refuse, read: refuse, readFor: refuse, audit: refuse };
    const { carried } = throwawayKeys();
    const archive = { ...refusing, carried, now: async () => Date.now(), ready: refuse };
    const store = { kind: 'sqlite', file: join(folder, `${code}.db`) } as const;
    const { metrics, routes, close } = await openGateway({ config: { store }, model, log: () => {}, env: {} });
    await close();
    service = await startService({ gateway: { archive, metrics, routes } });
  });
  afterAll(() => service.close());

  test.each<[string, (base: string) => Promise<Response>]>([
    ['create', (base) => post(`${base}/fhir/QuestionnaireResponse`, named('a'))],
    ['$process-response', (base) => post(`${base}/fhir/$process-response`, named('a'))],
    ['read', (base) => fetch(`${base}/fhir/QuestionnaireResponse/a`)],
    ['search', (base) => fetch(`${base}/fhir/Observation?status=final`)],
    ['$lastn', (base) => fetch(`${base}/fhir/Observation/$lastn?patient=Patient/1`)],
  ])('is told as 503 with Retry-After: %s', async (_, send) => {
    const answer = await send(service.url);
    expect(answer.headers.get('retry-after')).toMatch(/^[1-9]\d*$/);
    expect(await refusalIn(answer)).toEqual({ status: 503, issues: [[code]] });
  });

  test('fails readiness, and neither liveness nor what needs no store', async () => {
    const statuses = ['/health/ready', '/health/live', '/fhir/metadata'].map(async (path) => {
      return (await fetch(`${service.url}${path}`)).status;
    });
    expect(await Promise.all(statuses)).toEqual([503, 200, 200]);
  });
});

describe('a start that is refused with a sentence and its code, before anything listens', () => {
  const files = { store: join(folder, 'start.db'), routes: join(folder, 'routes.json') };

  test.each<[string, string, () => Promise<Record<string, string>>]>([
    [
      'a store of a newer version',
      'store-newer',
      async () => {
        const file = join(folder, 'newer.db');
        await (await openStore({ kind: 'sqlite', file }, { alone: true })).close();
        const database = new DatabaseSync(file);
        database.exec("UPDATE setting SET value = '999' WHERE name = 'schema'");
        database.close();
        return { NIVEAU_STORE: `sqlite:${file}` };
      },
    ],
    [
      'a store that was copied while a service wrote to it',
      'store-copied',
      async () => {
        const file = join(folder, 'running.db');
        const store = await openStore({ kind: 'sqlite', file }, { alone: true });
        await copyFile(file, join(folder, 'copied.db'));
        await store.close();
        return { NIVEAU_STORE: `sqlite:${join(folder, 'copied.db')}` };
      },
    ],
    [
      'a store that another service uses',
      'store-in-use',
      async () => {
        const file = join(folder, 'used.db');
        const store = await openStore({ kind: 'sqlite', file }, { alone: true });
        opened.push(store);
        return { NIVEAU_STORE: `sqlite:${file}` };
      },
    ],
    [
      'a route to nowhere',
      'route-nowhere',
      async () => {
        writeFileSync(files.routes, '{"routes": [{"name": "a", "to": "nowhere", "form": "Bundle"}]}');
        return { NIVEAU_STORE: `sqlite:${files.store}`, NIVEAU_ROUTES: files.routes };
      },
    ],
    [
      'a file of routes that is not there',
      'routes-file',
      async () => ({ NIVEAU_STORE: `sqlite:${files.store}`, NIVEAU_ROUTES: join(folder, 'none.json') }),
    ],
  ])('%s', async (_, code, prepare) => {
    const env = { NIVEAU_ADDRESS: '127.0.0.1:0', ...(await prepare()) };
    const { code: exit, stdout, stderr } = await niveau(['--lang', 'en', 'serve'], '', env);
    expect([exit, stdout.toString(), stderr]).toEqual([3, '', expect.stringContaining(`[${code}]`)]);
  });

  const opened: { close(): Promise<void> }[] = [];
  afterAll(() => Promise.all(opened.map((store) => store.close())));
});

describe('a clock that jumps', () => {
  const [sqlite] = databases();
  if (sqlite === undefined) throw new Error('there is always SQLite');

  test.each([
    ['back by ten years', -3_650],
    ['on by ten years', 3_650],
  ])('%s changes neither the order of versions nor which level counts', async (_, days) => {
    const outbox = await openOutbox(sqlite);
    const keep = (changes: Partial<QuestionnaireResponse>) =>
      keepResponse(ports, outbox.archive, { response: Buffer.from(JSON.stringify(named('a', changes))) });
    await keep({});
    outbox.time.at += days * 86_400_000;
    expect(await keep({ status: 'amended' })).toMatchObject({ result: 'changed', version: 2 });
    outbox.time.at -= 2 * days * 86_400_000;
    expect(await keep({ status: 'entered-in-error' })).toMatchObject({ result: 'changed', version: 3 });
    const versions = await outbox.archive.read(async (reading) => {
      const { rows } = await reading.responses([], { by: 'number', newestFirst: true, count: 9, total: false });
      return (await reading.versions(rows[0]?.kept.id ?? '', { count: 9 })).rows.map(
        ({ received }) => received.version,
      );
    });
    expect(versions).toEqual([3, 2, 1]);
  });
});
