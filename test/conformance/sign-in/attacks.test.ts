import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { OperationOutcome } from 'fhir/r4.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Config, readConfig } from '../../../src/config.ts';
import { type Gateway, openGateway } from '../../../src/gateway.ts';
import type { KeptEntry } from '../../../src/work/audit/entry.ts';
import { bearer } from '../../access/issuer.ts';
import { loggedText, model, startService, type TestService, until, validResponse } from '../../http/service.ts';
import { type SignInOtherwise, type SignInServer, signInClient, startSignInServer } from './false-provider.ts';

/** People who sign in at the page, and those who only seem to. */
let provider: SignInServer;
let service: TestService;
const folder = mkdtempSync(join(tmpdir(), 'niveau-people-'));
const file = join(folder, 'niveau.db');
let gateway: Gateway;
const publicUrl = new URL('https://niveau.example.dk/niveau');
const host = { host: publicUrl.host };
const organization = 'https://www.gs1.org/gln|5790000121526';

beforeAll(async () => {
  provider = await startSignInServer({ name: 'Michael Burns', organization, rights: ['niveau/medcom.c', 'nonsense'] });
  const config = { ...readConfig({}), store: { kind: 'sqlite', file } } as const;
  gateway = await openGateway({ config, model, log: () => {}, env: {} });
  service = await startService({ config: settings(), gateway });
});
afterAll(async () => {
  await Promise.all([service.close(), provider.close()]);
  await gateway.close();
  rmSync(folder, { recursive: true, force: true });
});

function settings(): Partial<Config> {
  return {
    auth: ['sign-in', 'keys'],
    publicUrl,
    oidcIssuer: provider.issuer,
    oidcClientId: signInClient.id,
    oidcClientSecret: signInClient.secret,
    oidcGrants: ['user/QuestionnaireResponse.crus', 'user/Questionnaire.rs'],
    oidcGrantsClaim: 'rights',
    sessionKey: randomBytes(32),
  };
}

type Headers = Readonly<Record<string, string>>;

/** The service as a browser asks it: no redirect is followed, and no cookie is kept but by the test. */
function ask(path: string, headers: Headers = {}, init: RequestInit = {}) {
  return fetch(`${service.url}${path}`, { redirect: 'manual', ...init, headers: { ...host, ...headers } });
}

/** Cookies as a browser would send them back. */
function cookiesOf(answer: Response): string {
  return answer.headers
    .getSetCookie()
    .flatMap((line) => (/Max-Age=0/.test(line) ? [] : line.split(';', 1)))
    .join('; ');
}

async function begin(to = 'page') {
  const answer = await ask(`/sign-in?to=${to}`);
  return { answer, address: answer.headers.get('location') ?? '', cookie: cookiesOf(answer) };
}

/** Comes back from the provider. */
async function comeBack(otherwise: SignInOtherwise = {}, to = 'page') {
  const { address, cookie } = await begin(to);
  const parameters = provider.signIn(address, otherwise);
  const answer = await ask(`/sign-in/callback?${parameters}`, { cookie });
  return { answer, parameters, cookie };
}

/** A session, as a browser of the page has it. */
async function signedIn(otherwise: SignInOtherwise = {}) {
  const { answer } = await comeBack(otherwise);
  const cookie = cookiesOf(answer);
  const session = (await (await ask('/session', { cookie })).json()) as { name: string; token: string };
  return { cookie, token: session.token, name: session.name };
}

const own = { origin: publicUrl.origin, 'sec-fetch-site': 'same-origin' };
const json = { 'content-type': 'application/fhir+json' };

function create(headers: Headers, identifier = crypto.randomUUID()) {
  const response = { ...validResponse(), identifier: { system: 'urn:test', value: identifier } };
  return ask(
    '/fhir/QuestionnaireResponse',
    { ...json, ...headers },
    { method: 'POST', body: JSON.stringify(response) },
  );
}

async function codeIn(answer: Response): Promise<readonly [number, string | undefined]> {
  const { issue } = (await answer.json()) as OperationOutcome;
  return [answer.status, issue[0]?.details?.coding?.[0]?.code];
}

describe('signing in', () => {
  test('asks the provider for a code with PKCE, state and nonce, and comes back to the page', async () => {
    const { answer, address, cookie } = await begin();
    const asked = new URL(address).searchParams;
    expect(answer.status).toBe(303);
    expect([...asked.keys()].sort()).toEqual([
      'client_id',
      'code_challenge',
      'code_challenge_method',
      'nonce',
      'redirect_uri',
      'response_type',
      'scope',
      'state',
    ]);
    expect(asked.get('redirect_uri')).toBe('https://niveau.example.dk/niveau/sign-in/callback');
    expect(asked.get('code_challenge_method')).toBe('S256');
    const back = await ask(`/sign-in/callback?${provider.signIn(address)}`, { cookie });
    expect([back.status, back.headers.get('location'), back.headers.get('cache-control')]).toEqual([
      303,
      'https://niveau.example.dk/niveau/',
      'no-store',
    ]);
  });

  test('cookies are of this host alone, over TLS alone, and no script sees them', async () => {
    const { answer } = await comeBack();
    const lines = [...answer.headers.getSetCookie(), ...(await begin()).answer.headers.getSetCookie()];
    expect(lines.length).toBe(3);
    for (const line of lines) {
      expect(line).toMatch(/^__Host-niveau-(session|sign-in)=/);
      expect(line).toMatch(/; Path=\/; Max-Age=\d+; HttpOnly; Secure; SameSite=(Strict|Lax)$/);
      expect(line).not.toContain('Domain');
    }
    expect(lines.find((line) => line.startsWith('__Host-niveau-session'))).toContain('SameSite=Strict');
  });

  test('the page is told who it is, and what is readable in a cookie tells nobody', async () => {
    const { cookie, name, token } = await signedIn();
    expect([name, token.length]).toEqual(['Michael Burns', 32]);
    const parts = cookie.split(/[=.]/).map((part) => Buffer.from(part, 'base64url').toString());
    expect(parts.join()).not.toMatch(/Burns|laegen|5790000121526/);
  });

  test('somebody may do what everybody may, and what the provider says of them, and nothing else', async () => {
    const { cookie, token } = await signedIn();
    const headers = { cookie, 'x-niveau-token': token, ...own };
    expect((await create(headers)).status).toBe(201);
    expect((await ask('/fhir/Questionnaire/somatik', { cookie })).status).toBe(200);
    expect(await codeIn(await ask('/fhir/Task', { cookie }))).toEqual([403, 'scope-missing']);
    expect(await codeIn(await ask('/metrics', { cookie }))).toEqual([403, 'scope-missing']);
    const other = await signedIn({ claims: { rights: 'niveau/operate.r' } });
    expect((await ask('/metrics', { cookie: other.cookie })).status).toBe(200);
  });

  test('sees what their organisation sent, and not what another did', async () => {
    const { cookie, token } = await signedIn();
    const made = await create({ cookie, 'x-niveau-token': token, ...own });
    const path = new URL(made.headers.get('location') ?? '').pathname
      .replace('/niveau', '')
      .replace(/\/_history.*/, '');
    const colleague = await signedIn({ claims: { sub: 'sygeplejersken' } });
    const stranger = await signedIn({ claims: { organization: 'https://www.gs1.org/gln|5790001382445' } });
    expect((await ask(path, { cookie: colleague.cookie })).status).toBe(200);
    expect((await ask(path, { cookie: stranger.cookie })).status).toBe(404);
  });

  test.each([
    ['window', 'https://niveau.example.dk/niveau/sign-in/done'],
    ['drift', 'https://niveau.example.dk/niveau/drift'],
  ])('leads on to a page of ours: %s', async (to, address) => {
    expect((await comeBack({}, to)).answer.headers.get('location')).toBe(address);
  });

  test.each(['https://evil.example', '//evil.example', '/\\evil.example', 'page/../..', 'javascript:alert(1)'])(
    'never leads on to another address: %s',
    async (to) => {
      const answer = await ask(`/sign-in?to=${encodeURIComponent(to)}`);
      expect(answer.headers.get('location')).toBeNull();
      expect(await codeIn(answer)).toEqual([400, 'query-value']);
    },
  );
});

const past = Math.floor(Date.now() / 1000) - 3_600;

/** The signature taken off, under an algorithm that needs none. */
function unsigned(token: string): string {
  const header = Buffer.from(JSON.stringify({ alg: 'none', typ: 'JWT' })).toString('base64url');
  return `${header}.${token.split('.')[1]}.`;
}

describe('what a provider, or whoever stands in for one, brings back is refused', () => {
  test.each<[string, SignInOtherwise, string]>([
    ['without a state', { back: { state: undefined } }, 'sign-in-failed'],
    ['with another state', { back: { state: 'x'.repeat(43) } }, 'sign-in-failed'],
    ['without a nonce', { claims: { nonce: undefined } }, 'sign-in-failed'],
    ['with the nonce of another sign-in', { claims: { nonce: 'x'.repeat(43) } }, 'sign-in-failed'],
    ['without the issuer of the answer', { back: { iss: undefined } }, 'sign-in-failed'],
    ['from another issuer (mix-up)', { back: { iss: 'https://evil.example' } }, 'sign-in-failed'],
    ['with a token of another issuer', { claims: { iss: 'https://evil.example' } }, 'sign-in-failed'],
    ['with a token of another client', { claims: { aud: 'another' } }, 'sign-in-failed'],
    ['with one of several, without azp', { claims: { aud: [signInClient.id, 'another'] } }, 'sign-in-failed'],
    ['with one that has ended', { claims: { exp: past } }, 'sign-in-failed'],
    ['with one that is not yet valid', { claims: { nbf: past + 9_000 } }, 'sign-in-failed'],
    ['with an unsigned token', { token: unsigned }, 'sign-in-failed'],
    [
      'with one whose signature is another',
      { token: (right) => `${right.slice(0, -20)}${'A'.repeat(20)}` },
      'sign-in-failed',
    ],
    ['with one of a key that is not there', { header: { kid: 'two' } }, 'sign-in-failed'],
    ['with no token', { token: () => '' }, 'sign-in-failed'],
    ['without a user', { claims: { sub: undefined } }, 'sign-in-failed'],
    ['without a code', { back: { code: undefined } }, 'sign-in-failed'],
    ['with a code of its own', { back: { code: 'stolen' } }, 'sign-in-failed'],
    ['with an error', { back: { code: undefined, error: 'access_denied' } }, 'sign-in-denied'],
    ['with an error of the provider', { back: { code: undefined, error: 'server_error' } }, 'sign-in-unavailable'],
    ['while the provider fails', { status: 502 }, 'sign-in-unavailable'],
    ['with claims that fill a cookie', { claims: { organization: Array(200).fill(organization) } }, 'sign-in-failed'],
  ])('%s', async (_what, otherwise, code) => {
    const { answer } = await comeBack(otherwise);
    expect(cookiesOf(answer)).toBe('');
    expect((await codeIn(answer))[1]).toBe(code);
  });

  test('with a token by the key of somebody else', async () => {
    const { answer } = await comeBack({ pair: provider.otherPair });
    expect([cookiesOf(answer), await codeIn(answer)]).toEqual(['', [403, 'sign-in-failed']]);
  });

  test('without the browser that began, or in another one: nobody is signed in as somebody else', async () => {
    const { address, cookie } = await begin();
    const parameters = provider.signIn(address);
    expect(await codeIn(await ask(`/sign-in/callback?${parameters}`))).toEqual([400, 'sign-in-stale']);
    const victim = await begin();
    expect((await codeIn(await ask(`/sign-in/callback?${parameters}`, { cookie: victim.cookie })))[1]).toBe(
      'sign-in-failed',
    );
    const insecure = cookie.replace('__Host-', '');
    expect(await codeIn(await ask(`/sign-in/callback?${parameters}`, { cookie: insecure }))).toEqual([
      400,
      'sign-in-stale',
    ]);
  });

  test('a second time with the same code', async () => {
    const { parameters, cookie } = await comeBack();
    const again = await ask(`/sign-in/callback?${parameters}`, { cookie });
    expect([cookiesOf(again), (await codeIn(again))[1], provider.replayed()]).toEqual(['', 'sign-in-failed', 1]);
  });

  test('a browser is shown a page that says so, with a way to try again', async () => {
    const answer = await ask('/sign-in/callback?code=a&state=b', { accept: 'text/html' });
    const html = await answer.text();
    expect([answer.status, answer.headers.get('content-type')]).toEqual([400, 'text/html; charset=utf-8']);
    expect(html).toContain('Log ind igen.');
    expect(html).toContain('href="https://niveau.example.dk/niveau/sign-in"');
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
  });
});

describe('a session', () => {
  test.each<[string, (session: Awaited<ReturnType<typeof signedIn>>) => Headers, string]>([
    [
      'from another origin',
      ({ cookie, token }) => ({ cookie, 'x-niveau-token': token, origin: 'https://evil.example' }),
      'request-forged',
    ],
    [
      'from an origin that hides',
      ({ cookie, token }) => ({ cookie, 'x-niveau-token': token, origin: 'null' }),
      'request-forged',
    ],
    [
      'from another host of the domain',
      ({ cookie, token }) => ({ cookie, 'x-niveau-token': token, 'sec-fetch-site': 'same-site' }),
      'request-forged',
    ],
    [
      'from another site',
      ({ cookie, token }) => ({ cookie, 'x-niveau-token': token, ...own, 'sec-fetch-site': 'cross-site' }),
      'request-forged',
    ],
    ['from nobody knows where', ({ cookie, token }) => ({ cookie, 'x-niveau-token': token }), 'request-forged'],
    ['without the token', ({ cookie }) => ({ cookie, ...own }), 'request-forged'],
    ['with a wrong token', ({ cookie }) => ({ cookie, ...own, 'x-niveau-token': 'x'.repeat(32) }), 'request-forged'],
  ])('does nothing for a request %s', async (_where, headersFor, code) => {
    expect(await codeIn(await create(headersFor(await signedIn())))).toEqual([403, code]);
  });

  test('shows nothing to a page of another site', async () => {
    const { cookie } = await signedIn();
    const answer = await ask('/fhir/Questionnaire', { cookie, 'sec-fetch-site': 'cross-site' });
    expect(await codeIn(answer)).toEqual([403, 'request-forged']);
  });

  test.each<[string, (cookie: string) => string]>([
    ['without __Host-', (cookie) => cookie.replace('__Host-', '')],
    ['twice', (cookie) => `${cookie}; __Host-niveau-session=other`],
    ['changed', (cookie) => `${cookie.slice(0, -6)}AAAAAA`],
    ['of a sign-in under way', (cookie) => cookie.replace('-session=', '-sign-in=')],
    ['that somebody made up', () => '__Host-niveau-session=eyJhbGciOiJub25lIn0.e30.'],
  ])('is nothing by a cookie %s', async (_how, change) => {
    const { cookie } = await signedIn();
    expect(await codeIn(await ask('/fhir/Questionnaire', { cookie: change(cookie) }))).toEqual([
      401,
      'unauthenticated',
    ]);
    expect(await (await ask('/session', { cookie: change(cookie) })).json()).toEqual({ signedIn: false });
  });

  test('is a new one at every sign-in: none can be planted beforehand', async () => {
    const before = await signedIn();
    const { address, cookie } = await begin();
    const parameters = provider.signIn(address);
    const answer = await ask(`/sign-in/callback?${parameters}`, { cookie: `${cookie}; ${before.cookie}` });
    expect(cookiesOf(answer)).not.toBe(before.cookie);
    const after = (await (await ask('/session', { cookie: cookiesOf(answer) })).json()) as { token: string };
    expect(after.token).not.toBe(before.token);
  });

  test('counts for nothing beside a token or key that is wrong', async () => {
    const { cookie } = await signedIn();
    const answer = await ask('/fhir/Questionnaire', { cookie, ...bearer('niveau_none') });
    expect(await codeIn(answer)).toEqual([401, 'key-unknown']);
  });

  test('is over when one signs out, also for a copy of its cookie', async () => {
    const { cookie, token } = await signedIn();
    const headers = { cookie, 'x-niveau-token': token, ...own };
    expect(await codeIn(await ask('/sign-out', { cookie, ...own }, { method: 'POST' }))).toEqual([
      403,
      'request-forged',
    ]);
    const out = await ask('/sign-out', headers, { method: 'POST' });
    const { next } = (await out.json()) as { next: string };
    expect(out.headers.getSetCookie()).toEqual([expect.stringMatching(/^__Host-niveau-session=; Path=\/; Max-Age=0;/)]);
    expect(next).toBe(
      `${provider.issuer}/end?client_id=niveau-siden&post_logout_redirect_uri=https%3A%2F%2Fniveau.example.dk%2Fniveau%2F`,
    );
    expect(await codeIn(await create(headers))).toEqual([401, 'session-expired']);
    expect(await (await ask('/session', { cookie })).json()).toEqual({ signedIn: false });
  });

  test('nothing of it stands in the log', async () => {
    const { cookie, token } = await signedIn();
    await create({ cookie, 'x-niveau-token': token, ...own });
    expect(loggedText(service)).not.toMatch(/Burns|laegen|eyJ/);
    expect(loggedText(service)).not.toContain(token);
  });

  test('what somebody does is written down as theirs: signing in, keeping, what they may not, signing out', async () => {
    const { cookie, token } = await signedIn({ claims: { sub: 'den-ene' } });
    const headers = { cookie, 'x-niveau-token': token, ...own };
    await create(headers);
    await ask('/metrics', { cookie });
    await ask('/sign-out', headers, { method: 'POST' });
    const acts = () => {
      const database = new DatabaseSync(file, { readOnly: true });
      const rows = database.prepare('SELECT content FROM audit ORDER BY number').all();
      database.close();
      const entries = rows.map(({ content }) => JSON.parse(String(content)) as KeptEntry);
      return entries.filter(({ by }) => by.user === 'den-ene');
    };
    await until(() => acts().length === 4);
    expect(
      acts()
        .map(({ act }) => act)
        .sort(),
    ).toEqual(['create', 'denied', 'sign-in', 'sign-out']);
    for (const { by } of acts()) {
      expect(by).toMatchObject({ name: 'niveau-siden', organizations: [organization], address: '127.0.0.1' });
    }
  });
});
