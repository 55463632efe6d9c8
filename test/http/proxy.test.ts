import type { ChildProcess } from 'node:child_process';
import type { Bundle, CapabilityStatement, OperationOutcome } from 'fhir/r4.js';
import { afterAll, describe, expect, test } from 'vitest';
import { ask, present, publicUrl, startProxy, stopProxy } from './proxies.ts';
import { startService, startStoredService, type TestService, validResponse } from './service.ts';

describe.each(present)('behind %s', (name) => {
  let service: TestService;
  let proxy: ChildProcess;
  let port: number;

  test('links lead through the proxy, and responses are answered', async () => {
    service = await startService({ config: { publicUrl, requestsPerMinute: 5 } });
    ({ proxy, port } = await startProxy(name, service));
    const { status, body } = await ask(port, '/fhir/Questionnaire?_count=1');
    expect(status).toBe(200);
    expect(body).toContain('"fullUrl":"https://niveau.example.dk/fhir/Questionnaire/');
    expect(body).toContain('{"relation":"next","url":"https://niveau.example.dk/fhir/Questionnaire?');
    const extracted = await ask(port, '/fhir/QuestionnaireResponse/$extract', JSON.stringify(validResponse()));
    expect([extracted.status, JSON.parse(extracted.body).resourceType]).toEqual([200, 'Parameters']);
  });

  test('a client is limited whatever X-Forwarded-For it writes itself', async () => {
    const statuses: (number | undefined)[] = [];
    for (let call = 0; call < 6; call += 1) {
      statuses.push((await ask(port, '/fhir/metadata', undefined, { 'x-forwarded-for': `10.0.0.${call}` })).status);
    }
    expect(statuses.at(-1)).toBe(429);
  });

  test('another name is not answered', async () => {
    const { status, body } = await ask(port, '/fhir/metadata', undefined, { host: 'rebound.example' });
    // nginx passes it on, and the service refuses it; Caddy has no such site.
    expect(body).not.toContain('CapabilityStatement');
    expect(name === 'nginx' ? [421] : [200, 404]).toContain(status);
  });

  afterAll(() => stopProxy(proxy, service));
});

describe.each(present)('behind %s, below a path', (name) => {
  const below = new URL('/niveau', publicUrl);
  const fhir = `${below}/fhir`;
  let service: TestService;
  let proxy: ChildProcess;
  let port: number;

  test('every link leads through it, and leads somewhere', async () => {
    service = await startStoredService({ config: { publicUrl: below } });
    ({ proxy, port } = await startProxy(name, service, below.pathname));
    const follow = (link: string | undefined) => {
      expect(link).toMatch(/^https:\/\/niveau\.example\.dk\/niveau\//);
      return ask(port, (link ?? '').replace(publicUrl.origin, ''));
    };
    const first = await ask(port, '/niveau/fhir/Questionnaire?_count=1');
    const { link = [], entry = [] } = JSON.parse(first.body) as Bundle;
    for (const { url } of link) expect((await follow(url)).status).toBe(200);
    expect(link.map(({ relation }) => relation)).toContain('next');
    expect(JSON.parse((await follow(entry[0]?.fullUrl)).body)).toEqual(entry[0]?.resource);

    const created = await ask(port, '/niveau/fhir/QuestionnaireResponse', JSON.stringify(validResponse()));
    expect(created.status).toBe(201);
    expect(JSON.parse((await follow(created.location)).body)).toEqual(JSON.parse(created.body));

    const { implementation } = JSON.parse((await ask(port, '/niveau/fhir/metadata')).body) as CapabilityStatement;
    expect(implementation?.url).toBe(fhir);
    expect(JSON.parse((await ask(port, '/niveau/openapi.json')).body).servers).toEqual([{ url: below.href }]);
    const { issue } = JSON.parse((await ask(port, '/niveau/')).body) as OperationOutcome;
    const links = issue[0]?.details?.text?.match(/https?:[^ ]+[a-z]/g) ?? [];
    expect(links).toEqual([
      `${fhir}/Questionnaire`,
      `${fhir}/QuestionnaireResponse/$extract`,
      `${fhir}/metadata`,
      `${below}/openapi.json`,
    ]);
  });

  test('an entry of a batch is asked by its whole address', async () => {
    const entry = [{ request: { method: 'GET', url: `${fhir}/Questionnaire/somatik` } }];
    const { body } = await ask(port, '/niveau/fhir', JSON.stringify({ resourceType: 'Bundle', type: 'batch', entry }));
    expect((JSON.parse(body) as Bundle).entry?.[0]?.response?.status).toBe('200 OK');
  });

  test('outside the path it is not there', async () => {
    const { body } = await ask(port, '/fhir/metadata');
    expect(body).not.toContain('CapabilityStatement');
  });

  afterAll(() => stopProxy(proxy, service));
});
