import { once } from 'node:events';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { get } from 'node:https';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readTls, type TlsFiles } from '../../src/http/tls.ts';
import { makeCertificate, type TestCertificate } from '../certificates.ts';
import { problemsOf, refusalOf } from '../medcom/refusal.ts';
import { startService, type TestService, until } from './service.ts';

const folder = mkdtempSync(join(tmpdir(), 'niveau-own-tls-'));
const [tlsCert, tlsKey] = [join(folder, 'now.pem'), join(folder, 'now-key.pem')];
let first: TestCertificate;
let second: TestCertificate;
let service: TestService;

function use({ certFile, keyFile }: TestCertificate): void {
  copyFileSync(keyFile, tlsKey);
  copyFileSync(certFile, tlsCert);
}

beforeAll(async () => {
  first = makeCertificate(folder, 'first');
  second = makeCertificate(folder, 'second');
  use(first);
  service = await startService({ config: { tlsCert, tlsKey } });
});
afterAll(async () => {
  await service.close();
  rmSync(folder, { recursive: true, force: true });
});

/** What the service answers to whoever trusts this certificate alone; the code of the error for others. */
function asked({ cert: ca }: TestCertificate): Promise<string> {
  return new Promise((resolve) => {
    const request = get(`${service.url}/fhir`, { ca, agent: false }, (answer) => {
      let text = '';
      answer.on('data', (bytes: Buffer) => {
        text += bytes.toString();
      });
      answer.on('end', () => resolve(text));
    });
    request.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? ''));
  });
}

test('the service speaks TLS, and its links do', async () => {
  expect(service.url).toMatch(/^https:/);
  expect(await asked(first)).toContain(`${service.url}/fhir/metadata`);
  expect(await asked(second)).toMatch(/SELF_SIGNED/);
});

test('a connection that never speaks TLS is ended in time, and one that speaks something else at once', async () => {
  const config = { tlsCert: first.certFile, tlsKey: first.keyFile };
  const impatient = await startService({ config, limits: { answerTime: 200 } });
  try {
    for (const words of ['', 'GET / HTTP/1.1\r\n\r\n']) {
      const socket = connect(Number(new URL(impatient.url).port), '127.0.0.1');
      socket.on('error', () => {});
      socket.write(words);
      await once(socket.resume(), 'close');
    }
  } finally {
    await impatient.close();
  }
});

test('a connection that never speaks TLS does not hold up a stop', async () => {
  const config = { tlsCert: first.certFile, tlsKey: first.keyFile };
  const stopping = await startService({ config, limits: { stopTime: 100 } });
  const socket = connect(Number(new URL(stopping.url).port), '127.0.0.1');
  const closed = once(socket.resume(), 'close');
  await once(socket, 'connect');
  await stopping.close();
  await closed;
});

test('a certificate that cannot be used is told, and the old one stays; a new one is used', async () => {
  writeFileSync(tlsCert, 'half');
  await until(() => service.lines.some(({ code }) => code === 'config-tls'));
  expect(await asked(first)).toContain('metadata');
  use(second);
  await until(async () => (await asked(second)).includes('metadata'));
});

test.each<[string, () => TlsFiles]>([
  ['of two pairs', () => ({ cert: second.certFile, key: first.keyFile })],
  ['the wrong way round', () => ({ cert: first.keyFile, key: first.certFile })],
  ['without a key', () => ({ cert: first.certFile, key: join(folder, 'none.pem') })],
])('files %s are refused, at the start as when they are read again', async (_, files) => {
  expect(await problemsOf(() => readTls(files()))).toEqual([
    { code: 'config-tls', values: { name: 'NIVEAU_TLS_CERT' } },
  ]);
});

test('without a certificate it does not start', async () => {
  const config = { tlsCert: join(folder, 'none.pem'), tlsKey };
  expect(await refusalOf(() => startService({ config }))).toMatchObject([{ code: 'config-tls' }]);
});
