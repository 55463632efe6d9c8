import type { JWK } from 'jose';
import type { ClientAuth } from 'oauth4webapi';
import { ServerFailure } from './failure.ts';
import { reduce } from './reduce.ts';
import type { Target } from './target.ts';

/** Where the Authorization header comes from. */
export interface TokenSource {
  /** The header's value; undefined where the server asks for none. */
  header(): Promise<string | undefined>;
  /**
   * After a 401 to `header`: forgets that token, unless another call did so already. False where there is no other to
   * be had.
   */
  renew(header: string | undefined): boolean;
}

/** A token is fetched anew so long before it ends, in milliseconds; one of a short life after half of it. */
const margin = 30_000;

/**
 * The source for a target. Client credentials are exchanged when first needed, and one exchange serves all calls that
 * wait for it.
 */
export function tokenSource(target: Target, dispatcher: object | undefined): TokenSource {
  const { credentials } = target;
  if (credentials.kind !== 'client') {
    const header = credentials.kind === 'bearer' ? `Bearer ${credentials.token}` : undefined;
    return { header: async () => header, renew: () => false };
  }
  let current: Promise<string> | undefined;
  let latest: string | undefined;
  let until = Number.POSITIVE_INFINITY;
  const exchange = async () => {
    const { value, life } = await askForToken(target, credentials, dispatcher);
    until = Date.now() + life;
    latest = `Bearer ${value}`;
    return latest;
  };
  return {
    async header() {
      if (current === undefined || until <= Date.now()) {
        until = Number.POSITIVE_INFINITY;
        const asked = exchange();
        current = asked;
        // A failure is not kept: the next call asks again.
        asked.catch(() => {
          if (current === asked) current = undefined;
        });
      }
      return current;
    },
    renew(header) {
      if (header === latest) {
        current = undefined;
        latest = undefined;
      }
      return true;
    },
  };
}

interface Token {
  readonly value: string;
  /** Milliseconds for which it may be used. */
  readonly life: number;
}

/**
 * RFC 6749, 4.4.2, by oauth4webapi, which is loaded when first needed. The client's name and secret stand in the
 * Authorization header (2.3.1).
 * Throws a ServerFailure `token`, with OAuth's own error code where the server gives one.
 */
async function askForToken(
  { timeout }: Target,
  { url, id, secret, key, scope }: Extract<Target['credentials'], { readonly kind: 'client' }>,
  dispatcher: object | undefined,
): Promise<Token> {
  const oauth = await import('oauth4webapi');
  const [server, client] = [{ issuer: new URL(url).origin, token_endpoint: url }, { client_id: id }];
  const options = {
    // A redirect would carry the secret elsewhere.
    [oauth.customFetch]: (address: string, init: object) =>
      fetch(address, { ...init, redirect: 'error', ...(dispatcher && { dispatcher }) } as RequestInit),
    // `readTarget` refuses an unencrypted address of another machine.
    [oauth.allowInsecureRequests]: true,
    signal: AbortSignal.timeout(timeout),
  };
  const parameters: Record<string, string> = scope === '' ? {} : { scope };
  try {
    const shown = key === undefined ? basic(id, secret) : await signed(key, url);
    const answer = await oauth.clientCredentialsGrantRequest(server, client, shown, parameters, options);
    const given = await oauth.processClientCredentialsResponse(server, client, answer);
    const life = given.expires_in === undefined ? Number.POSITIVE_INFINITY : given.expires_in * 1000;
    return { value: given.access_token, life: life - Math.min(margin, life / 2) };
  } catch (error) {
    if (error instanceof oauth.ResponseBodyError) {
      const codes = /^[a-z_]{2,40}$/.test(error.error) ? [error.error] : [];
      throw new ServerFailure('token', { status: error.status, codes });
    }
    if (error instanceof oauth.OperationProcessingError || error instanceof oauth.UnsupportedOperationError) {
      const status = error.cause instanceof Response ? error.cause.status : undefined;
      throw new ServerFailure('token', { status });
    }
    if (error instanceof oauth.WWWAuthenticateChallengeError) {
      throw new ServerFailure('token', { status: error.status });
    }
    const { kind, codes } = reduce(error);
    throw new ServerFailure('token', { codes: [kind, ...codes] });
  }
}

/**
 * SMART Backend Services' `private_key_jwt`: an assertion for the token's own address, new for each exchange. The key
 * never leaves.
 */
async function signed(jwk: string, url: string): Promise<ClientAuth> {
  const [{ importJWK }, { modifyAssertion, PrivateKeyJwt }] = await Promise.all([
    import('jose'),
    import('oauth4webapi'),
  ]);
  const { kid, ...parts } = JSON.parse(jwk) as JWK;
  const key = await importJWK(parts);
  if (key instanceof Uint8Array) throw new ServerFailure('token', {});
  const audience = (_header: object, payload: Record<string, unknown>) => {
    payload.aud = url;
  };
  return PrivateKeyJwt({ key, ...(kid && { kid }) }, { [modifyAssertion]: audience });
}

/**
 * Basic authentication with form-encoded name and secret. The library's own also escapes hyphens and full stops, which
 * servers that do not decode take for another client: names are often UUIDs.
 */
function basic(id: string, secret: string): ClientAuth {
  const form = (text: string) => new URLSearchParams({ t: text }).toString().slice(2);
  const value = Buffer.from(`${form(id)}:${form(secret)}`).toString('base64');
  return (_server, _client, _body, headers) => headers.set('authorization', `Basic ${value}`);
}
