import { generateKeyPairSync } from 'node:crypto';
import { exportJWK, exportSPKI, generateKeyPair, SignJWT } from 'jose';
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { audience, bearer, type Otherwise, quickKeySets, startIssuer, type TestIssuer } from '../access/issuer.ts';
import { sendRaw } from './raw.ts';
import { refusalIn, startService, type TestOptions, type TestService, until } from './service.ts';

let issuer: TestIssuer;
let other: TestIssuer;
let service: TestService;
beforeAll(async () => {
  [issuer, other] = await Promise.all([startIssuer(), startIssuer()]);
  service = await startService(trusting(issuer));
});
afterAll(() => Promise.all([service.close(), issuer.close(), other.close()]));
afterEach(() => {
  issuer.answer = undefined;
});

function trusting({ name, keys }: TestIssuer, config: TestOptions['config'] = {}, keySets = quickKeySets): TestOptions {
  return { config: { auth: ['tokens'], issuers: [{ name, keys, tokenUrl: undefined }], audience, ...config }, keySets };
}

/** A service of its own, which has fetched no keys yet. */
async function trust(config: TestOptions['config'] = {}, keySets = quickKeySets): Promise<TestService> {
  const started = await startService(trusting(issuer, config, keySets));
  onTestFinished(() => started.close());
  return started;
}

const scope = 'system/Questionnaire.r';
const call = (token: string, { url } = service) =>
  fetch(`${url}/fhir/Questionnaire/somatik`, { headers: bearer(token) });
const now = () => Math.floor(Date.now() / 1000);
const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

test('a right token lets in, again and again', async () => {
  const token = await issuer.token(scope, { claims: { jti: 'one' } });
  expect((await call(token)).status).toBe(200);
  expect((await call(token)).status).toBe(200);
});

describe('a token is taken from where it is right', () => {
  test.each<[string, Otherwise]>([
    ['typ JWT', { header: { typ: 'JWT' } }],
    ['no typ', { header: { typ: undefined } }],
    ['several audiences', { claims: { aud: ['https://other.example.dk', audience] } }],
    ['a clock that is 20 seconds ahead', { claims: { iat: now() + 20, nbf: now() + 20 } }],
    ['a client that is only the subject', { claims: { client_id: undefined } }],
  ])('%s', async (_name, otherwise) => {
    expect((await call(await issuer.token(scope, otherwise))).status).toBe(200);
  });
});

describe('a token that is not right', () => {
  const forged = async (header: object, secret: Uint8Array | string) => {
    const claims = { iss: issuer.name, client_id: 'ehr', aud: audience, iat: now(), exp: now() + 300, scope };
    const key = typeof secret === 'string' ? Buffer.from(secret) : secret;
    return new SignJWT(claims).setProtectedHeader({ alg: 'HS256', ...header }).sign(key);
  };
  const but = (otherwise: Otherwise) => () => issuer.token(scope, otherwise);
  test.each<[string, () => Promise<string>, string]>([
    ['alg none', async () => `${part({ alg: 'none' })}.${(await issuer.token(scope)).split('.')[1]}.`, 'token-invalid'],
    ['alg NONE', async () => `${part({ alg: 'NONE' })}.${(await issuer.token(scope)).split('.')[1]}.`, 'token-invalid'],
    ['no signature', async () => (await issuer.token(scope)).replace(/[^.]+$/, ''), 'token-invalid'],
    [
      'a signature of zeros',
      async () => (await issuer.token(scope)).replace(/[^.]+$/, 'A'.repeat(86)),
      'token-invalid',
    ],
    [
      'the public key as secret, as PEM',
      async () => forged({ kid: 'key-1' }, await exportSPKI(issuer.pair().publicKey)),
      'token-invalid',
    ],
    [
      'the public key as secret, as JWK',
      async () => forged({ kid: 'key-1' }, JSON.stringify(await exportJWK(issuer.pair().publicKey))),
      'token-invalid',
    ],
    [
      'another key under the same kid',
      async () => issuer.token(scope, { pair: await generateKeyPair('ES256') }),
      'token-invalid',
    ],
    ['a kid that is a path', but({ header: { kid: '../../etc/passwd' } }), 'token-invalid'],
    ['a kid that is SQL', but({ header: { kid: "' OR 1=1 --" } }), 'token-invalid'],
    ['a kid that is no text', but({ header: { kid: 1 } }), 'token-invalid'],
    ['an issuer that is not ours', () => other.token(scope), 'token-invalid'],
    ['the name of our issuer, by another', () => other.token(scope, { claims: { iss: issuer.name } }), 'token-invalid'],
    ['an issuer with a slash more', () => issuer.token(scope, { claims: { iss: `${issuer.name}/` } }), 'token-invalid'],
    ['no issuer', but({ claims: { iss: undefined } }), 'token-invalid'],
    ['two issuers', () => issuer.token(scope, { claims: { iss: [issuer.name] } }), 'token-invalid'],
    ['another audience', but({ claims: { aud: 'https://other.example.dk/fhir' } }), 'token-invalid'],
    ['our audience in part', but({ claims: { aud: audience.slice(0, -1) } }), 'token-invalid'],
    ['no audience', but({ claims: { aud: undefined } }), 'token-invalid'],
    ['ended', but({ claims: { exp: now() - 60 } }), 'token-expired'],
    ['no end', but({ claims: { exp: undefined } }), 'token-invalid'],
    ['an end that is a text', but({ claims: { exp: '9999999999' } }), 'token-invalid'],
    ['too old, though it has not ended', but({ claims: { iat: now() - 7_200, exp: now() + 300 } }), 'token-expired'],
    ['no age', but({ claims: { iat: undefined } }), 'token-invalid'],
    ['made tomorrow', but({ claims: { iat: now() + 86_400, exp: now() + 90_000 } }), 'token-invalid'],
    ['not valid yet', but({ claims: { nbf: now() + 120 } }), 'token-invalid'],
    ['an id token', but({ header: { typ: 'id_token+jwt' } }), 'token-invalid'],
    ['a header that it does not understand', but({ header: { crit: ['x'], x: 1 } }), 'token-invalid'],
    ['no client', but({ claims: { client_id: undefined, sub: undefined } }), 'token-invalid'],
    ['oversized', but({ claims: { more: 'x'.repeat(8_000) } }), 'token-invalid'],
    ['five parts', async () => 'a.b.c.d.e', 'token-invalid'],
    ['two parts', async () => 'a.b', 'token-invalid'],
    ['no JSON', async () => `${part({ alg: 'ES256' })}.${Buffer.from('{').toString('base64url')}.AA`, 'token-invalid'],
    ['claims that are a list', async () => `${part({ alg: 'ES256' })}.${part([])}.AA`, 'token-invalid'],
    ['a key of ours that is none', async () => 'niveau_abc', 'unauthenticated'],
  ])('%s: 401', async (_name, make, code) => {
    const answer = await call(await make());
    expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer realm="niveau"/);
    expect(await refusalIn(answer)).toEqual({ status: 401, issues: [[code]] });
  });

  test('keys that the token brings along, or says where they are, are never looked at', async () => {
    const pair = await generateKeyPair('ES256', { extractable: true });
    const jwk = { ...(await exportJWK(pair.publicKey)), kid: 'theirs' };
    other.answer = JSON.stringify({ keys: [jwk] });
    const before = other.asked();
    for (const header of [{ jwk }, { jku: other.keys }, { x5u: other.keys }, { jku: other.keys, kid: 'theirs' }]) {
      expect((await call(await issuer.token(scope, { pair, header }))).status).toBe(401);
    }
    other.answer = undefined;
    expect(other.asked()).toBe(before);
  });

  test('beyond what headers may hold: 431', async () => {
    expect((await call('x'.repeat(20_000))).status).toBe(431);
  });

  test('two of them: which one was looked at on the way?', async () => {
    const authorization = `Authorization: Bearer ${await issuer.token(scope)}\r\n`;
    const start = 'GET /fhir/Questionnaire/somatik HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n';
    expect(await sendRaw(service.url, `${start}${authorization}\r\n`)).toMatch(/^HTTP\/1.1 200 /);
    const two = `${start}${authorization}Authorization: Bearer other\r\n\r\n`;
    expect(await sendRaw(service.url, two)).toMatch(/^HTTP\/1.1 401 /);
  });
});

describe('the id of a token (jti)', () => {
  test('belongs to one token: another one under it is refused', async () => {
    const claims = { jti: 'shared' };
    expect((await call(await issuer.token(scope, { claims }))).status).toBe(200);
    const second = await issuer.token(`$scopesystem/ValueSet.r`, { claims });
    expect(await refusalIn(await call(second))).toEqual({ status: 401, issues: [['token-invalid']] });
  });

  test('is taken once where tokens are for one use, and then has to be there', async () => {
    const strict = await trust({ tokenUse: 'once' });
    const token = await issuer.token(scope, { claims: { jti: 'replayed' } });
    expect((await call(token, strict)).status).toBe(200);
    expect(await refusalIn(await call(token, strict))).toEqual({ status: 401, issues: [['token-invalid']] });
    expect((await call(await issuer.token(scope), strict)).status).toBe(401);
    expect((await call(await issuer.token(scope, { claims: { jti: 'next' } }), strict)).status).toBe(200);
  });
});

describe('the keys of an issuer', () => {
  const rsa = generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey.export({ format: 'jwk' });
  test.each<[string, TestIssuer['answer']]>([
    ['are slow', 'never'],
    ['are gone', 'gone'],
    ['are a page', '<html>'],
    ['are no set', '{"keys":1}'],
    ['are huge', JSON.stringify({ keys: [], more: 'x'.repeat(30_000) })],
  ])('%s: 503 with Retry-After, and not the fault of the token', async (_name, answer) => {
    const fresh = await trust({}, answer === 'never' ? { ...quickKeySets, timeout: 100 } : quickKeySets);
    issuer.answer = answer;
    const refused = await call(await issuer.token(scope), fresh);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await refusalIn(refused)).toEqual({ status: 503, issues: [['issuer-unavailable']] });
    // As soon as they are there, it is let in.
    issuer.answer = undefined;
    await until(async () => (await call(await issuer.token(scope), fresh)).status === 200);
  });

  test.each([
    ['are none', { keys: [] }],
    ['are too short', { keys: [{ ...rsa, kid: 'key-1', alg: 'RS256' }] }],
    ['are secrets', { keys: [{ kty: 'oct', k: 'c2VjcmV0', kid: 'key-1' }] }],
  ])('%s: 401', async (_name, set) => {
    const fresh = await trust();
    issuer.answer = JSON.stringify(set);
    expect((await call(await issuer.token(scope), fresh)).status).toBe(401);
  });

  test('are fetched once for all, and anew for a key that is not among them', async () => {
    const fresh = await trust();
    const before = issuer.asked();
    const token = await issuer.token(scope);
    const answers = await Promise.all(Array.from({ length: 20 }, () => call(token, fresh)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(issuer.asked() - before).toBe(1);
    await issuer.rotate();
    expect((await call(await issuer.token(scope), fresh)).status).toBe(200);
    expect(issuer.asked() - before).toBe(2);
    // What the old key signed is not let in, unless it was a moment ago.
    expect((await call(await issuer.token(scope, { header: { kid: 'key-0' } }), fresh)).status).toBe(401);
  });

  test('are not fetched for every unknown key: they rest', async () => {
    const fresh = await trust({}, { ...quickKeySets, cooldown: 60_000 });
    const before = issuer.asked();
    for (const kid of ['a', 'b', 'c']) {
      expect((await call(await issuer.token(scope, { header: { kid } }), fresh)).status).toBe(401);
    }
    expect(issuer.asked() - before).toBe(1);
  });

  test('keep letting in while their issuer is away', async () => {
    const fresh = await trust({}, { ...quickKeySets, age: 0 });
    expect((await call(await issuer.token(scope), fresh)).status).toBe(200);
    issuer.answer = 'gone';
    expect((await call(await issuer.token(scope, { claims: { jti: 'away' } }), fresh)).status).toBe(200);
  });

  test('are not used any more when they are too old', async () => {
    const fresh = await trust({}, { ...quickKeySets, age: 0, oldest: 0 });
    issuer.answer = 'gone';
    expect((await call(await issuer.token(scope), fresh)).status).toBe(503);
  });
});

test('no token is in the log', async () => {
  const token = await issuer.token(scope, { claims: { sub: '2512489996' } });
  await call(token);
  await call(`$tokenx`);
  const logged = JSON.stringify(service.lines);
  expect(logged).not.toContain(token.split('.')[1] ?? token);
  expect(logged).not.toContain('2512489996');
});
