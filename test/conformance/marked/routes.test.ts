import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Route } from '../../../src/http/route.ts';
import { allRoutes } from '../../../tools/derive/routes.ts';
import { audience, bearer, quickKeySets, startIssuer, type TestIssuer } from '../../access/issuer.ts';
import { fixturesFolder } from '../../fixtures.ts';
import { model, post, startStoredService, type TestService, validResponse } from '../../http/service.ts';
import { addressesIn, cpr, expectUnmarked, spellings, system } from './marks.ts';

// Every route of the one table with a marked citizen in every place that a request has: a new route is among them by
// itself.

let issuer: TestIssuer;
/** Where nobody has to show who it is, and where everybody has. */
let services: { readonly open: TestService; readonly guarded: TestService };
let token: Record<string, string>;
let id = '';
const printed: string[] = [];
const codes = new Set<string>();

beforeAll(async () => {
  issuer = await startIssuer();
  const issuers = [{ name: issuer.name, keys: issuer.keys, tokenUrl: undefined }];
  services = {
    open: await startStoredService(),
    guarded: await startStoredService({
      config: { auth: ['tokens', 'keys'], issuers, audience },
      keySets: quickKeySets,
    }),
  };
  // Some issuers name people so.
  const claims = { client_id: 'Nancy Berggren', sub: cpr, fhirUser: `Practitioner/${cpr}`, organization: `x|${cpr}` };
  token = bearer(await issuer.token('system/*.cruds niveau/medcom.cr niveau/inbox.c niveau/operate.r', { claims }));
  for (const stream of [process.stdout, process.stderr]) {
    vi.spyOn(stream, 'write').mockImplementation((line) => printed.push(String(line)) > 0);
  }
  for (const { url } of Object.values(services)) {
    const kept = await post(`${url}/fhir/QuestionnaireResponse`, validResponse(), token);
    id = /QuestionnaireResponse\/([^/]+)\//.exec(kept.headers.get('location') ?? '')?.[1] ?? '';
    expect(id).not.toBe('');
  }
});
afterAll(async () => {
  try {
    await Promise.all([services.open.close(), services.guarded.close(), issuer.close()]);
  } finally {
    vi.restoreAllMocks();
  }
});

interface Asked {
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

const json = { 'content-type': 'application/fhir+json' };
const response = JSON.stringify(validResponse());
const letter = readFileSync(`${fixturesFolder}breve/epikrise.xml`);
const names = [
  ...['accept', 'accept-language', 'accept-encoding', 'authorization', 'cookie', 'content-type', 'content-encoding'],
  ...[
    'forwarded',
    'from',
    'if-match',
    'if-modified-since',
    'if-none-exist',
    'if-none-match',
    'if-unmodified-since',
    'origin',
    'prefer',
  ],
  ...['range', 'referer', 'traceparent', 'user-agent', 'x-client-cert', 'x-correlation-id', 'x-forwarded-for'],
  ...['x-forwarded-host', 'x-forwarded-proto', 'x-request-id', 'host', `x-${cpr}`],
];
const valuesOf = (name: string) => {
  const plain = [cpr, 'Nancy Berggren'];
  if (name === 'authorization') return [...plain, `Bearer ${cpr}`, `Bearer niveau_${cpr}`, `Basic ${cpr}`];
  if (name === 'content-type')
    return [...plain, `application/json; charset=${cpr}`, `multipart/form-data; boundary=${cpr}`];
  return name.startsWith('if-') ? [...plain, `W/"${cpr}"`, `identifier=${system}|${cpr}`] : plain;
};

function placed(path: string, value: string): string {
  return path.replace(/:\w+/g, value);
}

function inAddress({ path, query = [] }: Route): readonly Asked[] {
  const right = placed(path, id);
  const searched = [...query, '_format', '_pretty', cpr].flatMap((name) =>
    [`${name}=${cpr}`, `${name}=Nancy`, `${name}:identifier=${system}%7C251248-9996`].map((search) => ({
      path: `${right}?${search}`,
    })),
  );
  const named = spellings.map((value) => ({ path: placed(path, encodeURIComponent(value)) }));
  return [...named, { path: `${right}/${cpr}` }, { path: `${right}?%${cpr}` }, { path: right }, ...searched];
}

function inHeaders({ path, method, body }: Route): readonly Asked[] {
  const sent = method === 'get' ? {} : { body: body === 'letter' ? letter : response };
  return names.flatMap((name) =>
    valuesOf(name).map((value) => ({ path: placed(path, id), headers: { ...json, [name]: value }, ...sent })),
  );
}

/** Each is a body of its own kind, and one of another kind for every other route. */
function bodies(): readonly Pick<Asked, 'body' | 'headers'>[] {
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  const xml = { 'content-type': 'application/xml' };
  const changed = (from: string, to: string) => ({ headers: json, body: response.replace(from, to) });
  return [
    { headers: json, body: response },
    { headers: json, body: JSON.stringify({ ...validResponse(), id }) },
    changed('{', `{"${cpr}":1,`),
    changed('{', `{"Nancy":{"${cpr}":1,"${cpr}":2},`),
    changed('{', `{"__proto__":"${cpr}",`),
    changed('"QuestionnaireResponse"', `"${cpr}"`),
    changed('"completed"', `"${cpr}"`),
    changed('2026-01-20T10:30:00+01:00', cpr),
    changed('Questionnaire/somatik', `Questionnaire/${cpr}`),
    changed('"item":[', `"item":[{"linkId":"${cpr}","text":"Nancy","answer":[{"valueString":"${cpr}"}]},`),
    { headers: json, body: response.slice(0, -20) },
    { headers: json, body: `{"response":${response},"type":"${cpr}","sender":{"name":"Nancy"},"${cpr}":1}` },
    { headers: json, body: batchOf(`QuestionnaireResponse/${cpr}`, `Task?patient:identifier=${system}|${cpr}`, cpr) },
    { headers: json, body: JSON.stringify({ resourceType: 'Parameters', parameter: [{ name: cpr, valueUri: cpr }] }) },
    ...['patient:identifier', 'identifier', '_id', cpr, '_count', '_page'].flatMap((name) =>
      [cpr, `${system}|${cpr}`].map((value) => ({ headers: form, body: `${name}=${encodeURIComponent(value)}` })),
    ),
    { headers: xml, body: letter },
    { headers: xml, body: letter.toString('latin1').replace(/<Emessage/, `<Nancy${cpr}`) },
    { headers: xml, body: `<QuestionnaireResponse xmlns="http://hl7.org/fhir"><status value="${cpr}"/><Nancy/>` },
    { headers: { ...xml, 'content-type': 'application/fhir+xml' }, body: `<Nancy xmlns="http://hl7.org/fhir"/>` },
    ...multiparts(),
  ];
}

function batchOf(...urls: readonly string[]): string {
  const entry = urls.map((url) => ({ fullUrl: url, request: { method: 'GET', url } }));
  return JSON.stringify({ resourceType: 'Bundle', type: 'batch', entry });
}

function multiparts(): readonly Pick<Asked, 'body' | 'headers'>[] {
  const part = (name: string, content: string | Buffer, more = '') => [
    Buffer.from(`--x\r\nContent-Disposition: form-data; name="${name}"${more}\r\n\r\n`),
    Buffer.from(content),
    Buffer.from('\r\n'),
  ];
  const file = `; filename="Nancy Berggren ${cpr}.xml"\r\nContent-Type: text/${cpr}`;
  const whole = (...parts: readonly Buffer[][]) => Buffer.concat([...parts.flat(), Buffer.from('--x--\r\n')]);
  const headers = { 'content-type': 'multipart/form-data; boundary=x' };
  const right = [part('letter', letter, file), part('response', response, file)];
  return [
    whole(...right),
    whole(...right, part(cpr, 'Nancy')),
    whole(...right, part('letterId', cpr)),
    whole(...right, part('category', cpr), part('priority', 'Nancy')),
    whole(...right, part('recommend', cpr)),
    whole(...right, part('brief', cpr)),
    whole(part('letter', cpr), part('response', response)),
    whole(part('letter', letter), part('response', cpr)),
    Buffer.from(`--x\r\n${cpr}`),
  ].map((body) => ({ headers, body }));
}

/** All of them where a body is taken; elsewhere one is enough to see that it is not. */
function inBody({ path, body }: Route): readonly Asked[] {
  return bodies()
    .slice(body === undefined ? -1 : 0)
    .map((one) => ({ path: placed(path, id), ...one }));
}

/** By Node's own client: it sends every header as it stands. */
async function ask(url: string, method: string, { path, headers = {}, body }: Asked) {
  return new Promise<{ status: number; headers: string; body: string }>((resolve, reject) => {
    const sent = request(`${url}${path}`, { method, headers: { ...headers } }, async (answer) => {
      const { statusCode: status = 0, rawHeaders } = answer;
      resolve({ status, headers: rawHeaders.join('\n'), body: await text(answer) });
    });
    sent.on('error', reject).end(body);
  });
}

async function expectUnmarkedAnswer(url: string, method: string, asked: Asked): Promise<void> {
  const where = `${method} ${asked.path} ${JSON.stringify(asked.headers ?? {})} ${String(asked.body ?? '').slice(0, 200)}`;
  const { status, headers, body } = await ask(url, method, asked);
  expectUnmarked(headers, `the headers of the answer to ${where}`);
  const outcome = body.includes('"OperationOutcome"') && !body.includes('"Bundle"');
  if (status >= 400 || outcome) expectUnmarked(body, `the answer to ${where}`);
  else if (body.startsWith('{')) {
    // What somebody searched for by name stands in the self link, as R4 has it; a number never does.
    const addresses = addressesIn(body).join('\n');
    expectUnmarked(addresses.replaceAll('Nancy', ''), `the addresses in the answer to ${where}`);
  }
  for (const [, code = ''] of body.matchAll(/CodeSystem\/issue","code":"([\w-]+)"/g)) codes.add(code);
  expect(codes, where).not.toContain('internal-error');
}

const routes = allRoutes(model).map((route) => [`${route.method} ${route.path}`, route] as const);

describe.each(routes)('%s', (_name, route) => {
  const method = route.method.toUpperCase();
  test.each([
    ['in its address', inAddress, ['open', 'guarded']],
    ['in its headers', inHeaders, ['open', 'guarded']],
    ['in its body', inBody, ['open']],
  ] as const)('%s', async (_place, requests, asked) => {
    const each = (name: (typeof asked)[number], one: Asked) => {
      const known = name === 'guarded' ? { ...one, headers: { ...token, ...one.headers } } : one;
      return expectUnmarkedAnswer(services[name].url, method, known);
    };
    const all = asked.flatMap((name) => requests(route).map((one) => () => each(name, one)));
    while (all.length > 0) await Promise.all(all.splice(0, 16).map((send) => send()));
  });
});

describe('what came out besides', () => {
  test.each(['open', 'guarded'] as const)('nothing of her is in the log (%s)', (name) => {
    const { lines } = services[name];
    expect(lines.length).toBeGreaterThan(1_000);
    for (const line of lines) expectUnmarked(JSON.stringify(line), 'the log');
  });

  test.each(['open', 'guarded'] as const)('nothing of her is in the metrics (%s)', async (name) => {
    const { body } = await ask(services[name].url, 'GET', { path: '/metrics', headers: token });
    expect(body).toContain('niveau_');
    expectUnmarked(body, 'the metrics');
  });

  test('nothing was printed', () => {
    expect(printed).toEqual([]);
  });

  test('many errors came up', () => {
    expect(codes.size).toBeGreaterThan(30);
  });
});
