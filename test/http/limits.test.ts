import { connect, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { sendRaw } from './raw.ts';
import { post, refusalIn, startService, type TestOptions, type TestService, until, validResponse } from './service.ts';

async function running(options: TestOptions): Promise<TestService> {
  const service = await startService(options);
  onTestFinished(() => service.close());
  return service;
}

/** A request whose body does not come. */
function unfinished(url: string): Promise<Socket> {
  const { port } = new URL(url);
  const path = '/fhir/$process-response';
  const head = `POST ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n`;
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), '127.0.0.1', () => socket.write(head, () => resolve(socket)));
    socket.on('error', reject);
    onTestFinished(() => void socket.destroy());
  });
}

test('more requests than allowed in a minute: 429 with Retry-After', async () => {
  const { url } = await running({ limits: { perMinute: 2 } });
  const statuses = [await fetch(`${url}/fhir/metadata`), await fetch(`${url}/fhir/nothing`)].map(
    ({ status }) => status,
  );
  expect(statuses).toEqual([200, 404]);
  const response = await post(`${url}/fhir/$process-response`, validResponse());
  expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(await refusalIn(response)).toEqual({ status: 429, issues: [['too-many-requests']] });
});

test('health answers beyond the limit', async () => {
  const { url } = await running({ limits: { perMinute: 1, atOnce: 1 } });
  await fetch(`${url}/fhir/metadata`);
  expect((await fetch(`${url}/fhir/metadata`)).status).toBe(429);
  expect((await fetch(`${url}/health/ready`)).status).toBe(200);
});

test('more requests than allowed at once: 429 with Retry-After, until one is done', async () => {
  const { url } = await running({ limits: { atOnce: 1 } });
  const socket = await unfinished(url);
  const refused = await until(async () => {
    const response = await fetch(`${url}/fhir/metadata`);
    return response.status === 429 ? response : undefined;
  });
  expect(refused.headers.get('retry-after')).toBe('1');
  expect(await refusalIn(refused)).toEqual({ status: 429, issues: [['too-many-at-once']] });
  socket.destroy();
  await until(async () => (await fetch(`${url}/fhir/metadata`)).status === 200);
});

test('a body that does not come in time: 408, and the connection ends', async () => {
  const { url } = await running({ limits: { answerTime: 100 } });
  const head =
    'POST /fhir/$process-response HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{';
  const answer = await sendRaw(url, head);
  expect(answer).toMatch(/^HTTP\/1.1 408 /);
  expect(answer).toContain('"code":"request-timeout"');
});

test('a client that goes before its answer is logged as gone', async () => {
  const { url, lines } = await running({});
  (await unfinished(url)).destroy();
  await until(() => lines.some(({ status }) => status === 499));
  expect(lines.at(-1)).toMatchObject({ route: '/fhir/$process-response', status: 499 });
});
