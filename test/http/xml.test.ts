import { readFileSync } from 'node:fs';
import type { Bundle, OperationOutcome, QuestionnaireResponse } from 'fhir/r4.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openFhirXml } from '../../src/fhir-xml/fhir-xml.ts';
import { readJson } from '../../src/questionnaire/json/document.ts';
import { fixturesFolder } from '../fixtures.ts';
import { startStoredService, type TestService } from './service.ts';

const { read, write } = await openFhirXml();
const bytes = readFileSync(`${fixturesFolder}somatik-3-aftalt/response.json`);
const sent = write(Object(readJson(bytes).kept)).toString();
const type = 'QuestionnaireResponse';
const xml = 'application/fhir+xml';
const asXml = { 'content-type': xml, accept: xml };

let service: TestService;
beforeAll(async () => {
  service = await startStoredService();
});
afterAll(() => service.close());

function ask(path: string, init: RequestInit = {}): Promise<Response> {
  return fetch(`${service.url}/fhir/${path}`, init);
}

function post(path: string, body: string, headers: Record<string, string> = asXml): Promise<Response> {
  return ask(path, { method: 'POST', headers, body });
}

/** What came as XML, as the JSON that it would be. */
async function inXml<Resource>(response: Response): Promise<Resource> {
  expect(response.headers.get('content-type')).toBe('application/fhir+xml; charset=utf-8');
  return read(new Uint8Array(await response.arrayBuffer()), { bytes: 16_000_000, depth: 100 }).value as Resource;
}

describe('the operations answer the same to XML as to JSON', () => {
  const json = { 'content-type': 'application/fhir+json', accept: 'application/fhir+json' };

  test.each(['$extract', '$validate'])('%s', async (operation) => {
    const answer = await post(`${type}/${operation}`, sent);
    const other = await post(`${type}/${operation}`, bytes.toString(), json);
    expect(answer.status).toBe(200);
    expect(await inXml(answer)).toEqual(await other.json());
  });

  test('Parameters in XML', async () => {
    const inner = sent.replace(/^<\?xml.*\n/, '').replace(' xmlns="http://hl7.org/fhir"', '');
    const body = `<Parameters xmlns="http://hl7.org/fhir"><parameter><name value="response"/><resource>${inner}</resource></parameter></Parameters>`;
    const answer = await post('$process-response', body);
    expect([answer.status, (await inXml<OperationOutcome>(answer)).resourceType]).toEqual([200, 'OperationOutcome']);
  });
});

describe('a response that came as XML', () => {
  const own = sent.replace(/<identifier>.*?<\/identifier>/s, (one) =>
    one.replace(/value="([^"]*)"\/><\/id/, 'value="$1-xml"/></id'),
  );

  test('is kept, and read as XML and as JSON; and found, with its history', async () => {
    const created = await post(type, own);
    expect(created.status).toBe(201);
    const kept = await inXml<QuestionnaireResponse>(created);
    const place = `${type}/${kept.id}`;
    expect(await inXml(await ask(`${place}?_format=xml`))).toEqual(kept);
    expect(await (await ask(place)).json()).toEqual(kept);
    expect(await inXml(await ask(`${place}/_history/1`, { headers: { accept: 'application/xml' } }))).toEqual(kept);
    for (const path of [`${place}/_history`, `${type}?_id=${kept.id}`]) {
      const found = await inXml<Bundle>(await ask(path, { headers: { accept: xml } }));
      expect(
        found.entry?.map(({ resource }) => resource),
        path,
      ).toEqual([kept]);
    }
  });

  test('and one of JSON after it with the same content is the same', async () => {
    const json = JSON.stringify(read(Buffer.from(own)).kept);
    const again = await post(type, json, { 'content-type': 'application/fhir+json' });
    expect(again.status).toBe(200);
  });
});

test('a batch in XML is answered in XML', async () => {
  const body = `<Bundle xmlns="http://hl7.org/fhir"><type value="batch"/><entry><request><method value="GET"/><url value="metadata"/></request></entry><entry><request><method value="GET"/><url value="Nothing/1"/></request></entry></Bundle>`;
  const { entry } = await inXml<Bundle>(await post('', body));
  expect(entry?.map(({ response }) => response?.status)).toEqual(['200 OK', '404 Not Found']);
});

test.each([
  'Questionnaire',
  'Questionnaire/somatik',
  'metadata',
  'ValueSet/niveau/$expand',
  'StructureDefinition?_summary=true',
])('%s', async (path) => {
  const answer = await ask(path, { headers: { accept: xml } });
  expect(await inXml(answer)).toEqual(await (await ask(path)).json());
});

test.each([
  [xml, 'xml'],
  ['application/xml', 'xml'],
  ['text/xml;charset=utf-8', 'xml'],
  ['application/fhir+json;q=0.5, application/fhir+xml', 'xml'],
  ['application/fhir+xml, application/fhir+json', 'xml'],
  ['application/fhir+json, application/fhir+xml', 'json'],
  ['application/fhir+xml;q=0.5, */*', 'json'],
  ['application/*', 'json'],
])('Accept %s gets %s', async (accept, form) => {
  const answer = await ask('metadata', { headers: { accept } });
  expect(answer.headers.get('content-type')).toContain(`application/fhir+${form};`);
});

describe('what is refused is refused in XML, at its place in FHIRPath and in XML', () => {
  const issuesIn = async (response: Response) =>
    (await inXml<OperationOutcome>(response)).issue.map(({ details, expression, location, diagnostics }) => ({
      code: details?.coding?.[0]?.code,
      expression,
      location,
      diagnostics,
    }));

  test('a fault of the content', async () => {
    const wrong = sent.replace('<code value="3"/>', '<code value="9"/>').replaceAll('><item>', '>\n<item>');
    const answer = await post(`${type}/$extract`, wrong);
    expect(answer.status).toBe(422);
    const [issue] = await issuesIn(answer);
    expect(issue?.expression?.[0]).toMatch(/^QuestionnaireResponse\.item\[\d+\]\.item\[\d+\]\.answer\[0\]\.value/);
    expect(issue?.location?.[0]).toMatch(
      /^\/f:QuestionnaireResponse\/f:item\[\d+\]\/f:item\[\d+\]\/f:answer\/f:valueCoding/,
    );
    expect(issue?.diagnostics).toMatch(/, linje \d+$/);
  });

  test.each([
    ['$extract', 422],
    ['$validate', 200],
  ])('an unknown element: %s', async (operation, status) => {
    const answer = await post(`${type}/${operation}`, sent.replace('<status', '\n<colour value="red"/><status'));
    expect(answer.status).toBe(status);
    expect(await issuesIn(answer)).toEqual([
      { code: 'property-unknown', expression: [type], location: [`/f:${type}`], diagnostics: 'linje 2' },
    ]);
  });

  test.each<[string, string, number, string]>([
    ['no XML', '{"resourceType":"Basic"}', 400, 'xml-malformed'],
    ['nothing', '', 400, 'xml-malformed'],
    ['a DOCTYPE', `<!DOCTYPE a [<!ENTITY b "c">]>${sent.replace(/^<\?xml.*\n/, '')}`, 400, 'xml-doctype'],
    ['another encoding', sent.replace('UTF-8', 'ISO-8859-1'), 400, 'xml-encoding'],
    ['another namespace', sent.replace('http://hl7.org/fhir"', 'urn:x"'), 422, 'xml-namespace'],
    ['too much', `${sent}<!--${' '.repeat(1_100_000)}-->`, 413, 'json-too-large'],
  ])('%s', async (_what, body, status, code) => {
    const answer = await post(`${type}/$extract`, body);
    expect(answer.status).toBe(status);
    expect((await issuesIn(answer)).map((issue) => issue.code)).toEqual([code]);
  });

  test('no such address', async () => {
    expect(await issuesIn(await ask('Nothing/1', { headers: { accept: xml } }))).toMatchObject([
      { code: 'route-unknown' },
    ]);
  });
});

describe('what is ordered by JSON is ordered by Parameters too', () => {
  const resourceIn = (file: string) =>
    write(Object(readJson(readFileSync(`${fixturesFolder}${file}`)).kept)).toString();
  const inner = (text: string) => text.replace(/^<\?xml.*\n/, '').replace(' xmlns="http://hl7.org/fhir"', '');
  const parameter = (name: string, content: string) => `<parameter><name value="${name}"/>${content}</parameter>`;
  const resource = (name: string, text: string) => parameter(name, `<resource>${inner(text)}</resource>`);
  const parts = [
    resource('response', sent),
    resource('sender', resourceIn('organisationer/sender.json')),
    resource('receiver', resourceIn('organisationer/kommune.json')),
  ].join('');
  const body = (...more: readonly string[]) =>
    `<Parameters xmlns="http://hl7.org/fhir">${parts}${more.join('')}</Parameters>`;
  const part = (name: string, value: string) => `<part><name value="${name}"/>${value}</part>`;
  const time = part('time', '<valueInstant value="2026-11-20T10:00:00+01:00"/>');
  const order = (path: string, text: string, headers: Record<string, string> = asXml) =>
    fetch(`${service.url}/medcom/${path}`, { method: 'POST', headers, body: text });

  test('a message, in XML; an answer to it', async () => {
    const phone = part('phone', '<valueString value="44527000"/>');
    const first = await order('messages', body(parameter('options', time + phone)));
    const text = await first.text();
    expect([first.status, first.headers.get('content-type'), text.includes('"new-message"')]).toEqual([
      200,
      'application/fhir+xml; charset=utf-8',
      true,
    ]);
    const options = parameter('options', time + phone + part('text', '<valueString value="Tak"/>'));
    const answer = `<Parameters xmlns="http://hl7.org/fhir">${resource('response', sent)}${resource('sender', resourceIn('organisationer/kommune.json'))}${resource('reply', text)}${options}</Parameters>`;
    expect(await (await order('messages', answer)).text()).toContain('"reply-message"');
  });

  test('a letter', async () => {
    const answer = await order('letters', body(parameter('type', '<valueCode value="XDIS91"/>')), {
      'content-type': xml,
    });
    expect([answer.status, (await answer.text()).includes('samarbejdsniveau 3')]).toEqual([200, true]);
  });

  test.each([
    ['a parameter twice', body(parts), 'parameter-repeated', 'Parameters.parameter[3]'],
    [
      'an option twice',
      body(parameter('options', time + time)),
      'parameter-repeated',
      'Parameters.parameter[3].part[1]',
    ],
    ['two values', body(parameter('type', '')), 'query-value', undefined],
    ['an unknown one', body(parameter('colour', '<valueString value="a"/>')), 'request-part-unknown', undefined],
    ['none', '<Parameters xmlns="http://hl7.org/fhir"/>', 'request-part-missing', undefined],
    ['another resource', sent, 'request-part-missing', undefined],
  ])('refused: %s', async (_what, text, code, place) => {
    const [issue] = (await inXml<OperationOutcome>(await order('messages', text))).issue;
    expect([issue?.details?.coding?.[0]?.code, issue?.expression?.[0]]).toEqual([code, place]);
  });
});

test('the response that goes with a letter may be XML', async () => {
  const form = new FormData();
  form.set('letter', new Blob([readFileSync(`${fixturesFolder}breve/epikrise.xml`)]));
  form.set('response', new Blob([sent]));
  const answer = await fetch(`${service.url}/medcom/attach`, { method: 'POST', body: form });
  expect([answer.status, answer.headers.get('content-type')]).toEqual([
    200,
    expect.stringContaining('application/xml'),
  ]);
});
