import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startService, type TestService } from './service.ts';

const renderer = 'https://renderer.example';
let service: TestService;
beforeAll(async () => {
  service = await startService({ config: { corsOrigins: [renderer, 'http://localhost:3000'] } });
});
afterAll(() => service.close());

function preflight(origin: string): Promise<Response> {
  const headers = { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type' };
  return fetch(`${service.url}/fhir/$process-response`, { method: 'OPTIONS', headers });
}

const allowed = ({ headers }: Response) => headers.get('access-control-allow-origin');

describe('an origin that is configured', () => {
  test.each([renderer, 'http://localhost:3000'])('%s: preflight', async (origin) => {
    const response = await preflight(origin);
    expect([response.status, allowed(response)]).toEqual([204, origin]);
    expect(response.headers.get('access-control-allow-methods')).toBe('GET,POST,PUT');
    expect(response.headers.get('access-control-allow-headers')).toContain('Content-Type');
    expect(response.headers.get('access-control-allow-credentials')).toBeNull();
  });

  test.each(['/fhir/metadata', '/fhir/nothing'])('%s: answer, errors too', async (path) => {
    const response = await fetch(service.url + path, { headers: { origin: renderer } });
    expect(allowed(response)).toBe(renderer);
    expect(response.headers.get('vary')).toContain('Origin');
    expect(response.headers.get('access-control-expose-headers')).toContain('X-Request-Id');
  });

  test('the CapabilityStatement says so', async () => {
    const statement = await (await fetch(`${service.url}/fhir/metadata`)).json();
    expect(statement).toMatchObject({ rest: [{ security: { cors: true } }] });
  });
});

describe('any other origin', () => {
  test.each(['https://other.example', 'https://renderer.example.evil', 'null', 'http://renderer.example'])(
    '%s',
    async (origin) => {
      expect(allowed(await preflight(origin))).toBeNull();
      expect(allowed(await fetch(`${service.url}/fhir/metadata`, { headers: { origin } }))).toBeNull();
    },
  );
});

test('without configuration there is none', async () => {
  const closed = await startService();
  const response = await fetch(`${closed.url}/fhir/metadata`, { headers: { origin: renderer } });
  expect(allowed(response)).toBeNull();
  expect(
    allowed(await fetch(`${closed.url}/fhir/metadata`, { method: 'OPTIONS', headers: { origin: renderer } })),
  ).toBeNull();
  await closed.close();
});
