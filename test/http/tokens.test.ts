import { generateKeyPairSync } from 'node:crypto';
import { CompactSign, exportJWK, exportSPKI, generateKeyPair, SignJWT } from 'jose';
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
    ['an end in a thousand years, while it is not old', { claims: { exp: now() + 31_557_600_000 } }],
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
  /** With another header, under the signature of the first. */
  const headed = async (header: object) => {
    const [, claims, signature] = (await issuer.token(scope)).split('.');
    return [part({ alg: 'ES256', typ: 'at+jwt', kid: 'key-1', ...header }), claims, signature].join('.');
  };
  /** Signed rightly by our issuer, with another token in the place of its claims. */
  const nested = async (token: string) =>
    new CompactSign(Buffer.from(token))
      .setProtectedHeader({ alg: 'ES256', typ: 'JWT', cty: 'JWT', kid: 'key-1' })
      .sign(issuer.pair().privateKey);
  const unencoded = async (token: string) =>
    new CompactSign(Buffer.from(token.split('.')[1] ?? '', 'base64url'))
      .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: 'key-1', b64: true, crit: ['b64'] })
      .sign(issuer.pair().privateKey)
      .then((signed) => signed.replace(/\.[^.]+\./, `.${Buffer.from('{}').toString('base64url')}.`));
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
    ['an end in a thousand years, and old', but({ claims: { iat: now() - 7_200, exp: 1e13 } }), 'token-expired'],
    ['made in a minute', but({ claims: { iat: now() + 60 } }), 'token-invalid'],
    ['an age that is a text', but({ claims: { iat: String(now()) } }), 'token-invalid'],
    ['a beginning that is a text', but({ claims: { nbf: String(now()) } }), 'token-invalid'],
    ['valid in a minute', but({ claims: { nbf: now() + 60 } }), 'token-invalid'],
    ['ended a moment longer ago than clocks may differ', but({ claims: { exp: now() - 31 } }), 'token-expired'],
    ['other audiences', but({ claims: { aud: ['https://other.example.dk', `${audience}/`] } }), 'token-invalid'],
    ['an audience that is an object', but({ claims: { aud: { [audience]: true } } }), 'token-invalid'],
    ['a list of no audiences', but({ claims: { aud: [] } }), 'token-invalid'],
    ['no age', but({ claims: { iat: undefined } }), 'token-invalid'],
    ['made tomorrow', but({ claims: { iat: now() + 86_400, exp: now() + 90_000 } }), 'token-invalid'],
    ['not valid yet', but({ claims: { nbf: now() + 120 } }), 'token-invalid'],
    ['an id token', but({ header: { typ: 'id_token+jwt' } }), 'token-invalid'],
    ['a header that it does not understand', but({ header: { crit: ['x'], x: 1 } }), 'token-invalid'],
    ['a logout token', but({ header: { typ: 'logout+jwt' } }), 'token-invalid'],
    ['a proof of possession', but({ header: { typ: 'dpop+jwt' } }), 'token-invalid'],
    ['a token within a token', async () => nested(await issuer.token(scope)), 'token-invalid'],
    ['its claims unencoded (b64)', async () => unencoded(await issuer.token(scope)), 'token-invalid'],
    ['a list of headers that count, with none in it', async () => headed({ crit: [] }), 'token-invalid'],
    ['another algorithm than its key has', async () => headed({ alg: 'RS256' }), 'token-invalid'],
    ['another curve than its key has', async () => headed({ alg: 'ES384' }), 'token-invalid'],
    ['algorithms to choose from', async () => headed({ alg: ['ES256'] }), 'token-invalid'],
    ['no algorithm', async () => headed({ alg: undefined }), 'token-invalid'],
    ['a header that is a list', async () => `${part([])}.${(await issuer.token(scope)).slice(10)}`, 'token-invalid'],
    ['two tokens in one', async () => `${await issuer.token(scope)},${await issuer.token(scope)}`, 'token-invalid'],
    ['bound to a certificate', but({ claims: { cnf: { 'x5t#S256': 'A'.repeat(43) } } }), 'token-invalid'],
    ['bound to a key', but({ claims: { cnf: { jkt: 'A'.repeat(43) } } }), 'token-invalid'],
    ['bound to nothing', but({ claims: { cnf: null } }), 'token-invalid'],
    ['no client', but({ claims: { client_id: undefined, sub: undefined } }), 'token-invalid'],
    ['a client with the number of a citizen', but({ claims: { client_id: 'ehr-251248-9996' } }), 'token-invalid'],
    ['a citizen alone', but({ claims: { client_id: undefined, sub: '2512489996' } }), 'token-invalid'],
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
    const certificate = Buffer.from('a certificate').toString('base64');
    const theirs = [{ jwk }, { jku: other.keys }, { x5u: other.keys }, { jku: other.keys, kid: 'theirs' }];
    for (const header of [...theirs, { x5c: [certificate] }, { 'x5t#S256': 'theirs' }, { jwk, kid: undefined }]) {
      expect((await call(await issuer.token(scope, { pair, header }))).status).toBe(401);
    }
    other.answer = undefined;
    expect(other.asked()).toBe(before);
  });

  test('in the address or in a form it is none', async () => {
    const token = await issuer.token(scope);
    for (const path of [`/fhir/Questionnaire/somatik?access_token=${token}`, `/fhir/ValueSet?token=${token}`]) {
      expect((await fetch(`${service.url}${path}`)).status).toBe(401);
    }
    const body = new URLSearchParams({ access_token: token });
    expect((await fetch(`${service.url}/fhir/Questionnaire/_search`, { method: 'POST', body })).status).toBe(401);
    expect(
      (await fetch(`${service.url}/fhir/Questionnaire/somatik`, { headers: { cookie: `token=${token}` } })).status,
    ).toBe(401);
    expect(JSON.stringify(service.lines)).not.toContain(token.split('.')[1]);
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

  const ours = () => issuer.jwks().keys[0] ?? {};
  test.each<[string, () => readonly object[]]>([
    ['hold a point that is not on its curve', () => [{ ...ours(), y: Buffer.alloc(32, 1).toString('base64url') }]],
    ['hold a point at infinity', () => [{ ...ours(), x: 'AAAA', y: 'AAAA' }]],
    ['are of a curve that there is not', () => [{ ...ours(), crv: 'P-257' }]],
    ['are of a kind that there is not', () => [{ ...ours(), kty: 'XX' }]],
    ['are for encrypting', () => [{ ...ours(), use: 'enc' }]],
    ['are two under one id', () => [ours(), { ...ours() }]],
    ['hold what is no key', () => [1, null, ours()] as readonly object[]],
  ])('%s: 401 or 503, and never a failure of ours', async (_name, keys) => {
    const fresh = await trust();
    issuer.answer = JSON.stringify({ keys: keys() });
    const { status, issues } = await refusalIn(await call(await issuer.token(scope), fresh));
    expect([
      [401, 'token-invalid'],
      [503, 'issuer-unavailable'],
    ]).toContainEqual([status, issues[0]?.[0]]);
  });

  test('are not fetched from elsewhere, where their address sends on', async () => {
    const fresh = await trust();
    const pair = await generateKeyPair('ES256', { extractable: true });
    other.answer = JSON.stringify({ keys: [{ ...(await exportJWK(pair.publicKey)), kid: 'key-1', alg: 'ES256' }] });
    issuer.answer = { elsewhere: other.keys };
    const before = other.asked();
    expect((await call(await issuer.token(scope, { pair }), fresh)).status).toBe(503);
    other.answer = undefined;
    expect(other.asked()).toBe(before);
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
