import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OperationOutcome } from 'fhir/r4.js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openFhirXml } from '../../src/fhir-xml/fhir-xml.ts';
import { readJson } from '../../src/questionnaire/json/document.ts';
import { niveau } from '../cli/run.ts';
import { fixturesFolder } from '../fixtures.ts';
import { startStoredService, type TestService } from '../http/service.ts';

/** Every route by the description that is made from the one table of routes: where FHIR is JSON, it is XML too. */
interface Described {
  readonly requestBody?: { readonly content: Readonly<Record<string, unknown>> };
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, unknown>> }>>;
}

const [json, xml] = ['application/fhir+json', 'application/fhir+xml'];
const { read, write } = await openFhirXml();
const folder = mkdtempSync(join(tmpdir(), 'niveau-xml-doors-'));

let service: TestService;
let routes: readonly (readonly [method: string, path: string, route: Described])[];
beforeAll(async () => {
  service = await startStoredService();
  const described = (await (await fetch(`${service.url}/openapi.json`)).json()) as {
    paths: Record<string, Record<string, Described>>;
  };
  routes = Object.entries(described.paths).flatMap(([path, methods]) =>
    ['get', 'post', 'put'].flatMap((method) => {
      const route = methods[method];
      return route === undefined ? [] : [[method, path.replaceAll(/\{\w+\}/g, '1'), route] as const];
    }),
  );
});
afterAll(() => {
  rmSync(folder, { recursive: true });
  return service.close();
});

test('whatever takes FHIR as JSON takes it as XML: it says so, and what is wrong in it is told in XML', async () => {
  const taking = routes.filter(([, , { requestBody }]) => requestBody?.content[json] !== undefined);
  expect(taking.length).toBeGreaterThan(20);
  expect(taking.map(([, path]) => path)).toEqual(
    expect.arrayContaining([
      '/fhir',
      '/fhir/Observation/$lastn',
      '/medcom/letters',
      '/medcom/messages',
      '/medcom/inbox',
    ]),
  );
  for (const [method, path, { requestBody, responses }] of taking) {
    expect(Object.keys(requestBody?.content ?? {}), path).toContain(xml);
    const body = '<Basic xmlns="http://hl7.org/fhir"><colour value="red"/></Basic>';
    const gives = responses['200']?.content?.[json] !== undefined;
    const headers = { 'content-type': xml, accept: gives ? xml : '*/*' };
    const answer = await fetch(service.url + path, { method: method.toUpperCase(), headers, body });
    expect([200, 400, 404, 412, 422], `${method} ${path}`).toContain(answer.status);
    const told = new Uint8Array(await answer.arrayBuffer());
    if (!gives) continue;
    expect((read(told).value as OperationOutcome).issue.length, `${method} ${path}`).toBeGreaterThan(0);
  }
});

test('whatever gives FHIR as JSON gives it as XML', async () => {
  const giving = routes.filter(
    ([method, , { responses }]) => method === 'get' && responses['200']?.content?.[json] !== undefined,
  );
  expect(giving.length).toBeGreaterThan(40);
  for (const [, path, { responses }] of giving) {
    expect(Object.keys(responses['200']?.content ?? {}), path).toContain(xml);
    const answer = await fetch(service.url + path, { headers: { accept: xml } });
    const told = new Uint8Array(await answer.arrayBuffer());
    expect([answer.status < 500, answer.headers.get('content-type')], path).toEqual([true, `${xml}; charset=utf-8`]);
    expect(Object(read(told, { bytes: 20_000_000, depth: 100 }).value).resourceType, path).toBeTypeOf('string');
  }
});

test('every command that takes a FHIR message takes it in XML, and every one that gives FHIR gives XML', async () => {
  const file = (name: string, content: string | Uint8Array) => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  const done = async (...args: readonly string[]) => {
    const { code, stdout, stderr } = await niveau(['--format', 'xml', ...args]);
    expect([args.slice(0, 2), code, stderr]).toEqual([args.slice(0, 2), 0, '']);
    return stdout;
  };
  const inXml = (name: string) =>
    file(name.replaceAll('/', '-'), write(Object(readJson(readFileSync(`${fixturesFolder}${name}.json`)).kept)));
  const sender = inXml('organisationer/sender');
  const receiver = inXml('organisationer/kommune');
  const response = inXml('somatik-3-aftalt/response');
  const message = ['message', 'care-communication', '--response', response, '--brief'];
  const first = ['--sender', sender, '--phone', '44527000', '--time', '2026-02-01T10:00:00+01:00'];
  const sent = file('sent.xml', await done(...message, ...first, '--receiver', receiver));
  const later = ['--sender', receiver, '--text', 'Tak', '--time', '2026-02-02T10:00:00+01:00'];
  expect((await done(...message, ...later, '--reply', sent)).toString()).toContain('"reply-message"');
  expect((await done('receipt', sent)).toString()).toContain('<code value="ok"/>');
  expect((await done('receipt', sent, '--refuse', 'fatal-error')).toString()).toContain('<code value="fatal-error"/>');
  expect((await done('read', sent)).toString()).toContain('<Observation>');
  expect((await done('attach', sent, '--response', response)).toString()).toContain('samarbejdsniveau');
  const envelope = file('envelope.xml', await done('vans', 'wrap', sent));
  expect((await done('vans', 'unwrap', envelope)).equals(readFileSync(sent))).toBe(true);
  expect((await done('vans', 'unwrap', envelope, '--info')).toString()).toContain('MCM:FDIS91#carecoordination');
  const answer = file('answer.xml', await done('receipt', sent));
  const back = file('back.xml', await done('vans', 'wrap', answer));
  expect((await done('vans', 'unwrap', back, '--info')).toString()).toContain('MCM:FCTL#ok');
  expect((await done('validate', response)).toString()).toContain('<OperationOutcome');
});
