import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { scopeFor } from '../../src/http/admission.ts';
import { loadModel } from '../../src/profiles.ts';
import { allRoutes, openApiText } from '../../tools/derive/routes.ts';
import { refusalIn, startStoredService, type TestService } from './service.ts';

interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly responses: Readonly<Record<string, object>>;
  readonly security?: readonly Readonly<Record<string, readonly string[]>>[];
}
type PathItem = Readonly<Record<string, Operation>> & { readonly parameters?: readonly { readonly name: string }[] };

const text = openApiText(loadModel());
const description = JSON.parse(text) as {
  readonly openapi: string;
  readonly security: NonNullable<Operation['security']>;
  readonly paths: Readonly<Record<string, PathItem>>;
  readonly components: Readonly<Record<string, Readonly<Record<string, object>>>>;
};
const operations = Object.entries(description.paths).flatMap(([path, { parameters, ...methods }]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation, parameters: parameters ?? [] })),
);

let service: TestService;

beforeAll(async () => {
  service = await startStoredService();
});
afterAll(() => service.close());

test('every route stands in it once, under a name of its own', () => {
  expect(description.openapi).toMatch(/^3\.1\./);
  expect(operations).toHaveLength(allRoutes(loadModel()).length);
  expect(new Set(operations.map(({ operation }) => operation.operationId)).size).toBe(operations.length);
});

test('every reference leads somewhere', () => {
  for (const [, kind = '', name = ''] of text.matchAll(/"#\/components\/(\w+)\/(\w+)"/g)) {
    expect(description.components[kind]?.[name], `${kind}/${name}`).toBeDefined();
  }
});

describe('who may call, as it is described', () => {
  const routes = new Map(allRoutes(loadModel()).map((route) => [`${route.method} ${route.path}`, route]));
  test.each(operations.map((one) => [`${one.method} ${one.path}`, one] as const))(
    '%s',
    (_name, { method, path, operation }) => {
      const { scope } = routes.get(`${method} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`) ?? {};
      const asked = operation.security ?? description.security;
      const schemes = asked.flatMap((one) => Object.keys(one));
      expect(schemes.filter((name) => description.components.securitySchemes?.[name] === undefined)).toEqual([]);
      if (scope === 'anybody') expect([asked, operation.responses['401']]).toEqual([[], undefined]);
      else {
        // One of two: a caller that shows who it is, and loopback without access control.
        expect(asked).toContainEqual({});
        expect(operation.responses).toMatchObject({ 401: {}, ...(scope === 'known' ? {} : { 403: {} }) });
        const named = asked.flatMap((one) => one.bearer ?? []);
        const needed = scope === 'known' ? [] : (scope ?? ['no route']);
        expect(named).toEqual(needed.map(scopeFor));
      }
    },
  );

  test('by bearer: a token or a key', () => {
    expect(description.components.securitySchemes).toMatchObject({ bearer: { type: 'http', scheme: 'bearer' } });
  });
});

describe('what it describes is there', () => {
  test.each(operations.map((one) => [`${one.method} ${one.path}`, one] as const))('%s', async (_name, one) => {
    expect([...one.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)).toEqual(
      one.parameters.map(({ name }) => name),
    );
    expect(one.operation.summary).not.toMatch(/^(?:GET|POST) /);
    const address = service.url + one.path.replace('{id}', 'somatik').replace('{version}', '1');
    const response = await fetch(address, { method: one.method.toUpperCase() });
    expect(Object.keys(one.operation.responses)).toContain(String(response.status));
    const codes = response.ok ? [] : (await refusalIn(response)).issues.flat();
    expect(['route-unknown', 'method-not-allowed'].filter((code) => codes.includes(code))).toEqual([]);
  });
});

test.each([
  ['post', '/fhir/QuestionnaireResponse', ['409', '410', '412']],
  ['put', '/fhir/QuestionnaireResponse/{id}', ['404', '409', '410', '412']],
  ['post', '/fhir/$process-response', ['404', '409', '410', '412']],
  ['post', '/medcom/attach', ['404', '409']],
  ['post', '/medcom/letters', ['404', '409']],
  ['post', '/medcom/inbox', ['409']],
])('%s %s says by which statuses what is kept is refused', (method, path, statuses) => {
  const { operation } = operations.find((one) => one.method === method && one.path === path) ?? {};
  const told = Object.keys(operation?.responses ?? {});
  expect(told.filter((status) => ['404', '409', '410', '412'].includes(status))).toEqual(statuses);
});
