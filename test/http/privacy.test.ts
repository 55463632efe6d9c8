import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { createLog } from '../../src/log.ts';
import { sendRaw } from './raw.ts';
import { failingModel, post, startStoredService, type TestService, until, validResponse, wrapped } from './service.ts';

/** MedCom's test person, as the citizen and wherever a client should never write it. */
const cpr = '2512489996';
const marks = /2512489996|251248-9996|Nancy|Berggren/;
const fields = [
  'level',
  'time',
  'msg',
  'requestId',
  'correlationId',
  'method',
  'route',
  'status',
  'ms',
  'code',
  'error',
  'at',
  'url',
];

let service: TestService;
let broken: TestService;
const printed: string[] = [];

beforeAll(async () => {
  for (const stream of [process.stdout, process.stderr]) {
    vi.spyOn(stream, 'write').mockImplementation((text) => printed.push(String(text)) > 0);
  }
  service = await startStoredService({ limits: { answerTime: 1_000 } });
  const failing = failingModel(`no ${cpr} at\n    at ${cpr} (/src/${cpr}.ts:1:1)`);
  broken = await startStoredService({ model: failing.model });
  failing.fail();
});
afterAll(async () => {
  try {
    await service.close();
    await broken.close();
  } finally {
    // The files after this one write to the same streams.
    vi.restoreAllMocks();
  }
});
afterEach(() => {
  expect(printed.join('')).not.toMatch(marks);
  for (const line of [...service.lines, ...broken.lines]) {
    expect(JSON.stringify(line)).not.toMatch(marks);
    expect(fields).toEqual(expect.arrayContaining(Object.keys(line)));
  }
});

const text = JSON.stringify(validResponse());
const headers = {
  'user-agent': cpr,
  referer: `http://x/${cpr}`,
  'x-request-id': cpr,
  accept: `*/*, x/${cpr}`,
  prefer: cpr,
};
const operations = [
  '/fhir/QuestionnaireResponse',
  '/fhir/QuestionnaireResponse/_search',
  '/fhir/QuestionnaireResponse/$extract',
  '/fhir/QuestionnaireResponse/$validate',
  '/fhir/$process-response',
  '/fhir/Questionnaire/$process-response',
  '/fhir/Questionnaire/somatik/$process-response',
];

test.each([
  ...[`/${cpr}`, `/fhir/Patient/${cpr}`, `/fhir/Questionnaire/${cpr}`, `/fhir/Questionnaire/${cpr}/$process-response`],
  ...[`/fhir/QuestionnaireResponse/${cpr}`, `/fhir/QuestionnaireResponse?subject:identifier=${cpr}`],
  ...[`/fhir/Task/${cpr}/_history/${cpr}`, `/fhir/Observation?_page=${cpr}`, `/fhir/CarePlan?_id=${cpr}`],
  ...[`/fhir/metadata?${cpr}=${cpr}`, `/fhir/metadata?_format=${cpr}`, `/fhir/Questionnaire?name:${cpr}=x`],
  ...[`/fhir/Questionnaire?_count=${cpr}x`, `/fhir/Questionnaire/%${cpr}`, `/health/live?${cpr}`, `/health/${cpr}`],
])('in an address: %s', async (path) => {
  for (const method of ['GET', 'POST', 'DELETE', 'OPTIONS']) {
    const response = await fetch(service.url + path, { method, headers });
    expect(await response.text()).not.toMatch(marks);
  }
});

test('a search answers with its self link, and logs nothing of it', async () => {
  const address = `${service.url}/fhir/Questionnaire`;
  expect((await fetch(`${address}?name=${cpr}`)).status).toBe(200);
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  expect((await fetch(`${address}/_search`, { method: 'POST', headers: form, body: `name=${cpr}` })).status).toBe(200);
});

test.each(operations)('accepted by %s', async (path) => {
  for (const body of [text, JSON.stringify(wrapped('response', validResponse()))]) {
    await (await post(service.url + path, body, headers)).text();
  }
});

const item = `{"linkId":"${cpr}","text":"Nancy","answer":[{"valueString":"${cpr}"}]}`;
test.each([
  ['malformed', text.slice(0, -20)],
  ['malformed right after it', `{"x":"${cpr}" Nancy`],
  ['a key', text.replace('{', `{"${cpr}":1,`)],
  ['a key twice', text.replace('{', `{"a":{"${cpr}":1,"${cpr}":2},`)],
  ['__proto__', text.replace('{', `{"${cpr}":{"__proto__":"${cpr}"},`)],
  ['a control character', text.replace('Nancy', 'Nancy\\u0001')],
  ['not UTF-8', Buffer.from(text.replace('Nancy', 'Nancy ø'), 'latin1')],
  ['too large', `"${cpr}${' '.repeat(1_048_576)}"`],
  ['an unknown question', text.replace('"item":[', `"item":[${item},`)],
  ['an unknown questionnaire', text.replace('Questionnaire/somatik', `Questionnaire/${cpr}`)],
  ['a status', text.replace('"completed"', `"${cpr}"`)],
  ['a time', text.replace('2026-01-20T10:30:00+01:00', cpr)],
  ['a code', text.replace('"code":"deltog"', `"code":"${cpr}"`)],
  ['a number that cannot be', text.replaceAll(cpr, `${cpr}1`)],
  ['another number', text.replace('"display":"Nancy', `"reference":"Observation/${cpr}","display":"Nancy`)],
  ['a resource type', text.replace('"QuestionnaireResponse"', `"${cpr}"`)],
  ['a parameter', JSON.stringify(wrapped(cpr, validResponse()))],
])('refused: %s', async (_name, body) => {
  for (const path of operations) {
    const response = await post(service.url + path, body, headers);
    expect(response.status).not.toBe(500);
    expect(await response.text()).not.toMatch(/"(?:internal-error|assessed)"|2512489996|Nancy/);
  }
});

test.each([
  ['its type', { 'content-type': `text/${cpr}` }],
  ['its encoding', { 'content-encoding': cpr }],
  ['its languages', { 'accept-language': cpr }],
])('in a header: %s', async (_name, header) => {
  const response = await post(`${service.url}/fhir/$process-response`, text, { ...headers, ...header });
  expect(await response.text()).not.toMatch(marks);
});

test.each([
  ['no HTTP', `${cpr} ${cpr}\r\n\r\n`],
  ['another host', `GET /${cpr} HTTP/1.1\r\nHost: ${cpr}\r\nConnection: close\r\n\r\n`],
  ['large headers', `GET /${cpr} HTTP/1.1\r\nHost: localhost\r\nX: ${cpr.repeat(3_000)}\r\n\r\n`],
  [
    'a body that stops',
    `POST ${operations[0]} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n"${cpr}`,
  ],
])('on the wire: %s', async (_name, request) => {
  expect(await sendRaw(service.url, request)).not.toMatch(marks);
});

test.each(['/fhir/metadata', ...operations.filter((path) => !path.endsWith('_search'))])(
  'a fault of ours at %s',
  async (path) => {
    const response = await (path === '/fhir/metadata' ? fetch(broken.url + path) : post(broken.url + path, text));
    expect(response.status).toBe(500);
    expect(await response.text()).not.toMatch(marks);
    const failure = { msg: 'failure', error: 'TypeError', at: expect.stringMatching(/^src\/[\w./-]+\.ts:\d+$/) };
    expect(broken.lines.findLast(({ msg }) => msg === 'failure')).toMatchObject(failure);
  },
);

test('the log takes its own fields only', () => {
  const lines: string[] = [];
  const log = createLog({ write: (line) => void lines.push(line) });
  const values = { requestId: 'a', err: new Error(cpr), req: { url: cpr }, route: { path: cpr }, body: cpr };
  log('error', 'failure', values as unknown as Parameters<typeof log>[2]);
  expect(Object.keys(JSON.parse(lines[0] ?? ''))).toEqual(['level', 'time', 'requestId', 'msg']);
});

test('each request is one line, with the pattern of its route', async () => {
  const before = service.lines.length;
  await fetch(`${service.url}/fhir/Questionnaire/somatik?_format=json`);
  await until(() => service.lines.length > before);
  expect(service.lines.slice(before)).toEqual([
    {
      ...{ level: 'info', time: expect.any(String), msg: 'request', requestId: expect.any(String), method: 'GET' },
      ...{ route: '/fhir/Questionnaire/:id', status: 200, ms: expect.any(Number) },
    },
  ]);
});
