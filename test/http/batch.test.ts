import type { Bundle, BundleEntry, OperationOutcome } from 'fhir/r4.js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { post, refusalIn, startService, type TestService, validResponse } from './service.ts';

let service: TestService;
let fhir: string;
beforeAll(async () => {
  service = await startService();
  fhir = `${service.url}/fhir`;
});
afterAll(() => service.close());

const bundle = (...entry: unknown[]) => ({ resourceType: 'Bundle', type: 'batch', entry });
const asks = (method: string, url: string, resource?: object) => ({
  ...(resource && { resource }),
  request: { method, url },
});

async function answered(...entries: unknown[]): Promise<BundleEntry[]> {
  const answer = await post(fhir, bundle(...entries));
  const { type, entry = [] } = (await answer.json()) as Bundle;
  expect([answer.status, type, entry.length]).toEqual([200, 'batch-response', entries.length]);
  return entry;
}

test.each([
  ['GET', 'Questionnaire/somatik'],
  ['GET', '/Questionnaire?url=http://differentieringsmodellen.dk/fhir/Questionnaire/somatik&_count=1'],
  ['GET', 'metadata'],
  ['GET', 'ValueSet/part/$expand?count=1'],
  ['GET', 'CodeSystem/%24lookup?system=http://differentieringsmodellen.dk/fhir/CodeSystem/part&code=almen-praksis'],
])('%s %s is answered as if it had come alone', async (method, url) => {
  const [one] = await answered(asks(method, url));
  const alone = await fetch(`${fhir}/${url.replace(/^\//, '')}`);
  expect(one?.resource).toEqual(await alone.json());
  expect(one?.response?.status).toBe('200 OK');
  // fetch asks for gzip, whose tag is the weak one.
  expect(one?.response?.etag).toBe(alone.headers.get('etag')?.replace('W/', ''));
});

test('what a client has already, by its tag, is not sent again', async () => {
  const get = asks('GET', 'Questionnaire/somatik');
  const [first] = await answered(get);
  const etag = first?.response?.etag;
  const [again] = await answered({ request: { ...get.request, ifNoneMatch: etag } });
  expect(again).toEqual({ response: { status: '304 Not Modified', etag } });
});

test('only the beginning of an address is taken for our own, no value that begins alike', async () => {
  const own = await startService({ config: { publicUrl: new URL('http://differentieringsmodellen.dk') } });
  const url = 'Questionnaire?url=http://differentieringsmodellen.dk/fhir/Questionnaire/somatik';
  const answer = await post(`${own.url}/fhir`, bundle(asks('GET', url)));
  await own.close();
  expect(((await answer.json()) as Bundle).entry?.[0]?.resource).toMatchObject({ type: 'searchset', total: 1 });
});

test('operations take the resource of their entry, with its numbers as they were sent', async () => {
  const text = JSON.stringify(
    bundle(asks('POST', 'QuestionnaireResponse/$extract', validResponse()), asks('GET', `${fhir}/ValueSet/part`)),
  ).replace('"identifier":', '"extension":[{"url":"http://example.org/x","valueDecimal":1.10}],"identifier":');
  const answer = await (await post(fhir, text)).text();
  expect(answer).toContain('"valueDecimal":1.10');
  const { entry } = JSON.parse(answer) as Bundle;
  expect(entry?.map(({ resource }) => resource?.resourceType)).toEqual(['Parameters', 'ValueSet']);
});

test.each<[string, unknown, string, string[]]>([
  ['an unknown resource', asks('GET', 'Questionnaire/none'), '404 Not Found', ['resource-unknown']],
  ['an unknown type', asks('GET', 'Patient/1'), '404 Not Found', ['route-unknown']],
  [
    'an operation that is not here',
    asks('POST', 'Questionnaire/$assemble'),
    '404 Not Found',
    ['operation-unsupported'],
  ],
  ['another method', asks('DELETE', 'Questionnaire/somatik'), '405 Method Not Allowed', ['method-not-allowed']],
  ['a batch within', asks('POST', '', bundle()), '404 Not Found', ['route-unknown']],
  ['a parameter that is not known', asks('GET', 'Questionnaire?colour=red'), '400 Bad Request', ['query-unsupported']],
  ['a control character', asks('GET', 'Questionnaire/a%00b'), '400 Bad Request', ['url-malformed']],
  ['one in a query', asks('GET', 'Questionnaire?url=%00'), '400 Bad Request', ['query-value']],
  ['a broken address', asks('GET', 'Questionnaire/%E0'), '400 Bad Request', ['url-malformed']],
  ['no request', {}, '400 Bad Request', ['batch-request', 'Bundle.entry[0].request']],
  ['null', null, '400 Bad Request', ['batch-request', 'Bundle.entry[0].request']],
  ['no resource', asks('POST', 'QuestionnaireResponse/$extract'), '400 Bad Request', ['json-empty']],
  [
    'what is refused',
    asks('POST', 'QuestionnaireResponse/$extract', { ...validResponse(), status: 'in-progress' }),
    '422 Unprocessable Entity',
    ['status-in-progress', 'QuestionnaireResponse.status'],
  ],
])('%s is refused in its own entry, and the others are answered', async (_name, entry, status, issue) => {
  const [one, other] = await answered(entry, asks('GET', 'ValueSet/part'));
  const { issue: issues = [] } = (one?.response?.outcome ?? {}) as Partial<OperationOutcome>;
  expect(one?.response?.status).toBe(status);
  expect(issues.map(({ details, expression = [] }) => [details?.coding?.[0]?.code, ...expression])).toEqual([issue]);
  expect(other?.response?.status).toBe('200 OK');
});

test('an empty batch has an empty answer', async () => {
  const answer = await post(fhir, { resourceType: 'Bundle', type: 'batch' });
  expect(await answer.json()).toEqual({ resourceType: 'Bundle', type: 'batch-response' });
});

test.each<[string, unknown, number, string[]]>([
  ['a transaction', { ...bundle(), type: 'transaction' }, 422, ['bundle-type', 'Bundle.type']],
  ['another resource', validResponse(), 422, ['bundle-type', 'Bundle.type']],
  ['a list', [], 422, ['bundle-type', 'Bundle.type']],
  ['more than 100', bundle(...Array.from({ length: 101 }, () => asks('GET', 'metadata'))), 413, ['batch-too-large']],
  ['nothing', '', 400, ['json-empty']],
])('%s is refused', async (_name, body, status, issue) => {
  expect(await refusalIn(await post(fhir, body))).toEqual({ status, issues: [issue] });
});

test('answers that are too large together are cut off entry by entry', async () => {
  const wide = asks('GET', 'StructureDefinition?_count=1000');
  const entries = await answered(...Array.from({ length: 60 }, () => wide));
  expect(entries[0]?.response?.status).toBe('200 OK');
  expect(entries.at(-1)?.response).toMatchObject({
    status: '413 Payload Too Large',
    outcome: { issue: [{ details: { coding: [{ code: 'batch-too-large' }] } }] },
  });
});
