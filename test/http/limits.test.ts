import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { defaultLimits } from '../../src/http/limits.ts';
import type { BodyKind } from '../../src/http/route.ts';
import { allRoutes } from '../../tools/derive/routes.ts';
import { sendRaw } from './raw.ts';
import {
  model,
  post,
  refusalIn,
  startService,
  startStoredService,
  type TestOptions,
  type TestService,
  until,
  validResponse,
} from './service.ts';

async function running(options: TestOptions): Promise<TestService> {
  const service = await startService(options);
  onTestFinished(() => service.close());
  return service;
}

const head =
  'POST /fhir/$process-response HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n';

/** A request whose body does not come. */
function unfinished(url: string): Promise<Socket> {
  const { port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), '127.0.0.1', () => socket.write(head, () => resolve(socket)));
    socket.on('error', reject);
    onTestFinished(() => void socket.destroy());
  });
}

test('more requests than allowed in a minute: 429 with Retry-After', async () => {
  const { url } = await running({ config: { requestsPerMinute: 2 } });
  const statuses = [await fetch(`${url}/fhir/metadata`), await fetch(`${url}/fhir/nothing`)].map(
    ({ status }) => status,
  );
  expect(statuses).toEqual([200, 404]);
  const response = await post(`${url}/fhir/$process-response`, validResponse());
  expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(await refusalIn(response)).toEqual({ status: 429, issues: [['too-many-requests']] });
});

test('health answers beyond the limit', async () => {
  const { url } = await running({ config: { requestsPerMinute: 1 }, limits: { atOnce: 0 } });
  await fetch(`${url}/fhir/metadata`);
  expect((await fetch(`${url}/fhir/metadata`)).status).toBe(429);
  expect((await fetch(`${url}/health/ready`)).status).toBe(200);
});

test('programs on this machine are told apart by their User-Agent, and not by X-Forwarded-For', async () => {
  const { url } = await running({ config: { requestsPerMinute: 1 } });
  const statusOf = async (headers: Record<string, string>) => (await fetch(`${url}/fhir/metadata`, { headers })).status;
  expect(await statusOf({ 'user-agent': 'one' })).toBe(200);
  expect(await statusOf({ 'user-agent': 'one', 'x-forwarded-for': '10.0.0.1' })).toBe(429);
  expect(await statusOf({ 'user-agent': 'other' })).toBe(200);
});

test('behind a proxy, clients are told apart by the address that the proxy adds', async () => {
  const { url } = await running({
    config: { requestsPerMinute: 1, publicUrl: new URL('https://niveau.example.dk') },
  });
  const statusOf = async (forwarded: string) =>
    (await fetch(`${url}/fhir/metadata`, { headers: { 'x-forwarded-for': forwarded } })).status;
  expect(await statusOf('10.0.0.1')).toBe(200);
  // What stands before it was written by the client.
  expect(await statusOf('10.0.0.9, 10.0.0.1')).toBe(429);
  expect(await statusOf('10.0.0.2')).toBe(200);
});

test('more requests than allowed at once: 429 with Retry-After; health answers all the same', async () => {
  const { url } = await running({ limits: { atOnce: 0 } });
  const refused = await post(`${url}/fhir/$process-response`, validResponse());
  expect(refused.headers.get('retry-after')).toBe('1');
  expect(await refusalIn(refused)).toEqual({ status: 429, issues: [['too-many-at-once']] });
  expect((await fetch(`${url}/health/ready`)).status).toBe(200);
});

test('bodies that do not come hold no place of those that do', async () => {
  const { url } = await running({ limits: { atOnce: 1 } });
  await Promise.all(Array.from({ length: 50 }, () => unfinished(url)));
  expect((await post(`${url}/fhir/$process-response`, validResponse())).status).toBe(200);
});

describe('a body of more than FHIR JSON may have has to have its turn, on every route that takes one', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await startStoredService({ limits: { large: { atOnce: 0, waiting: 0, perClient: 0, patience: 0 } } });
  });
  afterAll(() => service.close());
  const larger = allRoutes(model).filter(({ bodyBytes = 0 }) => bodyBytes > defaultLimits.json.bytes);
  const types = { multipart: 'multipart/form-data; boundary=x', letter: 'application/xml' } as const;
  const typeOf = (kind: BodyKind | undefined) =>
    kind === 'multipart' || kind === 'letter' ? types[kind] : 'application/json';

  test.each(larger.map(({ path, body }) => [path, typeOf(body)] as const))('%s', async (path, type) => {
    const send = (bytes: number) => post(`${service.url}${path}`, Buffer.alloc(bytes, ' '), { 'content-type': type });
    const refused = await send(defaultLimits.json.bytes + 1);
    expect(refused.headers.get('retry-after')).toBe('1');
    expect(await refusalIn(refused)).toEqual({ status: 429, issues: [['too-many-at-once']] });
    expect((await send(defaultLimits.json.bytes)).status).not.toBe(429);
  });

  test('there are such routes', () => expect(larger.length).toBeGreaterThan(3));
});

describe('a body that comes too slowly', () => {
  test('is not waited for: 408, and the connection ends', async () => {
    const { url } = await running({ limits: { bodies: { grace: 50, rate: 1_000_000, together: 1_000 } } });
    // Also of a client that would go on with its connection.
    const answer = await sendRaw(url, `${head.replace(/connection: close\r\n/i, '')}{`);
    expect(answer).toMatch(/^HTTP\/1.1 408 [^{]*\r\nconnection: close\r\n/i);
    expect(answer).toContain('"code":"request-timeout"');
  });

  test('beside too many others: 429 with Retry-After', async () => {
    const { url } = await running({ limits: { bodies: { ...defaultLimits.bodies, together: 3 } } });
    const answer = await sendRaw(url, `${head}{"a":`);
    expect(answer).toMatch(/^HTTP\/1.1 429 /);
    expect(answer).toMatch(/\r\nretry-after: 1\r\n/i);
    expect(answer).toContain('"code":"too-many-at-once"');
  });
});

describe('an upload that is refused is cut off, not read to its end', () => {
  test.each([
    ['/fhir/nothing', 404, 'route-unknown'],
    ['/fhir/$process-response', 413, 'json-too-large'],
    ['/medcom/attach', 415, 'content-type-unsupported'],
  ])('%s', async (path, status, code) => {
    const { url } = await running({});
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname);
    let answer = '';
    let sent = 0;
    socket.on('data', (bytes) => {
      answer += bytes;
    });
    // The client writes on after the answer, as many do.
    socket.on('error', () => {});
    socket.write(
      `POST ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n`,
    );
    const chunk = `10000\r\n${' '.repeat(65_536)}\r\n`;
    const writing = new Promise<void>((resolve) => {
      const write = (): void => {
        if (socket.destroyed) resolve();
        else {
          sent += chunk.length;
          socket.write(chunk, () => setImmediate(write));
        }
      };
      socket.on('close', () => resolve());
      write();
    });
    await writing;
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(answer).toContain(`"code":"${code}"`);
    // The limit of 1 MB, what lingers, and what was under way.
    expect(sent).toBeLessThan(20_000_000);
  });
});

test('a body that does not come in time: 408, and the connection ends', async () => {
  const { url } = await running({ limits: { answerTime: 100 } });
  const answer = await sendRaw(url, `${head}{`);
  expect(answer).toMatch(/^HTTP\/1.1 408 /);
  expect(answer).toContain('"code":"request-timeout"');
});

test('a client that goes before its answer is logged as gone', async () => {
  const { url, lines } = await running({});
  (await unfinished(url)).destroy();
  await until(() => lines.some(({ status }) => status === 499));
  expect(lines.at(-1)).toMatchObject({ route: '/fhir/$process-response', status: 499 });
});
