import { createServer } from 'node:http';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import type { KeySetLimits } from '../../src/access/key-set.ts';
import { listenOn } from '../loopback.ts';

type KeyPair = Awaited<ReturnType<typeof generateKeyPair>>;

/**
 * What a token's header and claims are to be instead of what they are when all is right; `undefined` leaves one out.
 */
export interface Otherwise {
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly header?: Readonly<Record<string, unknown>>;
  readonly pair?: KeyPair;
}

/** A token server of the tests' own. */
export interface TestIssuer {
  readonly name: string;
  /** Where its keys are. */
  readonly keys: string;
  /** What the next answers for its keys are, instead of them: a text, after a while, none at all, or elsewhere. */
  answer: undefined | string | 'never' | 'gone' | { readonly elsewhere: string };
  /** How often its keys were asked for. */
  readonly asked: () => number;
  /** What is in its set of keys. */
  readonly jwks: () => { readonly keys: readonly object[] };
  /** A key of its own, that nobody else knows. */
  readonly pair: () => KeyPair;
  /** Signs with a new key from now on. */
  rotate(): Promise<void>;
  token(scope: string, otherwise?: Otherwise): Promise<string>;
  close(): Promise<void>;
}

export const audience = 'https://niveau.example.dk/fhir';

/** So short that a test waits for none of them, but for a fetch, which a busy machine may make wait. */
export const quickKeySets: KeySetLimits = {
  timeout: 20_000,
  cooldown: 0,
  rest: 0,
  age: 600_000,
  oldest: 600_000,
  bytes: 20_000,
};

export async function startIssuer(): Promise<TestIssuer> {
  let pair = await generateKeyPair('ES256', { extractable: true });
  let kid = 1;
  let asked = 0;
  const published = async () => ({
    keys: [{ ...(await exportJWK(pair.publicKey)), kid: `key-${kid}`, alg: 'ES256', use: 'sig' }],
  });
  let jwks: { readonly keys: readonly object[] } = await published();
  const server = createServer((_request, response) => {
    asked += 1;
    const { answer } = issuer;
    if (answer === 'gone') response.socket?.destroy();
    else if (typeof answer === 'object') response.writeHead(302, { location: answer.elsewhere }).end();
    else if (answer !== 'never')
      response.setHeader('content-type', 'application/json').end(answer ?? JSON.stringify(jwks));
  });
  const name = `http://127.0.0.1:${await listenOn(server)}`;
  const issuer: TestIssuer = {
    name,
    keys: `${name}/jwks`,
    answer: undefined,
    asked: () => asked,
    jwks: () => jwks,
    pair: () => pair,
    rotate: async () => {
      pair = await generateKeyPair('ES256', { extractable: true });
      kid += 1;
      jwks = await published();
    },
    token: (scope, { claims = {}, header = {}, pair: other = pair } = {}) => {
      const now = Math.floor(Date.now() / 1000);
      const usual = { iss: name, sub: 'ehr', client_id: 'ehr', aud: audience, iat: now, exp: now + 300, scope };
      const payload: JWTPayload = JSON.parse(JSON.stringify({ ...usual, ...claims })) as JWTPayload;
      const head = { alg: 'ES256', typ: 'at+jwt', kid: `key-${kid}`, ...header };
      return new SignJWT(payload).setProtectedHeader(head).sign(other.privateKey, { crit: { x: true } });
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return issuer;
}

/** The header of a call. */
export function bearer(token: string): Record<string, string> {
  return { authorization: `Bearer ${token}` };
}
