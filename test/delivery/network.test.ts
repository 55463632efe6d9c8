import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createSecure } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { ServerFailure } from '../../src/delivery/fhir-server/failure.ts';
import { explainFailure } from '../../src/delivery/fhir-server/problem.ts';
import { openServer } from '../../src/delivery/fhir-server/server.ts';
import type { Target } from '../../src/delivery/fhir-server/target.ts';
import { sentence } from '../../src/outcome/outcome.ts';
import { listenOn } from '../loopback.ts';

const cpr = '2512489996';
const open: Server[] = [];
const waiting = { sleep: async () => {}, random: () => 0 };

afterEach(() => {
  for (const server of open.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function listening(server: Server, scheme = 'http'): Promise<string> {
  open.push(server);
  return `${scheme}://127.0.0.1:${await listenOn(server)}/fhir`;
}

/** The failure of a search at `base`, and how many requests it took. */
async function searched(base: string, rest: Partial<Target> = {}): Promise<{ failure: ServerFailure; sent: number }> {
  const target: Target = {
    base,
    credentials: { kind: 'bearer', token: 'hemmeligt' },
    timeout: 5000,
    tls: undefined,
    ...rest,
  };
  const server = await openServer(target, waiting);
  const failure = await server
    .search('Patient', { identifier: cpr })
    .then(() => undefined)
    .catch((error: unknown) => error);
  if (!(failure instanceof ServerFailure)) throw new Error(`no ServerFailure but ${failure}`);
  expect(JSON.stringify({ ...failure, message: failure.message, cause: failure.cause })).not.toMatch(
    /2512489996|hemmeligt|127/,
  );
  return { failure, sent: server.sent() };
}

describe('a server over a real network', () => {
  test('that never answers: each call ends in time, and after four the whole', async () => {
    const base = await listening(createServer(() => {}));
    const { failure, sent } = await searched(base, { timeout: 50 });
    expect([failure.kind, sent, explainFailure(failure).code]).toEqual(['timeout', 4, 'server-timeout']);
  });

  test('that does not make its CapabilityStatement in time: it is done without, and not asked again', async () => {
    const base = await listening(createServer(() => {}));
    const server = await openServer({ base, credentials: { kind: 'none' }, timeout: 50, tls: undefined }, waiting);
    expect([await server.capabilities(), server.sent()]).toEqual([undefined, 1]);
  });

  test('that begins an answer and does not end it', async () => {
    const base = await listening(createServer((_, response) => void response.writeHead(200).write('{')));
    expect((await searched(base, { timeout: 50 })).failure.kind).toBe('timeout');
  });

  test('that breaks off', async () => {
    const base = await listening(createServer((request) => request.socket.destroy()));
    const { failure, sent } = await searched(base);
    expect([failure.kind, sent]).toEqual(['unreachable', 4]);
  });

  test('that is not there', async () => {
    const server = createServer();
    const base = await listening(server);
    await new Promise((resolve) => server.close(resolve));
    const { failure } = await searched(base);
    expect(failure).toMatchObject({ kind: 'unreachable', codes: ['ECONNREFUSED'] });
    expect(sentence(explainFailure(failure), 'en')).toContain(
      'nothing listens at that address and port (ECONNREFUSED)',
    );
    expect(sentence(explainFailure(failure), 'da')).toContain('der lytter ingen på den adresse og port (ECONNREFUSED)');
  });

  test('at a port that programs do not call', async () => {
    const { failure } = await searched('http://127.0.0.1:6000/fhir');
    expect(sentence(explainFailure(failure), 'en')).toContain('the port is one that programs do not call');
  });

  test.each([301, 307, 308])('that redirects (%s): token and number do not go along', async (status) => {
    const reached: string[] = [];
    const stranger = await listening(
      createServer((request, response) => {
        reached.push(request.url ?? '');
        response.end();
      }),
    );
    const base = await listening(
      createServer((_, response) => response.writeHead(status, { location: stranger }).end()),
    );
    const { failure, sent } = await searched(base);
    expect([failure.kind, sent, reached]).toEqual(['elsewhere', 1, []]);
  });
});

describe('TLS', () => {
  let folder: string;
  let cert: string;
  let key: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'niveau-tls-'));
    const [keyFile, certFile] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
    const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'];
    const make = [
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-days',
      '2',
      '-keyout',
      keyFile,
      '-out',
      certFile,
      ...subject,
    ];
    await promisify(execFile)('openssl', make);
    [cert, key] = [await readFile(certFile, 'utf8'), await readFile(keyFile, 'utf8')];
    return () => rm(folder, { recursive: true });
  });

  const answer: RequestListener = (_, response) => {
    response
      .writeHead(200, { 'content-type': 'application/fhir+json' })
      .end('{"resourceType":"Bundle","type":"searchset"}');
  };
  const target = (base: string, tls: Target['tls']): Target => ({
    base,
    credentials: { kind: 'none' },
    timeout: 5000,
    tls,
  });

  test('an authority that nobody knows is refused, and not tried again', async () => {
    const base = await listening(createSecure({ cert, key }, answer), 'https');
    const { failure, sent } = await searched(base);
    expect([failure.kind, failure.codes, sent]).toEqual(['unreachable', ['DEPTH_ZERO_SELF_SIGNED_CERT'], 1]);
    expect(sentence(explainFailure(failure), 'en')).toContain("the server's certificate is not trusted");
  });

  test('NIVEAU_FHIR_TARGET_CA makes it known', async () => {
    const base = await listening(createSecure({ cert, key }, answer), 'https');
    expect(await (await openServer(target(base, { ca: cert }))).search('Patient', {})).toEqual([]);
  });

  test('our own certificate is shown to a server that asks', async () => {
    const options = { cert, key, ca: cert, requestCert: true, rejectUnauthorized: true };
    const base = await listening(createSecure(options, answer), 'https');
    expect(await (await openServer(target(base, { ca: cert, cert, key }))).search('Patient', {})).toEqual([]);
    expect((await searched(base, { tls: { ca: cert } })).failure.kind).toBe('unreachable');
  });
});
