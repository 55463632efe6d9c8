import type { OperationOutcome } from 'fhir/r4.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { WrittenModel } from '../../src/http/page/written-model.ts';
import { post, refusalIn, startService, type TestService, validResponse } from './service.ts';

const browser = 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8';
let service: TestService;
let html: string;

const get = (path: string, accept = '*/*') => fetch(`${service.url}${path}`, { headers: { accept } });
const addresses = () => [...html.matchAll(/(?:href|src)="([^"]+)"/g)].map(([, address = '']) => address);

beforeAll(async () => {
  service = await startService();
  html = await (await get('/', browser)).text();
});
afterAll(() => service.close());

describe('the front door', () => {
  test.each([
    ['text/html', 'text/html; charset=utf-8'],
    [browser, 'text/html; charset=utf-8'],
    ['*/*', 'application/fhir+json; charset=utf-8'],
    ['application/fhir+json, text/html', 'application/fhir+json; charset=utf-8'],
    ['text/html;q=0, */*', 'application/fhir+json; charset=utf-8'],
  ])('»%s« gets %s', async (accept, type) => {
    const answer = await get('/', accept);
    expect([answer.status, answer.headers.get('content-type'), answer.headers.get('vary')]).toEqual([
      200,
      type,
      expect.stringContaining('Accept'),
    ]);
  });

  test('_format goes before Accept', async () => {
    expect((await get('/?_format=json', browser)).headers.get('content-type')).toContain('application/fhir+json');
  });

  test('the page runs what this service sends, and nothing that stands in it', async () => {
    const policy = (await get('/', browser)).headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
    expect(html).not.toMatch(/<script(?![^>]*\bsrc=)|<style|\bstyle=|\bon\w+=/);
  });

  test('every address of the page is relative: it works below the path of a proxy', () => {
    expect(addresses()).toHaveLength(4);
    expect(addresses().filter((address) => /^[/]|^\w+:/.test(address))).toEqual([]);
  });
});

describe('the files of the page', () => {
  test('all that the page names is there, with its type, and may be kept for ever', async () => {
    const types = await Promise.all(
      addresses().map(async (address) => {
        const { status, headers } = await get(`/${address}`);
        return [status, headers.get('content-type')?.split(';')[0], headers.get('cache-control')];
      }),
    );
    const kept = 'public, max-age=31536000, immutable';
    const known = ['text/javascript', 'text/css', 'image/svg+xml', 'application/json'];
    expect(
      types.filter(([status, type, cached]) => status !== 200 || !known.includes(String(type)) || cached !== kept),
    ).toEqual([]);
  });

  const scripts = () => addresses().filter((address) => address.endsWith('.js'));
  const textOf = async (name: string) =>
    (await get(`/${scripts().map((address) => address.replace(/[^/]+$/, name))}`)).text();

  test('the form is one script', () => {
    expect(scripts().map((address) => address.replace(/^page\/[\da-f]{16}\//, ''))).toEqual(['main.js']);
  });

  test.each(['main.js', 'drift.js'])('%s has no types, and waits for no other module', async (name) => {
    const text = await textOf(name);
    expect(text).toMatch(/^function filled\(text *, values *\)/m);
    expect(text).not.toMatch(/^\s*(?:import|export)\b|\bimport\s*[.(]|sourceMappingURL/m);
  });

  test('the form scores by the modules of the service', async () => {
    expect(await textOf('main.js')).toMatch(/^function suggest\(variant *, highestRating *, answers/m);
  });

  test.each(['/page/0123456789abcdef/main.js', '/page/x/y'])(
    '%s: a file that is not of this version is not there',
    async (path) => {
      expect(await refusalIn(await get(path))).toEqual({ status: 404, issues: [['page-file-unknown']] });
    },
  );

  test('the model that the page scores by has every variant, and no form: that is fetched as published', async () => {
    const address = addresses().find((one) => one.endsWith('model.json'));
    const model = (await (await get(`/${address}`)).json()) as WrittenModel;
    expect(model.variants.map(({ questionnaireId, factors }) => [questionnaireId, factors.length]).sort()).toEqual([
      ['psykiatri', 6],
      ['somatik', 6],
    ]);
    expect(JSON.stringify(model)).not.toContain('"Questionnaire"');
  });
});

describe('a level for people', () => {
  const ask = (path: string, response: object, accept = '*/*') => post(`${service.url}${path}`, response, { accept });

  test('as a PDF', async () => {
    const answer = await ask('/medcom/pdf', validResponse());
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/pdf']);
    expect(
      Buffer.from(await answer.arrayBuffer())
        .subarray(0, 5)
        .toString(),
    ).toBe('%PDF-');
  });

  test('as the text of a letter', async () => {
    const answer = await ask('/medcom/block', validResponse(), 'text/plain');
    expect(answer.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(await answer.text()).toMatch(
      /^Differentieringsmodellen somatik: samarbejdsniveau 2 .*\nSlut på Differentieringsmodellen .*\.$/s,
    );
  });

  test.each(['/medcom/pdf', '/medcom/block'])('%s refuses a response that is wrong, at its place', async (path) => {
    const { subject: _, ...response } = validResponse();
    const { status, issues } = await refusalIn(await ask(path, response));
    expect([status, issues]).toEqual([422, [['subject-missing', 'QuestionnaireResponse.subject']]]);
  });

  test.each([
    ['/medcom/pdf', 'text/plain'],
    ['/medcom/block', 'application/pdf'],
  ])('%s: who wants %s is refused', async (path, accept) => {
    const refused = (await (await ask(path, validResponse(), accept)).json()) as OperationOutcome;
    expect(refused.issue.map(({ details }) => details?.coding?.[0]?.code)).toEqual(['not-acceptable-file']);
  });
});
