import type { CapabilityStatement } from 'fhir/r4.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { allRoutes } from '../../tools/derive/routes.ts';
import { audience, bearer, quickKeySets, startIssuer, type TestIssuer } from '../access/issuer.ts';
import { model, post, startStoredService, type TestService } from './service.ts';

let issuer: TestIssuer;
let service: TestService;
beforeAll(async () => {
  issuer = await startIssuer();
  const issuers = [{ name: issuer.name, keys: issuer.keys, tokenUrl: undefined }];
  service = await startStoredService({
    config: { auth: ['tokens', 'keys'], issuers, audience },
    keySets: quickKeySets,
  });
});
afterAll(() => Promise.all([service.close(), issuer.close()]));

const routes = allRoutes(model);
/** What says nothing of anybody: the others ask who calls. */
const open = [
  '/health/live',
  '/health/ready',
  '/',
  '/drift',
  '/page/:version/:file',
  '/fhir',
  '/openapi.json',
  '/fhir/metadata',
];
const own = /^[a-z]/;
const scopeFor = (permission: string) => `${own.test(permission) ? 'niveau' : 'system'}/${permission}`;
const all = [...new Set(routes.flatMap(({ scope }) => (typeof scope === 'string' ? [] : scope)))];
const cases = routes.map((route) => [`${route.method} ${route.path}`, route] as const);

async function statusOf({ method, path }: (typeof routes)[number], headers: Record<string, string>): Promise<number> {
  const address = path.replace(/:\w+/g, '1').replace(/^\/fhir\/metadata$/, path);
  const answer = await fetch(`${service.url}${address}`, { method: method.toUpperCase(), headers });
  await answer.arrayBuffer();
  return answer.status;
}

/** 401 and 403 say that a caller is not let in; whatever else comes, it was. */
const letIn = (status: number) => (status === 401 || status === 403 ? status : 'let in');

test('every route asks for something, but for those that say nothing of anybody', () => {
  const asksNothing = routes.filter(({ scope }) => scope === 'anybody' || scope.length === 0);
  expect([...new Set(asksNothing.map(({ path }) => path))].filter((path) => !open.includes(path))).toEqual([]);
});

describe.each(cases)('%s', (_name, route) => {
  const needs: readonly string[] = typeof route.scope === 'string' ? [] : route.scope;
  const unneeded = all.filter((permission) => !needs.includes(permission)).map(scopeFor);
  const isOpen = route.scope === 'anybody';
  const refused = (status: number) => (isOpen ? 'let in' : status);
  const lacking = route.scope === 'known' ? 'let in' : refused(403);
  test.each<[string, () => Promise<Record<string, string>>, number | 'let in']>([
    ['without a token', async () => ({}), refused(401)],
    [
      'with a token that has ended',
      async () => bearer(await issuer.token('system/*.cruds', { claims: { exp: 1 } })),
      refused(401),
    ],
    ['with a key that is none', async () => bearer('niveau_none'), refused(401)],
    ['with a password', async () => ({ authorization: 'Basic ZWhyOnNlY3JldA==' }), refused(401)],
    ['with a token for nothing', async () => bearer(await issuer.token('openid profile')), lacking],
    ['with a token for all else', async () => bearer(await issuer.token(unneeded.join(' '))), lacking],
    ['with one for just that', async () => bearer(await issuer.token(needs.map(scopeFor).join(' '))), 'let in'],
  ])('%s', async (_token, headers, expected) => {
    expect(letIn(await statusOf(route, await headers()))).toBe(expected);
  });
});

describe('what a scope grants', () => {
  const search = routes.find(({ path, method }) => path === '/fhir/Observation' && method === 'get');
  const user = { claims: { sub: 'https://ehr.example.dk/Practitioner/1' } };
  test.each<[string, object, number | 'let in']>([
    ['system/Observation.s', {}, 'let in'],
    ['system/Observation.cruds', {}, 'let in'],
    ['system/*.rs', {}, 'let in'],
    ['openid system/Observation.rs fhirUser', {}, 'let in'],
    ['user/Observation.s', user, 'let in'],
    // On whose behalf?
    ['user/Observation.s', {}, 403],
    ['system/Observation.r', {}, 403],
    ['system/Observation', {}, 403],
    ['system/Observation.', {}, 403],
    // The acts have one order, and a restriction would be taken for more than it is.
    ['system/Observation.sr', {}, 403],
    ['system/Observation.s?category=vital-signs', {}, 403],
    ['system/Observation.read', {}, 403],
    ['patient/Observation.s', user, 403],
    ['system/observation.s', {}, 403],
    ['system/ObservationX.s', {}, 403],
    ['niveau/*.s', {}, 403],
    ['*', {}, 403],
  ])('%s %j', async (scope, otherwise, expected) => {
    if (search === undefined) throw new Error('no search');
    expect(letIn(await statusOf(search, bearer(await issuer.token(scope, otherwise))))).toBe(expected);
  });

  test('a claim that is a list counts too', async () => {
    if (search === undefined) throw new Error('no search');
    const token = await issuer.token('', { claims: { scope: undefined, scp: ['openid', 'system/Observation.s'] } });
    expect(letIn(await statusOf(search, bearer(token)))).toBe('let in');
  });

  test('what is missing is named, in the outcome and for the client', async () => {
    const answer = await fetch(`${service.url}/fhir/Observation`, {
      headers: bearer(await issuer.token('system/Task.s')),
    });
    expect(answer.headers.get('www-authenticate')).toBe(
      'Bearer realm="niveau", error="insufficient_scope", scope="system/Observation.s"',
    );
    expect(await answer.text()).toContain('scope-missing');
  });
});

describe('where tokens are got is told', () => {
  test.each(['/fhir/.well-known/smart-configuration', '/.well-known/smart-configuration'])('%s', async (path) => {
    const told = (await (await fetch(`${service.url}${path}`)).json()) as Record<string, unknown>;
    expect(told).toMatchObject({
      issuer: issuer.name,
      jwks_uri: issuer.keys,
      grant_types_supported: ['client_credentials'],
      scopes_supported: expect.arrayContaining([
        'system/QuestionnaireResponse.c',
        'niveau/medcom.c',
        'niveau/operate.r',
      ]),
      capabilities: ['client-confidential-asymmetric', 'permission-v2'],
    });
  });

  test('in the CapabilityStatement', async () => {
    const { rest } = (await (await fetch(`${service.url}/fhir/metadata`)).json()) as CapabilityStatement;
    expect(rest?.[0]?.security?.service?.[0]?.coding?.[0]?.code).toBe('SMART-on-FHIR');
  });
});

test('in a batch each entry asks for its own', async () => {
  const entry = ['Observation', 'Task', 'metadata'].map((url) => ({ request: { method: 'GET', url } }));
  const batch = { resourceType: 'Bundle', type: 'batch', entry };
  const answer = await post(`${service.url}/fhir`, batch, bearer(await issuer.token('system/Task.s')));
  const { entry: entries } = (await answer.json()) as { entry: { response: { status: string } }[] };
  expect(entries.map(({ response }) => response.status)).toEqual(['403 Forbidden', '200 OK', '200 OK']);
});

test('nothing of a body is read before its sender is known', async () => {
  // Half of it: who reads it would wait for the rest.
  const started = `POST /fhir/QuestionnaireResponse HTTP/1.1\r\nHost: localhost\r\nContent-Length: 999999\r\nContent-Type: application/json\r\n\r\n{`;
  const { sendRaw } = await import('./raw.ts');
  expect(await sendRaw(service.url, started)).toMatch(/^HTTP\/1.1 401 /);
});
