import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readServer } from '../../src/config/server-address.ts';
import { readTarget } from '../../src/delivery/fhir-server/target.ts';
import { Refusal } from '../../src/outcome/problem.ts';

let folder: string;
let pem: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'niveau-target-'));
  pem = join(folder, 'ca.pem');
  writeFileSync(pem, '-----BEGIN CERTIFICATE-----\n');
  writeFileSync(join(folder, 'text'), 'nothing of the kind');
});
afterAll(() => rm(folder, { recursive: true }));

function read(settings: Record<string, string>, base = 'https://fhir.example.dk') {
  const named = Object.entries(settings).map(([name, value]) => [`NIVEAU_FHIR_TARGET_${name}`, value]);
  return readTarget(base, Object.fromEntries(named));
}

function problemsOf(act: () => unknown): unknown {
  try {
    return act();
  } catch (error) {
    return error instanceof Refusal ? error.problems : error;
  }
}

const client = { TOKEN_URL: 'https://auth.example.dk/token', CLIENT_ID: 'a', CLIENT_SECRET: 'b' };

test('nothing set: no credentials, a minute for each call', () => {
  expect(read({})).toEqual({
    base: 'https://fhir.example.dk',
    credentials: { kind: 'none' },
    timeout: 60_000,
    tls: undefined,
  });
});

test('everything set', () => {
  const target = read({ ...client, SCOPE: 's', TIMEOUT: '5', CA: pem, CERT: pem, KEY: pem });
  expect(target).toMatchObject({
    credentials: { kind: 'client', url: client.TOKEN_URL, id: 'a', secret: 'b', scope: 's' },
    timeout: 5000,
    tls: { ca: expect.any(String), cert: expect.any(String), key: expect.any(String) },
  });
  expect(read({ TOKEN: ' abc.DEF== ' }).credentials).toEqual({ kind: 'bearer', token: 'abc.DEF==' });
});

describe('mistakes name the variable', () => {
  test.each([
    ['TOKEN', { ...client, TOKEN: 'abc' }],
    ['TOKEN', { TOKEN: 'two words' }],
    ['TOKEN', { TOKEN: 'abc', CLIENT_ID: 'a' }],
    ['TOKEN_URL', { CLIENT_ID: 'a', CLIENT_SECRET: 'b' }],
    ['TOKEN_URL', { ...client, TOKEN_URL: 'auth.example.dk' }],
    ['CLIENT_ID', { ...client, CLIENT_ID: '' }],
    ['CLIENT_SECRET', { ...client, CLIENT_SECRET: ' ' }],
    ['TIMEOUT', { TIMEOUT: '0' }],
    ['TIMEOUT', { TIMEOUT: 'soon' }],
    ['CA', { CA: '/nowhere' }],
    ['KEY', { CERT: '', KEY: '/nowhere' }],
  ])('%s', (name, settings) => {
    const found = problemsOf(() => read(settings));
    expect(found).toEqual([{ code: 'target-setting', values: { name: `NIVEAU_FHIR_TARGET_${name}` } }]);
  });

  test('a file that is no PEM, and a certificate without its key', () => {
    const setting = (name: string) => [{ code: 'target-setting', values: { name: `NIVEAU_FHIR_TARGET_${name}` } }];
    expect(problemsOf(() => read({ CA: join(folder, 'text') }))).toEqual(setting('CA'));
    expect(problemsOf(() => read({ CERT: pem }))).toEqual(setting('KEY'));
  });
});

describe('a secret does not leave this machine unencrypted', () => {
  test.each([
    ['http://fhir.example.dk', { TOKEN: 'abc' }, false],
    ['https://fhir.example.dk', { ...client, TOKEN_URL: 'http://auth.example.dk/token' }, false],
    ['http://localhost:8080/fhir', { TOKEN: 'abc' }, true],
    ['http://127.0.0.1:8080/fhir', { TOKEN: 'abc' }, true],
    ['http://[::1]:8080/fhir', { TOKEN: 'abc' }, true],
    ['http://127.0.0.1.example.dk/fhir', { TOKEN: 'abc' }, false],
    ['http://fhir.example.dk', {}, true],
  ])('%s %o: %s', (base, settings, allowed) => {
    const found = problemsOf(() => read(settings, base));
    if (allowed) expect(found).toMatchObject({ base });
    else expect(found).toEqual([{ code: 'target-insecure' }]);
  });
});

test.each([
  ['https://x.dk/fhir/', 'https://x.dk/fhir'],
  ['http://x.dk', 'http://x.dk'],
  ['https://x.dk/fhir?a=b', undefined],
  ['https://user:secret@x.dk/fhir', undefined],
  ['ftp://x.dk', undefined],
  ['x.dk', undefined],
])('the address %s is read as %s', (text, expected) => expect(readServer(text)).toBe(expected));
