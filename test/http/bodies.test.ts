import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { post, refusalIn, startService, type TestService, validResponse } from './service.ts';

let service: TestService;
const paths = [
  '/fhir/QuestionnaireResponse/$extract',
  '/fhir/QuestionnaireResponse/$validate',
  '/fhir/$process-response',
  '/fhir/Questionnaire/$process-response',
  '/fhir/Questionnaire/somatik/$process-response',
];

beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.close());

const text = JSON.stringify(validResponse());
const with_ = (start: string) => text.replace('{', `{${start},`);
const bytes = (encoding: BufferEncoding) => Buffer.from(text.replace('Nancy', 'Søren'), encoding);
const response = 'QuestionnaireResponse';

describe.each(paths)('%s refuses', (path) => {
  const cases: [name: string, body: string | Uint8Array, status: number, code: string, place?: string][] = [
    ['an empty body', '', 400, 'json-empty'],
    ['white space', ' \n', 400, 'json-empty'],
    ['half a document', text.slice(0, -1), 400, 'json-malformed'],
    ['two documents', text + text, 400, 'json-malformed'],
    ['XML', '<QuestionnaireResponse/>', 400, 'json-malformed'],
    ['ISO-8859-1', bytes('latin1'), 400, 'json-encoding'],
    ['UTF-16', bytes('utf16le'), 400, 'json-encoding'],
    ['a key twice', with_('"status":"completed"'), 400, 'json-duplicate-key', `${response}.status`],
    ['__proto__', with_('"__proto__":{}'), 400, 'json-forbidden-key', response],
    [
      'a constructor’s prototype',
      with_('"constructor":{"prototype":{}}'),
      400,
      'json-forbidden-key',
      `${response}.constructor`,
    ],
    ['a control character', with_('"language":"\\u0000"'), 400, 'json-character', `${response}.language`],
    ['half a character', with_('"language":"\\ud800"'), 400, 'json-character', `${response}.language`],
    ['a number that cannot be held', with_('"x":1e400'), 400, 'json-number', `${response}.x`],
    ['a hundred levels', `${'['.repeat(101)}${']'.repeat(101)}`, 400, 'json-too-deep'],
    ['a hundred thousand levels', '['.repeat(100_000), 400, 'json-too-deep'],
    ['more than a mebibyte', `"${'x'.repeat(1_048_576)}"`, 413, 'json-too-large'],
  ];

  test.each(cases)('%s', async (_name, body, status, code, place) => {
    expect(await refusalIn(await post(service.url + path, body))).toEqual({
      status,
      issues: [place === undefined ? [code] : [code, place]],
    });
  });

  test('a large body that does not say its length', async () => {
    const chunk = new Uint8Array(65_536).fill(0x20);
    let left = 20;
    const body = new ReadableStream({
      pull: (controller) => (left-- > 0 ? controller.enqueue(chunk) : controller.close()),
    });
    const headers = { 'content-type': 'application/fhir+json' };
    const init = { method: 'POST', headers, body, duplex: 'half' } as RequestInit;
    expect(await refusalIn(await fetch(service.url + path, init))).toEqual({
      status: 413,
      issues: [['json-too-large']],
    });
  });

  test.each([
    ['text/plain', 'content-type-unsupported'],
    ['application/fhir+xml; charset=iso-8859-1', 'content-type-unsupported'],
    ['application/x-www-form-urlencoded', 'content-type-unsupported'],
    ['application/fhir+json; charset=iso-8859-1', 'content-type-unsupported'],
    ['application/fhir+json; fhirVersion=5.0', 'content-type-unsupported'],
  ])('%s', async (type, code) => {
    expect(await refusalIn(await post(service.url + path, text, { 'content-type': type }))).toEqual({
      status: 415,
      issues: [[code]],
    });
  });

  test.each([
    ['compressed in another way', 'br', gzipSync(text), 415, 'content-encoding-unsupported'],
    ['compressed twice', 'gzip, gzip', gzipSync(gzipSync(text)), 415, 'content-encoding-unsupported'],
    ['that is no gzip', 'gzip', Buffer.from(text), 400, 'content-encoding-broken'],
    ['gzip that is cut', 'gzip', gzipSync(text).subarray(0, -20), 400, 'content-encoding-broken'],
    ['gzip of more than the limit', 'gzip', gzipSync(' '.repeat(2 ** 20 + 1)), 413, 'json-too-large'],
    ['a bomb', 'gzip', gzipSync(Buffer.alloc(2 ** 28)), 413, 'json-too-large'],
    ['nothing, compressed', 'gzip', gzipSync(''), 400, 'json-empty'],
  ])('content %s', async (_name, encoding, body, status, code) => {
    const answer = await post(service.url + path, body, { 'content-encoding': encoding });
    expect(await refusalIn(answer)).toEqual({ status, issues: [[code]] });
  });

  test.each(['[]', '"x"', 'null', '1', '{}', '{"resourceType":"Patient"}'])(
    '%s, which is no response',
    async (body) => {
      expect(await refusalIn(await post(service.url + path, body))).toEqual({
        status: path.endsWith('$validate') ? 200 : 422,
        issues: [[body.includes('Patient') ? 'resource-type-wrong' : 'resource-type-missing']],
      });
    },
  );
});

describe('it takes', () => {
  test.each([
    'application/fhir+json',
    'application/json',
    'application/fhir+json; charset=utf-8',
    'APPLICATION/JSON;charset="UTF-8"',
    'application/fhir+json; fhirVersion=4.0',
  ])('%s', async (type) => {
    const answer = await post(`${service.url}/fhir/QuestionnaireResponse/$extract`, text, { 'content-type': type });
    expect(answer.status).toBe(200);
  });

  test('a byte order mark', async () => {
    expect((await post(`${service.url}/fhir/QuestionnaireResponse/$extract`, `\uFEFF${text}`)).status).toBe(200);
  });
});
