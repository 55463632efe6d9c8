import { inspect } from 'node:util';
import type { Bundle, OperationOutcome, Patient } from 'fhir/r4.js';
import nock from 'nock';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ServerFailure } from '../../src/delivery/fhir-server/failure.ts';
import { explainFailure } from '../../src/delivery/fhir-server/problem.ts';
import { type FhirServer, openServer } from '../../src/delivery/fhir-server/server.ts';
import type { Credentials, Target } from '../../src/delivery/fhir-server/target.ts';

const origin = 'https://fhir.example.dk';
const cpr = '2512489996';
const bearer = { kind: 'bearer', token: 'hemmeligt-token' } as const;
const client = { kind: 'client', url: `${origin}/token`, id: 'niveau', secret: 'h:m/é', scope: 'system/*.c' } as const;
const json = { 'content-type': 'application/fhir+json' };
const empty: Bundle = { resourceType: 'Bundle', type: 'searchset' };
const patient: Patient = { resourceType: 'Patient', active: true };
const patientBody = { resourceType: 'Patient', active: true };
const page = '<html><body>Proxy</body></html>';

let pauses: number[] = [];
const waiting = { sleep: async (pause: number) => pauses.push(pause), random: () => 0.5 };

function open(credentials: Credentials = bearer): Promise<FhirServer> {
  const target: Target = { base: `${origin}/fhir`, credentials, timeout: 5000, tls: undefined };
  return openServer(target, waiting);
}

function outcome(code: string, diagnostics = ''): OperationOutcome {
  return { resourceType: 'OperationOutcome', issue: [{ severity: 'error', code: code as 'invalid', diagnostics }] };
}

/** What a call threw. */
async function failureOf(call: Promise<unknown>): Promise<ServerFailure> {
  const error = await call.then(() => undefined).catch((error: unknown) => error);
  if (!(error instanceof ServerFailure)) throw new Error(`no ServerFailure but ${inspect(error)}`);
  return error;
}

function searches() {
  return nock(origin).post('/fhir/Patient/_search');
}

const find = (server: FhirServer) => server.search('Patient', { identifier: `urn:oid:1.2.208.176.1.2|${cpr}` });

// Another run in this process may have restored it.
beforeAll(() => {
  if (!nock.isActive()) nock.activate();
});
beforeEach(() => {
  nock.disableNetConnect();
  pauses = [];
});
afterEach(() => {
  const left = nock.pendingMocks();
  nock.cleanAll();
  expect(left, 'expected requests that were not made').toEqual([]);
});
afterAll(() => nock.restore());

describe('a search', () => {
  test('has its parameters in the body, never in the address, and the token in a header', async () => {
    const sent = nock(origin, { reqheaders: { authorization: 'Bearer hemmeligt-token' } })
      .post('/fhir/Patient/_search', `identifier=urn%3Aoid%3A1.2.208.176.1.2%7C${cpr}`)
      .reply(200, { ...empty, entry: [{ resource: patient, search: { mode: 'match' } }] }, json);
    expect(await find(await open())).toEqual([patient]);
    expect(sent.isDone()).toBe(true);
  });

  test('gives the hits alone, not the outcome beside them', async () => {
    const beside = { resource: outcome('informational'), search: { mode: 'outcome' } };
    searches().reply(200, { ...empty, entry: [beside, { resource: patient }] }, json);
    expect(await find(await open())).toEqual([patient]);
  });

  test.each(['https://fhir.example.dk/fhir?_getpages=1', '?_getpages=1', '/fhir?_getpages=1'])(
    'follows the next page at %s, with the token',
    async (url) => {
      searches().reply(200, { ...empty, entry: [{ resource: patient }], link: [{ relation: 'next', url }] }, json);
      nock(origin, { reqheaders: { authorization: 'Bearer hemmeligt-token' } })
        .get(/^\/fhir\/?\?_getpages=1$/)
        .reply(200, { ...empty, entry: [{ resource: patient }] }, json);
      expect(await find(await open())).toEqual([patient, patient]);
    },
  );

  test.each([
    'https://attacker.example.org/fhir?_getpages=1',
    'http://fhir.example.dk/fhir?_getpages=1',
    'https://fhir.example.dk:8443/fhir?_getpages=1',
    'https://fhir.example.dk/other?_getpages=1',
    'https://fhir.example.dk/fhir/../other',
    'https://someone@fhir.example.dk/fhir?_getpages=1',
  ])('does not follow a next page at %s', async (url) => {
    searches().reply(200, { ...empty, link: [{ relation: 'next', url }] }, json);
    expect((await failureOf(find(await open()))).kind).toBe('elsewhere');
  });
});

describe('what passes is tried again', () => {
  test('429: after as long as Retry-After says', async () => {
    searches().reply(429, outcome('throttled'), { ...json, 'retry-after': '7' });
    searches().reply(200, empty, json);
    expect(await find(await open())).toEqual([]);
    expect(pauses).toEqual([7000]);
  });

  test('503: Retry-After as a date', async () => {
    searches().reply(503, '', { 'retry-after': new Date(Date.now() + 20_000).toUTCString() });
    searches().reply(200, empty, json);
    await find(await open());
    expect(pauses[0]).toBeGreaterThan(15_000);
    expect(pauses[0]).toBeLessThanOrEqual(20_000);
  });

  test('a Retry-After beyond a minute is not waited for', async () => {
    searches().reply(503, '', { 'retry-after': '3600' });
    expect(await failureOf(find(await open()))).toMatchObject({ kind: 'refused', status: 503, retryAfter: 3_600_000 });
    expect(pauses).toEqual([]);
  });

  test('at most four times, with a growing pause of which a part is random', async () => {
    searches().times(4).reply(502, page, { 'content-type': 'text/html' });
    expect(await failureOf(find(await open()))).toMatchObject({ kind: 'refused', status: 502, codes: [] });
    expect(pauses).toEqual([500, 1000, 2000]);
  });

  test('a broken connection', async () => {
    searches().replyWithError(Object.assign(new Error(`reset while sending ${cpr}`), { code: 'ECONNRESET' }));
    searches().reply(200, empty, json);
    expect(await find(await open())).toEqual([]);
  });

  test('HAPI: 409 while others create the same', async () => {
    const busy = outcome(
      'processing',
      'HAPI-0550: HAPI-0825: The operation has failed with a client-assigned ID constraint failure.',
    );
    nock(origin).post('/fhir/Patient').reply(409, busy, json);
    nock(origin)
      .post('/fhir/Patient')
      .reply(200, '', { location: `${origin}/fhir/Patient/7/_history/1` });
    expect(await (await open()).create(patient, 'identifier=1')).toEqual({ result: 'there', id: '7' });
    expect(pauses).toHaveLength(1);
  });
});

describe('what lasts is not tried again', () => {
  test.each([
    [400, outcome('invalid', 'HAPI-1821: wrong'), 'server-refused', ['invalid', 'HAPI-1821']],
    [403, outcome('forbidden'), 'server-login', ['forbidden']],
    [404, page, 'server-not-fhir', []],
    [
      404,
      outcome('not-supported', 'HAPI-0302: Unknown resource type'),
      'server-refused',
      ['not-supported', 'HAPI-0302'],
    ],
    [409, outcome('conflict'), 'server-refused', ['conflict']],
    [412, outcome('processing', 'HAPI-0988: multiple'), 'server-several', ['processing', 'HAPI-0988']],
    [412, outcome('multiple-matches'), 'server-several', ['multiple-matches']],
    [
      412,
      outcome('processing', 'HAPI-0705: Unknown base definition'),
      'server-base-missing',
      ['processing', 'HAPI-0705'],
    ],
    [422, outcome('invalid'), 'server-refused', ['invalid']],
    [500, page, 'server-refused', []],
  ])('%s %o: %s', async (status, body, code, codes) => {
    searches().reply(status, body, json);
    const failure = await failureOf(find(await open()));
    expect(failure).toMatchObject({ kind: 'refused', status, codes });
    expect(explainFailure(failure).code).toBe(code);
    expect(pauses).toEqual([]);
  });

  test.each([
    ['a page instead of FHIR', page],
    ['JSON that is no FHIR', '{"hello":"world"}'],
    ['another resource', JSON.stringify(patient)],
    ['nothing', ''],
  ])('%s with status 200', async (_, body) => {
    searches().reply(200, body, { 'content-type': 'text/html' });
    const failure = await failureOf(find(await open()));
    expect(failure).toMatchObject({ kind: 'not-fhir', status: 200 });
    expect(explainFailure(failure).code).toBe('server-not-fhir');
  });

  test('an address without /metadata, whose server speaks FHIR: it is not the address of the server', async () => {
    nock(origin).get('/fhir/metadata').reply(404, outcome('not-found', 'HAPI-0302: Unknown resource type'), json);
    const failure = await failureOf((await open()).capabilities());
    expect([failure.kind, failure.status, explainFailure(failure).code]).toEqual(['not-fhir', 404, 'server-not-fhir']);
    expect(pauses).toEqual([]);
  });

  test('a transaction with an entry that must not be done twice', async () => {
    const entry = [{ resource: patient, request: { method: 'POST', url: 'Patient' } as const }];
    nock(origin).post('/fhir/').reply(503, '');
    const server = await open();
    expect(await failureOf(server.transaction({ resourceType: 'Bundle', type: 'transaction', entry }))).toMatchObject({
      status: 503,
    });
    expect(pauses).toEqual([]);
  });

  test('one whose entries all may be is', async () => {
    const create = { method: 'POST', url: 'Patient', ifNoneExist: 'identifier=1' } as const;
    const entry = [{ request: create }, { request: { method: 'PUT', url: 'Patient/1' } as const }];
    nock(origin).post('/fhir/').reply(503, '');
    nock(origin).post('/fhir/').reply(200, { resourceType: 'Bundle', type: 'transaction-response' }, json);
    const answer = await (await open()).transaction({ resourceType: 'Bundle', type: 'transaction', entry });
    expect(answer.type).toBe('transaction-response');
  });
});

describe('conditional writes', () => {
  test('create: the condition in its header, no body wanted back, the id from Location', async () => {
    const reqheaders = {
      'if-none-exist': 'url=a&version=1',
      prefer: 'return=minimal',
      'content-type': 'application/fhir+json',
    };
    nock(origin, { reqheaders })
      .post('/fhir/Patient', patientBody)
      .reply(201, '', { location: 'Patient/abc/_history/1' });
    expect(await (await open()).create(patient, 'url=a&version=1')).toEqual({ result: 'created', id: 'abc' });
  });

  test('create: a server that answers with the resource all the same', async () => {
    nock(origin)
      .post('/fhir/Patient')
      .reply(200, { ...patient, id: 'x' }, json);
    expect(await (await open()).create(patient, 'url=a')).toEqual({ result: 'there', id: 'x' });
  });

  test.each([
    [501, ''],
    [400, outcome('not-supported')],
  ])('create: %s from a server that cannot', async (status, body) => {
    nock(origin).post('/fhir/Patient').reply(status, body, json);
    const failure = await failureOf((await open()).create(patient, 'url=a'));
    expect(explainFailure(failure).code).toBe('server-no-conditional-create');
  });

  test('update: the condition in the address', async () => {
    nock(origin)
      .put('/fhir/Patient?url=a&version=1', patientBody)
      .reply(200, '', { 'content-location': `${origin}/fhir/Patient/9` });
    expect(await (await open()).update(patient, 'url=a&version=1')).toEqual({ result: 'updated', id: '9' });
  });
});

describe('the token', () => {
  const tokens = (body: object = { access_token: 'et', token_type: 'Bearer', expires_in: 300 }) =>
    nock(origin).post('/token').reply(200, body);
  const search = (token: string) =>
    nock(origin, { reqheaders: { authorization: `Bearer ${token}` } }).post('/fhir/Patient/_search');

  test('client credentials: exchanged once for calls that come at once', async () => {
    const authorization = `Basic ${Buffer.from('niveau:h%3Am%2F%C3%A9').toString('base64')}`;
    nock(origin, { reqheaders: { authorization } })
      .post('/token', { grant_type: 'client_credentials', scope: 'system/*.c' })
      .reply(200, { access_token: 'et', token_type: 'Bearer', expires_in: 300 });
    search('et').times(3).reply(200, empty, json);
    const server = await open(client);
    await Promise.all([find(server), find(server), find(server)]);
  });

  test('401: a new one, once', async () => {
    tokens();
    search('et').reply(401, '');
    tokens({ access_token: 'to', token_type: 'Bearer' });
    search('to').reply(200, empty, json);
    expect(await find(await open(client))).toEqual([]);
    expect(pauses).toEqual([]);
  });

  test('401 to calls that come at once: one new token serves them all', async () => {
    tokens();
    search('et').times(3).reply(401, '');
    tokens({ access_token: 'to', token_type: 'Bearer' });
    search('to').times(3).reply(200, empty, json);
    const server = await open(client);
    await Promise.all([find(server), find(server), find(server)]);
  });

  test('401 again: given up', async () => {
    tokens();
    search('et').reply(401, '');
    tokens({ access_token: 'to', token_type: 'Bearer' });
    search('to').reply(401, '');
    expect(explainFailure(await failureOf(find(await open(client)))).code).toBe('server-login');
  });

  test('401 to a token that was given: there is no other', async () => {
    search('hemmeligt-token').reply(401, '');
    expect(explainFailure(await failureOf(find(await open()))).code).toBe('server-login');
  });

  test('one that has ended is exchanged before the next call', async () => {
    tokens({ access_token: 'et', token_type: 'Bearer', expires_in: 0 });
    search('et').reply(200, empty, json);
    tokens({ access_token: 'to', token_type: 'Bearer', expires_in: 300 });
    search('to').reply(200, empty, json);
    const server = await open(client);
    await find(server);
    await find(server);
  });

  test('hyphens and full stops of a name are sent as they are: servers that do not decode would take %2D for another client', async () => {
    const authorization = `Basic ${Buffer.from('7f3a-b1.dk:h%3Am%2F%C3%A9').toString('base64')}`;
    nock(origin, { reqheaders: { authorization } })
      .post('/token')
      .reply(200, { access_token: 'et', token_type: 'Bearer' });
    search('et').reply(200, empty, json);
    expect(await find(await open({ ...client, id: '7f3a-b1.dk' }))).toEqual([]);
  });

  test.each([
    ['refused', 400, '{"error":"invalid_client","error_description":"h:m"}', '400', 'invalid_client'],
    ['refused, with a challenge', 401, '', '401', '-'],
    ['refused in words of its own', 400, '{"error":"No such client h:m"}', '400', '-'],
    ['a page', 200, page, '200', '-'],
    ['no token', 200, '{}', '-', '-'],
    ['null', 200, 'null', '-', '-'],
    ['a token of a kind that cannot be shown', 200, '{"access_token":"et","token_type":"mac"}', '-', '-'],
    ['sent elsewhere', 302, '', '-', 'elsewhere'],
  ])('%s: nothing is sent to the server', async (_, status, body, shownStatus, codes) => {
    const type = { 'content-type': body === page ? 'text/html' : 'application/json' };
    const challenge = { 'www-authenticate': 'Basic realm="h:m"' };
    const headers = status === 401 ? challenge : { ...type, location: 'https://elsewhere.example/' };
    nock(origin).post('/token').reply(status, body, headers);
    const failure = await failureOf(find(await open(client)));
    expect(explainFailure(failure)).toEqual({ code: 'server-token', values: { status: shownStatus, codes } });
    expect(inspect(failure, { depth: 9 })).not.toContain('h:m');
  });
});

describe('errors hold neither number, token, address nor body', () => {
  const body = outcome('invalid', `HAPI-1821: no Patient ${cpr} Nancy with hemmeligt-token at ${origin}`);
  test.each([
    ['an outcome', () => searches().reply(400, body, json)],
    ['a page', () => searches().reply(200, `<p>${cpr} hemmeligt-token</p>`)],
    [
      'a broken connection',
      () =>
        searches()
          .times(4)
          .replyWithError(new Error(`${cpr} hemmeligt-token`)),
    ],
  ])('%s', async (_, prepare) => {
    prepare();
    const failure = await failureOf(find(await open()));
    const { stack: __, ...rest } = failure;
    const shown = `${inspect(failure, { depth: 9, showHidden: true })} ${JSON.stringify(rest)} ${JSON.stringify(explainFailure(failure))}`;
    for (const secret of [cpr, 'hemmeligt-token', 'Nancy', 'fhir.example.dk']) expect(shown).not.toContain(secret);
  });
});

test('every request is counted, repetitions too', async () => {
  searches().reply(503, '');
  searches().reply(200, empty, json);
  const server = await open();
  await find(server);
  expect(server.sent()).toBe(2);
});
