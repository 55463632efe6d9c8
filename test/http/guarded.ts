import { audience, bearer, quickKeySets, startIssuer } from '../access/issuer.ts';
import { sendAsIs } from './raw.ts';
import type { TestOptions } from './service.ts';

// With NIVEAU_TEST_GUARDED=true the services of tests ask who calls. Whatever a test sends is sent by a client with a
// token then, and every body is announced before by a client without one, who is turned away before it sends any of it:
// the corpora of hostile bodies run as they are, and what they expect is what they expect without authentication.

export const isGuarded = process.env.NIVEAU_TEST_GUARDED === 'true';

const everything = 'system/*.cruds niveau/medcom.cr niveau/inbox.c niveau/operate.ru';
const guarded = new Set<string>();
const turnedAway = new Set([401, 404, 405]);
let opened: ReturnType<typeof open> | undefined;

async function open() {
  const issuer = await startIssuer();
  const issuers = [{ name: issuer.name, keys: issuer.keys, tokenUrl: undefined }];
  const token = bearer(await issuer.token(everything, { claims: { exp: Math.floor(Date.now() / 1000) + 3_000 } }));
  sendWith(token);
  return { config: { auth: ['tokens'], issuers, audience } as const, token };
}

/** The settings of a service of a test, which asks who calls. */
export async function guard(options: TestOptions): Promise<TestOptions> {
  opened ??= open();
  const { config } = await opened;
  return { ...options, config: { ...config, ...options.config }, keySets: options.keySets ?? quickKeySets };
}

/** What is sent to this address from now on has a token. */
export function sentBy(url: string): void {
  guarded.add(url);
}

/** The token for what is sent as it stands; nothing for others than the services of `guard`. */
export async function tokenFor(url: string): Promise<string> {
  return guarded.has(url) ? `Authorization: ${(await opened)?.token.authorization}\r\n` : '';
}

function sendWith(token: Readonly<Record<string, string>>): void {
  const send = globalThis.fetch;
  globalThis.fetch = async (input, init = {}) => {
    const { origin, pathname, search } = new URL(String(input));
    const headers = new Headers(init.headers);
    if (!guarded.has(origin) || headers.has('authorization')) return send(input, init);
    if (init.body) await announce(origin, `${init.method ?? 'GET'} ${pathname}${search}`);
    for (const [name, value] of Object.entries(token)) headers.set(name, value);
    return send(input, { ...init, headers });
  };
}

/** A body that never comes: whoever waited for it would not answer. */
async function announce(origin: string, request: string): Promise<void> {
  const head = ['Host: localhost', 'Content-Type: application/fhir+json', 'Content-Length: 99999', 'Connection: close'];
  const answer = await sendAsIs(origin, `${request} HTTP/1.1\r\n${head.join('\r\n')}\r\n\r\n`);
  const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1]);
  if (!turnedAway.has(status)) throw new Error(`without a token ${request} was answered by ${status}`);
}
