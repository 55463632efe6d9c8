import { readFileSync } from 'node:fs';
import type { OperationOutcome } from 'fhir/r4.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openFhirXml } from '../../src/fhir-xml/fhir-xml.ts';
import { careDocument, wrapFhir } from '../../src/medcom/vans/fhir.ts';
import { niveau } from '../cli/run.ts';
import { fixturesFolder } from '../fixtures.ts';
import { startStoredService, type TestService } from '../http/service.ts';
import { composed, hospital, municipality } from '../medcom/fhir/messages.ts';

/**
 * Hostile FHIR messages at every door that takes one: the inbox, by itself and in an envelope of the network, `read`,
 * `attach`, an order that follows the message, and the command line. Each is refused with its code, at its place;
 * nothing of it is kept, and the service goes on.
 */
const { write } = await openFhirXml();
const bundle = composed();
const json = JSON.stringify(bundle);
const xml = write(bundle).toString();
const response = readFileSync(`${fixturesFolder}somatik-3-aftalt/response.json`);

interface Hostile {
  readonly what: string;
  readonly content: string | Uint8Array;
  readonly code: string;
  readonly place: string | undefined;
}

function hostile(what: string, content: string | Uint8Array, code: string, place?: string): Hostile {
  return { what, content, code, place };
}

/** Something else at the start of the first entry's resource. */
const inHeader = (text: string) => json.replace('"resourceType":"MessageHeader",', `$&${text},`);
const header = 'Bundle.entry[0].resource';
const asJson: readonly Hostile[] = [
  hostile('half a document', json.slice(0, -1), 'json-malformed'),
  hostile('two documents', json + json, 'json-malformed'),
  hostile('101 levels', inHeader(`"x":${'['.repeat(98)}${']'.repeat(98)}`), 'json-too-deep'),
  hostile('a hundred thousand levels', json.replace('{', `{"x":${'['.repeat(100_000)},`), 'json-too-deep'),
  hostile('a number that cannot be held', inHeader('"x":1e400'), 'json-number', `${header}.x`),
  hostile('a number of 400 digits', inHeader(`"x":${'9'.repeat(400)}`), 'json-number', `${header}.x`),
  hostile('a key twice', inHeader('"id":"a"'), 'json-duplicate-key', `${header}.id`),
  hostile('a key twice, once with escapes', inHeader('"\\u0069d":"a"'), 'json-duplicate-key', `${header}.id`),
  hostile('__proto__', inHeader('"__proto__":{"status":"x"}'), 'json-forbidden-key', header),
  hostile('__proto__ with escapes', inHeader('"\\u005f_proto__":{}'), 'json-forbidden-key', header),
  hostile(
    'a constructor’s prototype',
    inHeader('"constructor":{"prototype":{}}'),
    'json-forbidden-key',
    `${header}.constructor`,
  ),
  hostile('a NUL', inHeader('"language":"\\u0000"'), 'json-character', `${header}.language`),
  hostile('half a character', inHeader('"language":"\\ud800"'), 'json-character', `${header}.language`),
  hostile('a noncharacter', inHeader('"language":"\\uffff"'), 'json-character', `${header}.language`),
  hostile('bytes that are no UTF-8', Buffer.from(json.replace('Nancy', 'Søren'), 'latin1'), 'json-encoding'),
  hostile('a comment', json.replace('{', '{/* a */'), 'json-malformed'),
  hostile('a property without a value', json.replace('{', '{"x":,'), 'json-malformed'),
];

const declaration = /^<\?xml.*\n/;
const bare = xml.replace(declaration, '');
const behindRoot = (text: string) => xml.replace('<Bundle xmlns="http://hl7.org/fhir">', `$&${text}`);
const bomb = '<!DOCTYPE Bundle [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>';
const deep = `${'<extension url="u">'.repeat(1_000)}${'</extension>'.repeat(1_000)}`;
const root = '/f:Bundle';
const asXml: readonly Hostile[] = [
  hostile('an entity bomb', bomb + bare.replace('Nancy', '&b;'), 'xml-doctype', '/'),
  hostile(
    'an external entity',
    `<!DOCTYPE Bundle [<!ENTITY x SYSTEM "file:///etc/passwd">]>${bare}`,
    'xml-doctype',
    '/',
  ),
  hostile('an external DTD', `<!DOCTYPE Bundle SYSTEM "http://127.0.0.1:1/x.dtd">${bare}`, 'xml-doctype', '/'),
  hostile(
    'a parameter entity',
    `<!DOCTYPE Bundle [<!ENTITY % x SYSTEM "http://127.0.0.1:1/x"> %x;]>${bare}`,
    'xml-doctype',
    '/',
  ),
  hostile('an unknown entity', xml.replace('Nancy', '&nbsp;'), 'xml-malformed', '/'),
  hostile('a NUL', xml.replace('Nancy', '&#0;'), 'xml-malformed', '/'),
  hostile('half a character', xml.replace('Nancy', '&#xD800;'), 'xml-malformed', '/'),
  hostile('no end', xml.slice(0, -5), 'xml-malformed', '/'),
  hostile('two documents', xml + bare, 'xml-malformed', '/'),
  hostile('an undeclared prefix', behindRoot('<x:id value="a"/>'), 'xml-malformed', '/'),
  hostile('an attribute twice', xml.replace('<id value', '<id value="a" value'), 'xml-malformed', '/'),
  hostile('another declared encoding', xml.replace('UTF-8', 'ISO-8859-1'), 'xml-encoding', '/'),
  hostile('bytes that are no UTF-8', Buffer.from(xml.replace('Nancy', 'Søren'), 'latin1'), 'xml-not-utf8', '/'),
  hostile('XML 1.1', xml.replace('version="1.0"', 'version="1.1"'), 'xml-version', '/'),
  hostile('a thousand levels', behindRoot(deep), 'xml-too-deep', '/'),
  hostile('an element of another namespace', behindRoot('<id xmlns="urn:x" value="a"/>'), 'xml-namespace', root),
  hostile(
    'XInclude',
    behindRoot('<i:include xmlns:i="http://www.w3.org/2001/XInclude" href="file:///etc/passwd"/>'),
    'xml-namespace',
    root,
  ),
  hostile('an unknown element', behindRoot('<colour value="a"/>'), 'property-unknown', root),
  hostile('an unknown attribute', xml.replace('<id value', '<id colour="a" value'), 'property-unknown', `${root}/f:id`),
  hostile('text between elements', behindRoot('a'), 'xml-text', root),
  hostile('CDATA', behindRoot('<![CDATA[a]]>'), 'xml-text', root),
];

let service: TestService;
beforeAll(async () => {
  service = await startStoredService();
});
afterAll(() => service.close());

interface Told {
  readonly status: number;
  readonly code: string | undefined;
  readonly place: string | undefined;
}

async function told(answer: Response): Promise<Told> {
  const { issue } = (await answer.json()) as OperationOutcome;
  const [first] = issue;
  const place = first?.location?.[0] ?? first?.expression?.[0];
  return { status: answer.status, code: first?.details?.coding?.[0]?.code, place };
}

const bytesOf = (content: string | Uint8Array): Buffer<ArrayBuffer> =>
  typeof content === 'string' ? Buffer.from(content) : Buffer.from(content);

function post(path: string, body: Buffer<ArrayBuffer> | FormData | string, type?: string): Promise<Response> {
  const headers = type === undefined ? {} : { 'content-type': type };
  return fetch(`${service.url}/medcom/${path}`, { method: 'POST', headers, body });
}

async function enveloped(message: Uint8Array): Promise<Buffer<ArrayBuffer>> {
  const network = (value: string) => ({ type: 'EAN', value }) as const;
  const wrapped = await wrapFhir(message, careDocument('carecoordination'), {
    envelopeId: 'c7a3f6f0-0000-4000-8000-000000000001',
    messageId: 'c7a3f6f0-0000-4000-8000-000000000002',
    time: '2026-11-01T10:00:00Z',
    ...{ sender: network('5790001382445'), receiver: network('5790000121441') },
  });
  return Buffer.from(wrapped);
}

const doors: Readonly<Record<string, (message: Buffer<ArrayBuffer>, type: string) => Promise<Response>>> = {
  inbox: (message, type) => post('inbox', message, type),
  'inbox in an envelope': async (message) => post('inbox', await enveloped(message), 'application/xml'),
  read: (message, type) => post('read', message, type),
  attach: (message) => {
    const form = new FormData();
    form.set('letter', new Blob([message]));
    form.set('response', new Blob([response]));
    return post('attach', form);
  },
};

describe.each(Object.entries(doors))('%s', (_door, bring) => {
  test.each(asJson)('JSON: $what', async ({ content, code, place }) => {
    const answer = await told(await bring(bytesOf(content), 'application/fhir+json'));
    expect(answer).toEqual({ status: expect.any(Number), code, place });
    expect([400, 413, 422]).toContain(answer.status);
  });

  test.each(asXml)('XML: $what', async ({ content, code, place }) => {
    const answer = await told(await bring(bytesOf(content), 'application/fhir+xml'));
    const found = place === '/' ? answer.place?.slice(0, 1) : answer.place;
    expect({ ...answer, place: found }).toEqual({ status: expect.any(Number), code, place });
    expect([400, 413, 422]).toContain(answer.status);
  });

  test.each([
    ['UTF-16 with its mark', Buffer.from(`\uFEFF${json}`, 'utf16le')],
    ['UTF-16 without', Buffer.from(json, 'utf16le')],
    ['UTF-16 XML', Buffer.from(`\uFEFF${xml}`, 'utf16le')],
    ['nothing', Buffer.alloc(0)],
    ['white space', Buffer.from(' \n')],
    ['zeros', Buffer.alloc(1_000)],
  ])('%s', async (_what, content) => {
    const answer = await told(await bring(content, 'application/fhir+json'));
    expect([400, 422]).toContain(answer.status);
    expect(answer.code).toMatch(/^(?:json|xml|letter)-/);
  });
});

describe('an order that follows a message', () => {
  const order = (message: string) =>
    `{"response":${response},"sender":${JSON.stringify(municipality)},"receiver":${JSON.stringify(hospital)},"reply":${message}}`;

  test.each(asJson.filter(({ content }) => typeof content === 'string'))('JSON: $what', async ({ content, code }) => {
    const answer = await told(await post('messages', order(String(content)), 'application/json'));
    expect([answer.status, answer.code]).toEqual([400, code]);
  });

  test.each(asXml.filter(({ what, content }) => typeof content === 'string' && what !== 'two documents'))(
    'XML: $what',
    async ({ content, code }) => {
      const inner = String(content).replace(declaration, '');
      const doctype = /^<!DOCTYPE.*\]>|^<!DOCTYPE[^>]*>/.exec(inner)?.[0] ?? '';
      const version = content.toString().includes('version="1.1"') ? '<?xml version="1.1"?>' : '';
      const encoding = content.toString().includes('ISO-8859-1') ? '<?xml version="1.0" encoding="ISO-8859-1"?>' : '';
      const body = `${version}${encoding}${doctype}<Parameters xmlns="http://hl7.org/fhir"><parameter><name value="reply"/><resource>${inner.slice(doctype.length)}</resource></parameter></Parameters>`;
      const answer = await told(await post('messages', body, 'application/fhir+xml'));
      expect([400, 422]).toContain(answer.status);
      expect(answer.code).toBe(code);
    },
  );
});

describe('the command line', () => {
  test.each([...asJson.slice(0, 5), ...asXml.slice(0, 5)])('read: $what', async ({ content, code }) => {
    const { code: exit, stdout } = await niveau(['read', '-'], bytesOf(content));
    const [issue] = (JSON.parse(stdout.toString()) as OperationOutcome).issue;
    expect([exit, issue?.details?.coding?.[0]?.code]).toEqual([1, code]);
  });
});

test('nothing of all that was kept, and the service goes on: the message itself is new, in either form and with a mark', async () => {
  const found = await fetch(`${service.url}/fhir/Observation?status=final,amended,preliminary`);
  expect(Object.keys(Object(await found.json()))).not.toContain('entry');
  expect(found.status).toBe(200);
  expect((await post('inbox', Buffer.from(`\uFEFF${json}`), 'application/fhir+json')).status).toBe(201);
  const commented = xml.replace('<Bundle', '<?xml-stylesheet href="a.xsl"?><!-- a --><Bundle');
  expect((await post('inbox', Buffer.from(commented), 'application/fhir+xml')).status).toBe(200);
});
