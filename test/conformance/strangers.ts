import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Bundle, QuestionnaireResponse } from 'fhir/r4.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Route } from '../../src/http/route.ts';
import { allRoutes } from '../../tools/derive/routes.ts';
import { audience, bearer, quickKeySets, startIssuer, type TestIssuer } from '../access/issuer.ts';
import { responseBytes } from '../fixtures.ts';
import { model, post, type startStoredService, type TestService, until, validResponse } from '../http/service.ts';

const owned = [
  'QuestionnaireResponse',
  'Observation',
  'CarePlan',
  'Task',
  'CareTeam',
  'Provenance',
  'DocumentReference',
] as const;
const routes = allRoutes(model).filter(({ scope }) => scope !== 'anybody');
const cpr = 'urn:oid:1.2.208.176.1.2|2512489996';

/** Markers of one's own, beside the ids: what the answers to another must never hold. */
const secret = 'hemmelig-nogle-8f3a';

function responseOf(value: string, authored: string, base = validResponse()): QuestionnaireResponse {
  return { ...base, identifier: { system: 'https://ehr.example.dk/responses', value }, authored };
}

/** One with everything: an agreed plan with tasks and a team. */
const whole = JSON.parse(responseBytes('somatik-3-aftalt').toString('utf8')) as QuestionnaireResponse;

/**
 * Each route of the service that asks who calls, made from the table of routes: called by a client of another
 * organisation, with the ids of what is not its own, it answers as it does where there is nothing; and nothing that it
 * answers names any of that, also where both know the same citizen.
 */
export function strangerTests(start: typeof startStoredService): void {
  const folder = mkdtempSync(join(tmpdir(), 'niveau-strangers-'));
  let issuer: TestIssuer;
  let service: TestService;
  let owner: Record<string, string>;
  let stranger: Record<string, string>;
  /** Of the owner's resources, by type; letters and deliveries besides. */
  const ids = new Map<string, readonly string[]>();
  let markers: readonly string[];
  let next: string;

  beforeAll(async () => {
    issuer = await startIssuer();
    const issuers = [{ name: issuer.name, keys: issuer.keys, tokenUrl: undefined }];
    const file = join(folder, 'routes.json');
    const ways = [{ name: 'sider', to: 'ud', form: 'PDF' }];
    writeFileSync(file, JSON.stringify({ destinations: { ud: { kind: 'folder', path: '.' } }, routes: ways }));
    const config = { auth: ['tokens'], issuers, audience, routes: file } as const;
    service = await start({ config, keySets: quickKeySets });
    const scope = 'system/*.cruds niveau/medcom.cr niveau/inbox.c';
    const known = async (name: string, gln: string) =>
      bearer(
        await issuer.token(scope, { claims: { client_id: name, sub: name, organization: `urn:oid:1.3.88|${gln}` } }),
      );
    [owner, stranger] = await Promise.all([known('ejer', '5790000121526'), known('fremmed', '5790001348120')]);
    await keep(owner, responseOf(secret, '2026-01-20T10:30:00+01:00', whole));
    // The page for people is made and sent beside the work.
    await until(async () => (await idsOf(owner, 'DocumentReference')).length > 0);
    const [id = ''] = await idsOf(owner, 'QuestionnaireResponse');
    const letter = await order(id);
    for (const type of owned) ids.set(type, await idsOf(owner, type));
    ids.set('letter', [letter.split('/').at(-1) ?? '']);
    // Later, of the same citizen: its level takes the place of the other.
    await keep(stranger, responseOf('anden-nogle', '2026-02-20T10:30:00+01:00'));
    // And one more of the owner's, in whose place that one stands now.
    await keep(owner, responseOf(`${secret}-2`, '2026-01-10T10:30:00+01:00'));
    const later = await Promise.all(owned.map((type) => idsOf(owner, type)));
    markers = [...new Set([secret, ...[...ids.values(), ...later].flat()])];
    const page = (await (await get(owner, '/fhir/QuestionnaireResponse?_count=1')).json()) as Bundle;
    next = page.link?.find(({ relation }) => relation === 'next')?.url ?? '';
  });
  afterAll(async () => {
    await Promise.all([service.close(), issuer.close()]);
    rmSync(folder, { recursive: true, force: true });
  });

  const get = (headers: Record<string, string>, path: string) => fetch(`${service.url}${path}`, { headers });

  async function keep(headers: Record<string, string>, body: QuestionnaireResponse): Promise<void> {
    const kept = await post(`${service.url}/fhir/QuestionnaireResponse`, body, headers);
    if (kept.status !== 201) throw new Error(await kept.text());
  }

  async function idsOf(headers: Record<string, string>, type: string): Promise<readonly string[]> {
    const { entry = [] } = (await (await get(headers, `/fhir/${type}?_count=50`)).json()) as Bundle;
    return entry.flatMap(({ resource }) => resource?.id ?? []);
  }

  /** A letter with the owner's level; gives its address. */
  async function order(response: string): Promise<string> {
    const [sender, receiver] = ['sender', 'receiver'].map(
      (name) => JSON.parse(readFileSync(`fixtures/organisationer/${name}.json`, 'utf8')) as object,
    );
    const body = { type: 'XDIS91', sender, receiver };
    const headers = { ...owner, 'content-type': 'application/json' };
    const made = await post(`${service.url}/medcom/letters?response=${response}`, body, headers);
    if (made.status !== 200) throw new Error(await made.text());
    return made.headers.get('location') ?? '';
  }

  /** What a route is called with: an id in its address, and a body where it takes one. */
  async function called({ method, path, body }: Route, id: string, headers: Record<string, string>) {
    const address = path.replace(':id', id).replace(/:\w+/g, '1');
    const resource = { ...responseOf('anden-nogle', '2026-02-20T10:30:00+01:00'), status: 'amended', id };
    const sent = body === undefined ? {} : { body: JSON.stringify(resource) };
    const type = body === undefined ? {} : { 'content-type': 'application/fhir+json' };
    const request = { method: method.toUpperCase(), headers: { ...headers, ...type }, ...sent };
    const answer = await fetch(`${service.url}${address}`, request);
    return { status: answer.status, text: (await answer.text()).replaceAll(id, 'ID') };
  }

  const idsFor = (path: string): readonly string[] => {
    const [, type = ''] = /^\/fhir\/(\w+)\//.exec(path) ?? [];
    if (path.startsWith('/medcom/letters')) return ids.get('letter') ?? [];
    return ids.get(type) ?? ids.get('QuestionnaireResponse') ?? [];
  };

  describe('by an id that is not its own', () => {
    const named = routes.filter(({ path }) => path.includes(':id'));
    test.each(named.map((route) => [`${route.method} ${route.path}`, route] as const))(
      '%s answers as it does where there is nothing',
      async (_, route) => {
        const isNumber = route.path.startsWith('/drift');
        const there = isNumber ? ['1'] : idsFor(route.path);
        expect(there.length).toBeGreaterThan(0);
        const nothing = await called(route, isNumber ? '999999' : randomUUID(), stranger);
        for (const id of there) {
          expect(await called(route, id, stranger)).toEqual(nothing);
          // Its owner sees it there: else the comparison would say nothing.
          const isOwned = route.method === 'get' && owned.some((type) => route.path.startsWith(`/fhir/${type}/`));
          if (isOwned) expect((await called(route, id, owner)).status).toBe(200);
        }
      },
    );
  });

  /** What a stranger may ask without an id in the address. */
  const asked = (): readonly (readonly [string, RequestInit?])[] => {
    const [id = ''] = ids.get('QuestionnaireResponse') ?? [];
    const [plan = ''] = ids.get('CarePlan') ?? [];
    const form = (fields: Record<string, string>) => ({ method: 'POST', body: new URLSearchParams(fields) });
    const response = `QuestionnaireResponse/${id}`;
    const including = ['Observation:derived-from', 'Task:based-on', 'DocumentReference:related', 'Provenance:target'];
    const entry = owned.flatMap((type) =>
      (ids.get(type) ?? []).map((one) => ({ request: { method: 'GET', url: `${type}/${one}` } })),
    );
    const json = { 'content-type': 'application/fhir+json' };
    return [
      ...owned.flatMap((type) => [
        [`/fhir/${type}?_count=50&_total=accurate`] as const,
        [`/fhir/${type}?_id=${(ids.get(type) ?? []).join(',')}`] as const,
        [`/fhir/${type}/_search`, form({ 'patient:identifier': cpr, _count: '50' })] as const,
        ...including.map((one) => [`/fhir/${type}?_include=${one}`] as const),
        ...['Observation:derived-from', 'Provenance:entity', 'Provenance:target', 'Task:based-on'].map(
          (one) => [`/fhir/${type}?_revinclude=${one}`] as const,
        ),
      ]),
      [`/fhir/QuestionnaireResponse?identifier=https://ehr.example.dk/responses|${secret}`],
      [`/fhir/Observation?derived-from=${response}`],
      [`/fhir/Task?based-on=CarePlan/${plan}`],
      [`/fhir/DocumentReference?related=${response}`],
      [`/fhir/Provenance?entity=${response}`],
      [`/fhir/Provenance?target=CarePlan/${plan}`],
      ['/fhir/Observation/$lastn', form({ 'patient:identifier': cpr })],
      [next.replace(service.url, '')],
      [
        '/fhir',
        { method: 'POST', headers: json, body: JSON.stringify({ resourceType: 'Bundle', type: 'batch', entry }) },
      ],
      ['/fhir/metadata'],
      ['/drift/overview'],
      ['/drift/deliveries'],
      ['/drift/letters'],
      ['/metrics'],
      ['/'],
    ];
  };

  test('nothing that it asks without such an id names any of it', async () => {
    const told: string[] = [];
    for (const [path, init] of asked()) {
      const answer = await fetch(`${service.url}${path}`, { ...init, headers: { ...stranger, ...init?.headers } });
      const text = (await answer.text()).replaceAll(/"self","url":"[^"]*"/g, '');
      const found = markers.filter((marker) => text.includes(marker));
      // What it asked for it knows already.
      const said = `${path} ${String(init?.body ?? '')}`;
      told.push(...found.filter((marker) => !said.includes(marker)).map((marker) => `${path}: ${marker}`));
    }
    expect(told).toEqual([]);
  });

  test('its own resources of the same citizen name none of it, whichever took the place of which', async () => {
    const told: string[] = [];
    for (const type of owned) {
      for (const id of await idsOf(stranger, type)) {
        for (const path of [`/fhir/${type}/${id}`, `/fhir/${type}/${id}/_history`]) {
          const text = await (await get(stranger, path)).text();
          told.push(...markers.filter((marker) => text.includes(marker)).map((marker) => `${path}: ${marker}`));
        }
      }
    }
    expect((await idsOf(stranger, 'CarePlan')).length).toBeGreaterThan(0);
    expect(told).toEqual([]);
  });

  test('a letter is made of it for nobody else, nor a message, nor is a level put into one', async () => {
    const nothing = randomUUID();
    const [id = ''] = ids.get('QuestionnaireResponse') ?? [];
    const sender = JSON.parse(readFileSync('fixtures/organisationer/sender.json', 'utf8')) as object;
    for (const path of ['/medcom/letters', '/medcom/messages', '/medcom/attach']) {
      const form = new FormData();
      form.set('letter', new Blob(['<a/>']), 'a.xml');
      const multipart = { headers: stranger, body: form };
      const json = {
        headers: { ...stranger, 'content-type': 'application/json' },
        body: JSON.stringify({ type: 'XDIS91', sender, receiver: sender }),
      };
      const ask = async (response: string) => {
        const sent = path === '/medcom/attach' ? multipart : json;
        const answer = await fetch(`${service.url}${path}?response=${response}`, { method: 'POST', ...sent });
        return { status: answer.status, text: (await answer.text()).replaceAll(response, 'ID') };
      };
      const refused = await ask(id);
      expect(refused).toEqual(await ask(nothing));
      expect(refused).toMatchObject({ status: 404, text: expect.stringContaining('resource-unknown') });
    }
  });
}
