import type { OperationOutcome } from 'fhir/r4.js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openFhirXml } from '../../src/fhir-xml/fhir-xml.ts';
import { startStoredService, type TestService } from '../http/service.ts';

/** Every route by the description that is made from the one table of routes: where FHIR is JSON, it is XML too. */
interface Described {
  readonly requestBody?: { readonly content: Readonly<Record<string, unknown>> };
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, unknown>> }>>;
}

const [json, xml] = ['application/fhir+json', 'application/fhir+xml'];
const { read } = await openFhirXml();

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
afterAll(() => service.close());

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
