import type { OperationOutcome } from 'fhir/r4.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sendRaw } from './raw.ts';
import { failingModel, post, refusalIn, startService, type TestService, until, validResponse } from './service.ts';

let service: TestService;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.close());

describe('health', () => {
  test.each(['live', 'ready'])('%s', async (word) => {
    const response = await fetch(`${service.url}/health/${word}`);
    expect([response.status, await response.json()]).toEqual([200, { status: word }]);
    expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
  });
});

describe('an address that is not there: 404', () => {
  test.each([
    '/fhir/Patient',
    '/fhir/Patient/1',
    '/fhir/questionnaire',
    '/fhir/Questionnaire/somatik/_history/1',
    '/%2e%2e/package.json',
  ])('%s', async (path) => {
    expect(await refusalIn(await fetch(service.url + path))).toEqual({ status: 404, issues: [['route-unknown']] });
  });
});

describe('an operation that is not here is told so, and not taken for an id', () => {
  test.each([
    ['GET', '/fhir/$everything'],
    ['POST', '/fhir/$convert'],
    ['GET', '/fhir/Questionnaire/$populatelink'],
    ['POST', '/fhir/Questionnaire/$populatehtml'],
    ['POST', '/fhir/Questionnaire/somatik/$assemble'],
    ['GET', '/fhir/QuestionnaireResponse/$nothing'],
    ['POST', '/fhir/QuestionnaireResponse/1/$extract-all'],
    ['GET', '/fhir/Patient/1/%24everything'],
    ['GET', '/fhir/Patient/$match'],
  ])('%s %s', async (method, path) => {
    const answer = await fetch(service.url + path, { method });
    expect(await refusalIn(answer.clone())).toEqual({ status: 404, issues: [['operation-unsupported']] });
    expect(((await answer.json()) as OperationOutcome).issue[0]?.code).toBe('not-supported');
  });
});

describe('the front door says what to do next', () => {
  test.each(['/', '/fhir'])('%s', async (path) => {
    const answer = await fetch(service.url + path, { headers: { accept: '*/*', 'accept-language': 'en' } });
    const text = await answer.clone().text();
    expect(await refusalIn(answer)).toEqual({ status: 200, issues: [['welcome']] });
    for (const next of [
      '/fhir/Questionnaire',
      '/fhir/QuestionnaireResponse/$extract',
      '/fhir/metadata',
      '/openapi.json',
    ]) {
      expect(text).toContain(service.url + next);
    }
  });
});

describe('a method that the address does not take: 405 with Allow', () => {
  test.each([
    ['DELETE', '/fhir/metadata', 'GET, HEAD, OPTIONS'],
    ['POST', '/fhir/Questionnaire', 'GET, HEAD, OPTIONS'],
    ['PUT', '/fhir/Questionnaire/somatik', 'GET, HEAD, OPTIONS'],
    ['GET', '/fhir/Questionnaire/_search', 'POST, OPTIONS'],
    ['GET', '/fhir/QuestionnaireResponse/$extract', 'POST, OPTIONS'],
    ['PATCH', '/fhir/$process-response', 'POST, OPTIONS'],
    ['POST', '/health/live', 'GET, HEAD, OPTIONS'],
  ])('%s %s', async (method, path, allow) => {
    const response = await fetch(service.url + path, { method });
    expect(response.headers.get('allow')).toBe(allow);
    expect(await refusalIn(response)).toEqual({ status: 405, issues: [['method-not-allowed']] });
  });

  test('OPTIONS tells it', async () => {
    const response = await fetch(`${service.url}/fhir/metadata`, { method: 'OPTIONS' });
    expect([response.status, response.headers.get('allow')]).toEqual([204, 'GET, HEAD, OPTIONS']);
  });
});

describe('Accept and _format', () => {
  const ask = (accept: string | undefined, query = '') =>
    fetch(`${service.url}/fhir/metadata${query}`, accept === undefined ? {} : { headers: { accept } });

  test.each([
    'application/fhir+json',
    'application/json',
    '*/*',
    'application/*',
    'application/fhir+xml;q=0.1, application/fhir+json;q=0.9',
    'application/fhir+json; fhirVersion=4.0',
    'application/fhir+json;charset=utf-8',
    'text/html,application/xhtml+xml,*/*;q=0.8',
    '',
  ])('»%s« gets JSON', async (accept) => {
    const response = await ask(accept);
    expect([response.status, response.headers.get('content-type')]).toEqual([
      200,
      'application/fhir+json; charset=utf-8',
    ]);
  });

  test.each([
    'application/fhir+turtle',
    'text/html',
    'application/fhir+json;q=0',
    'application/fhir+json; fhirVersion=5.0',
    'x',
  ])('»%s« is not acceptable', async (accept) => {
    expect(await refusalIn(await ask(accept))).toEqual({ status: 406, issues: [['not-acceptable']] });
  });

  test.each(['json', 'application/json', 'application/fhir%2Bjson', 'application/fhir+json'])(
    '_format=%s goes before Accept',
    async (format) => {
      expect((await ask('text/html', `?_format=${format}`)).status).toBe(200);
    },
  );

  test('_format=ttl is not acceptable', async () => {
    expect(await refusalIn(await ask('*/*', '?_format=ttl'))).toEqual({ status: 406, issues: [['not-acceptable']] });
  });
});

describe('the language of an outcome', () => {
  const da =
    'Adressen findes ikke. Se, hvad tjenesten kan, i /fhir/metadata. Et svar scores med POST til /fhir/QuestionnaireResponse/$extract.';
  const en =
    'There is nothing at this address. See what the service can do in /fhir/metadata. A response is scored by POST to /fhir/QuestionnaireResponse/$extract.';
  test.each([
    [undefined, da, en],
    ['da', da, en],
    ['da-DK, en;q=0.8', da, en],
    ['de', da, en],
    ['*', da, en],
    ['en', en, da],
    ['en-GB', en, da],
    ['fr, en;q=0.5, da;q=0.1', en, da],
  ])('%s', async (accepted, text, other) => {
    const headers: Record<string, string> = accepted === undefined ? {} : { 'accept-language': accepted };
    const { issue } = (await (await fetch(`${service.url}/fhir/nothing`, { headers })).json()) as OperationOutcome;
    expect(issue[0]?.details?.text).toBe(text);
    expect(issue[0]?.details?._text?.extension?.[0]?.extension?.[1]).toEqual({ url: 'content', valueString: other });
  });
});

describe('what is no proper request', () => {
  const head = (line: string, ...headers: string[]) =>
    `${[line, ...headers, 'Connection: close'].join('\r\n')}\r\n\r\n`;
  const host = 'Host: 127.0.0.1';
  test.each([
    ['a control character in a path', head('GET /fhir/Questionnaire/a%00b HTTP/1.1', host), 400, 'url-malformed'],
    ['one in a query', head('GET /fhir/Questionnaire?url=%00 HTTP/1.1', host), 400, 'query-value'],
    ['a path with broken %-codes', head('GET /fhir/Questionnaire/%E0%A4%A HTTP/1.1', host), 400, 'url-malformed'],
    ['no HTTP at all', 'HELLO\r\n\r\n', 400, 'request-malformed'],
    [
      'headers that are too large',
      head('GET / HTTP/1.1', host, `X-Large: ${'x'.repeat(20_000)}`),
      431,
      'headers-too-large',
    ],
    ['the name of another host', head('GET /fhir/metadata HTTP/1.1', 'Host: rebound.example'), 421, 'host-unknown'],
    ['a name that begins as ours', head('GET /fhir/metadata HTTP/1.1', 'Host: 127.0.0.1.example'), 421, 'host-unknown'],
    ['a host with a path', head('GET /fhir/metadata HTTP/1.1', 'Host: localhost/x'), 421, 'host-unknown'],
    ['no host, in HTTP/1.0', head('GET /fhir/metadata HTTP/1.0'), 400, 'host-missing'],
    ['no host', head('GET /fhir/metadata HTTP/1.1'), 400, 'host-missing'],
    ['an empty host', head('GET /fhir/metadata HTTP/1.1', 'Host:'), 400, 'host-missing'],
    ['two hosts', head('GET /fhir/metadata HTTP/1.1', host, 'Host: rebound.example'), 400, 'host-repeated'],
    ['two hosts that are one', head('GET /fhir/metadata HTTP/1.1', host, host), 400, 'host-repeated'],
    ['an expectation', head('GET /fhir/metadata HTTP/1.1', host, 'Expect: the-unexpected'), 417, 'expectation-unknown'],
    [
      'two lengths',
      head('POST /fhir/metadata HTTP/1.1', host, 'Content-Length: 1', 'Content-Length: 2'),
      400,
      'request-malformed',
    ],
    [
      'a length and chunks',
      head('POST /fhir/metadata HTTP/1.1', host, 'Content-Length: 1', 'Transfer-Encoding: chunked'),
      400,
      'request-malformed',
    ],
  ])('%s', async (_name, request, status, code) => {
    const answer = await sendRaw(service.url, request);
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(answer).toContain(`"code":"${code}"`);
    expect(answer).toMatch(/\r\ncontent-type: application\/fhir\+json; charset=utf-8\r\n/i);
  });

  test.each(['localhost', 'localhost:8080', '127.0.0.1:1', '127.1.2.3', '[::1]', '[::1]:8080'])(
    '%s is this machine',
    async (name) => {
      const answer = await sendRaw(service.url, head('GET /fhir/metadata HTTP/1.1', `Host: ${name}`));
      expect(answer).toContain(`"url":"http://${name}/fhir"`);
    },
  );
});

describe('every answer', () => {
  test.each(['/fhir/metadata', '/fhir/Questionnaire/somatik', '/fhir/nothing', '/health/live'])(
    '%s has the headers',
    async (path) => {
      const { headers } = await fetch(service.url + path);
      expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('content-security-policy')).toBe("default-src 'none';frame-ancestors 'none'");
      expect(headers.get('x-powered-by')).toBeNull();
    },
  );

  test.each([
    ['/fhir/metadata', 'no-store'],
    ['/fhir/nothing', 'no-store'],
    ['/fhir/Questionnaire/somatik', 'no-cache'],
  ])('%s: %s', async (path, control) => {
    expect((await fetch(service.url + path)).headers.get('cache-control')).toBe(control);
  });

  test.each([
    ['mine', 'mine'],
    ['6f1c9a52-0a6e-4c0e-9f5d-2b8d7f1f4c11', '6f1c9a52-0a6e-4c0e-9f5d-2b8d7f1f4c11'],
    ['two words', null],
    ['x'.repeat(65), null],
    ['p2512489996', null],
    ['251248-9996', null],
  ])('the X-Request-Id %s of a client goes back as X-Correlation-Id %s', async (own, correlation) => {
    const { headers } = await fetch(`${service.url}/fhir/metadata`, { headers: { 'x-request-id': own } });
    expect(headers.get('x-correlation-id')).toBe(correlation);
    expect(headers.get('x-request-id')).not.toBe(own);
  });

  test('the log has the id of a client where it is a UUID, and so no name', async () => {
    const own = '6f1c9a52-0a6e-4c0e-9f5d-2b8d7f1f4c12';
    for (const id of [own, 'Nancy']) {
      await fetch(`${service.url}/fhir/metadata`, { headers: { 'x-request-id': id } });
    }
    await until(() => service.lines.some(({ correlationId }) => correlationId === own));
    expect(JSON.stringify(service.lines)).not.toContain('Nancy');
  });
});

test('a fault of ours: 500 with a number, which the log has with the place, and nothing of the error itself', async () => {
  const broken = failingModel('secret 0101010001');
  const failing = await startService({ model: broken.model });
  broken.fail();
  const answers = [
    await fetch(`${failing.url}/fhir/metadata`),
    await post(`${failing.url}/fhir/QuestionnaireResponse/$extract`, validResponse()),
  ];
  for (const answer of answers) {
    const id = answer.headers.get('x-request-id');
    const text = await answer.clone().text();
    expect(await refusalIn(answer)).toEqual({ status: 500, issues: [['internal-error']] });
    expect(text).toContain(id);
    expect(text).not.toMatch(/secret|0101010001|TypeError|\.ts|\bat /);
    const failure = failing.lines.find((line) => line.msg === 'failure' && line.requestId === id);
    expect(failure).toMatchObject({
      level: 'error',
      error: 'TypeError',
      at: expect.stringMatching(/^src\/[\w./-]+\.ts:\d+$/),
    });
  }
  await failing.close();
  expect(JSON.stringify(failing.lines)).not.toMatch(/secret|0101010001/);
});
