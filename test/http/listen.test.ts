import { once } from 'node:events';
import { Agent, get } from 'node:http';
import { connect, createServer } from 'node:net';
import { describe, expect, test } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { listen } from '../../src/http/listen.ts';
import { listenOn } from '../loopback.ts';
import { refusalOf } from '../medcom/refusal.ts';
import { model, startService, until, validResponse } from './service.ts';

describe('starting', () => {
  test.each(['127.0.0.1', '[::1]', 'localhost'])('%s, on a free port', async (host) => {
    const running = await listen(readConfig({ NIVEAU_ADDRESS: `${host}:0` }), { model, log: () => {} });
    expect(running.url).toMatch(/^http:\/\/(?:127\.0\.0\.1|\[::1\]|localhost):[1-9]\d*$/);
    expect((await fetch(`${running.url}/health/live`)).status).toBe(200);
    await running.close();
  });

  test('a port that is taken is told so', async () => {
    const other = createServer();
    const config = readConfig({ NIVEAU_ADDRESS: `127.0.0.1:${await listenOn(other)}` });
    expect(await refusalOf(() => listen(config, { model, log: () => {} }))).toEqual([{ code: 'address-in-use' }]);
    other.close();
  });
});

describe('stopping', () => {
  test('finishes the running request, and then answers no more', async () => {
    const service = await startService();
    const { port } = new URL(service.url);
    const body = JSON.stringify(validResponse());
    const socket = connect(Number(port), '127.0.0.1');
    let answer = '';
    socket.on('data', (bytes) => {
      answer += bytes;
    });
    const head = `POST /fhir/$process-response HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n`;
    socket.write(head + body.slice(0, 10));
    await fetch(`${service.url}/health/live`);
    const closed = service.close();
    await until(() =>
      fetch(`${service.url}/health/live`).then(
        () => false,
        () => true,
      ),
    );
    socket.write(body.slice(10));
    await once(socket, 'end');
    await closed;
    expect(answer).toMatch(/^HTTP\/1.1 200 /);
    expect(service.lines.map(({ msg }) => msg)).toEqual(
      expect.arrayContaining(['listening', 'request', 'stopping', 'stopped']),
    );
  });

  test('does not wait for idle connections', async () => {
    const service = await startService();
    const agent = new Agent({ keepAlive: true });
    const [response] = await once(get(`${service.url}/health/live`, { agent }), 'response');
    response.resume();
    await once(response, 'end');
    // It would wait for the connection's own time-out of 60 s, and so beyond this test's.
    await service.close();
    agent.destroy();
  });

  test('ends a request that never comes, after its patience', async () => {
    const service = await startService({ limits: { stopTime: 100 } });
    const { port } = new URL(service.url);
    const socket = connect(Number(port), '127.0.0.1');
    socket.on('error', () => {});
    socket.write(
      'POST /fhir/$process-response HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n',
    );
    await fetch(`${service.url}/health/live`);
    await service.close();
    expect(service.lines.at(-1)).toMatchObject({ msg: 'stopped' });
  });

  test('twice is once', async () => {
    const service = await startService();
    await Promise.all([service.close(), service.close()]);
    expect(service.lines.filter(({ msg }) => msg === 'stopped')).toHaveLength(1);
  });

  test('ready says no on a connection that is still open', async () => {
    const service = await startService();
    const { port } = new URL(service.url);
    const socket = connect(Number(port), '127.0.0.1');
    let answer = '';
    socket.on('data', (bytes) => {
      answer += bytes;
    });
    socket.write('GET /health/ready HTTP/1.1\r\n');
    await fetch(`${service.url}/health/live`);
    const closed = service.close();
    socket.write('Host: localhost\r\n\r\n');
    await once(socket, 'end');
    await closed;
    expect(answer).toMatch(/^HTTP\/1.1 503 /);
    expect(answer).toContain('"code":"service-stopping"');
  });
});
