import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { createLocalJWKSet, exportJWK, generateKeyPair, jwtVerify } from 'jose';
import { expect, onTestFinished, test } from 'vitest';
import { isPrivateJwk } from '../../src/config/credentials.ts';
import { readTarget } from '../../src/delivery/fhir-server/target.ts';
import { tokenSource } from '../../src/delivery/fhir-server/token.ts';
import { listenOn } from '../loopback.ts';
import { problemsOf } from '../medcom/refusal.ts';

const folder = mkdtempSync(join(tmpdir(), 'niveau-jwk-'));

async function keyFile(changes: object = {}) {
  const { publicKey, privateKey } = await generateKeyPair('ES384', { extractable: true });
  const file = join(folder, `${Object.keys(changes).join('-')}.json`);
  writeFileSync(file, JSON.stringify({ ...(await exportJWK(privateKey)), kid: 'ours', alg: 'ES384', ...changes }));
  return { file, keys: createLocalJWKSet({ keys: [{ ...(await exportJWK(publicKey)), kid: 'ours', alg: 'ES384' }] }) };
}

test('a token is got by an assertion that the private key signs, for the address of the tokens, and a new one each time', async () => {
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const { file, keys } = await keyFile();
  const bodies: URLSearchParams[] = [];
  const server = createServer(async (request, response) => {
    bodies.push(new URLSearchParams(await text(request)));
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ access_token: `token-${bodies.length}`, token_type: 'bearer', expires_in: 300 }));
  });
  const tokens = `http://127.0.0.1:${await listenOn(server)}/token`;
  onTestFinished(() => void server.close());
  const settings = { TOKEN_URL: tokens, CLIENT_ID: 'niveau', CLIENT_KEY: file, SCOPE: 'system/*.cu' };
  const env = Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [`NIVEAU_FHIR_TARGET_${name}`, value]),
  );
  const source = tokenSource(readTarget('http://127.0.0.1:1/fhir', env), undefined);
  const first = await source.header();
  expect(first).toBe('Bearer token-1');
  expect(source.renew(first)).toBe(true);
  expect(await source.header()).toBe('Bearer token-2');
  const ids = new Set<unknown>();
  for (const body of bodies) {
    expect(body.get('client_assertion_type')).toBe('urn:ietf:params:oauth:client-assertion-type:jwt-bearer');
    expect(body.get('scope')).toBe('system/*.cu');
    const { payload } = await jwtVerify(body.get('client_assertion') ?? '', keys, {
      audience: tokens,
      issuer: 'niveau',
    });
    expect([payload.sub, (payload.exp ?? 0) - (payload.iat ?? 0) <= 300]).toEqual(['niveau', true]);
    ids.add(payload.jti);
  }
  expect(ids.size).toBe(2);
});

test.each<[string, object]>([
  ['without its id', { kid: undefined }],
  ['without its private half', { d: undefined }],
  ['without its algorithm', { alg: undefined }],
  ['with the algorithm of another curve', { alg: 'ES256' }],
  ['with the algorithm of another kind', { alg: 'RS384' }],
  ['with the algorithm of a shared secret', { alg: 'HS256' }],
  ['with alg none', { alg: 'none' }],
  ['of another curve than its numbers', { crv: 'P-256' }],
  ['that is a shared secret', { kty: 'oct', k: 'c2VjcmV0' }],
])('a key %s is refused', async (_, changes) => {
  mkdirSync(folder, { recursive: true });
  const { file } = await keyFile(changes);
  const env = {
    NIVEAU_FHIR_TARGET_TOKEN_URL: 'https://sts.example.dk/token',
    NIVEAU_FHIR_TARGET_CLIENT_ID: 'niveau',
    NIVEAU_FHIR_TARGET_CLIENT_KEY: file,
  };
  expect(await problemsOf(() => readTarget('https://fhir.example.dk', env))).toEqual([
    { code: 'target-setting', values: { name: 'NIVEAU_FHIR_TARGET_CLIENT_KEY' } },
  ]);
});

test.each<[string, () => KeyObject]>([
  ['ES256', () => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey],
  ['ES512', () => generateKeyPairSync('ec', { namedCurve: 'P-521' }).privateKey],
  ['PS384', () => generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey],
  ['EdDSA', () => generateKeyPairSync('ed25519').privateKey],
])('a key for %s is taken', (alg, make) => {
  expect(isPrivateJwk(JSON.stringify({ ...make().export({ format: 'jwk' }), kid: 'ours', alg }))).toBe(true);
});

test('an RSA key that is too short to be trusted is refused', () => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 1024 });
  const text = JSON.stringify({ ...privateKey.export({ format: 'jwk' }), kid: 'ours', alg: 'RS256' });
  expect(isPrivateJwk(text)).toBe(false);
});
