import { importJWK, type JWK } from 'jose';
import * as oauth from 'oauth4webapi';
import { isOpen } from '../../config/server-address.ts';
import { Refusal, refuse } from '../../outcome/problem.ts';
import { fetchSome } from '../key-set.ts';

/** Where somebody signs in, and as which client we ask there. */
export interface Provider {
  /** What it says of itself: asked for when first needed, and again now and then. */
  readonly server: () => Promise<oauth.AuthorizationServer>;
  readonly clientId: string;
  readonly secret: string | undefined;
  /** A private key, as JWK. */
  readonly key: string | undefined;
  /** An assertion is made for the token's own address, as SMART wants it; else for the issuer (RFC 7523bis). */
  readonly tokenAudience?: true;
}

/** What has to be known again when the browser comes back. */
export interface Begun {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

/** What came of it: who it is, and what goes with it. */
export interface Redeemed {
  readonly claims: Readonly<Record<string, unknown>>;
  readonly tokens: oauth.TokenEndpointResponse;
}

const limits = { timeout: 10_000, bytes: 262_144, fresh: 600_000 };

/** Requests of the library: they end, bring no more than that, and follow no redirect, which would carry secrets on. */
function requestOptions() {
  return {
    [oauth.customFetch]: (address: string, init: object) =>
      fetchSome(address, { ...init, redirect: 'error' }, limits.bytes),
    // The settings take http for this machine alone, and `reachable` looks at what a server names.
    [oauth.allowInsecureRequests]: true,
    signal: AbortSignal.timeout(limits.timeout),
  } as const;
}

/** Asks once for all who wait, and again when it is old; a failure is not kept. */
export function remembered<Value>(ask: () => Promise<Value>): () => Promise<Value> {
  let last: { readonly value: Promise<Value>; readonly at: number } | undefined;
  return () => {
    if (last !== undefined && performance.now() - last.at < limits.fresh) return last.value;
    const asked = { value: ask(), at: performance.now() };
    asked.value.catch(() => {
      if (last === asked) last = undefined;
    });
    last = asked;
    return asked.value;
  };
}

/** An issuer's description of itself (OpenID Connect Discovery). Code: sign-in-unavailable. */
export function discovered(issuer: string): () => Promise<oauth.AuthorizationServer> {
  return remembered(async () => {
    try {
      const address = new URL(issuer);
      return await oauth.processDiscoveryResponse(address, await oauth.discoveryRequest(address, requestOptions()));
    } catch {
      refuse('sign-in-unavailable');
    }
  });
}

/** The address to which the browser goes to sign in, and what to know when it comes back. */
export async function begin(
  { server, clientId }: Provider,
  parameters: Readonly<Record<string, string>>,
): Promise<Begun & { readonly address: string }> {
  const address = new URL(reachable((await server()).authorization_endpoint));
  const begun = {
    state: oauth.generateRandomState(),
    nonce: oauth.generateRandomNonce(),
    verifier: oauth.generateRandomCodeVerifier(),
  };
  const asked = {
    client_id: clientId,
    response_type: 'code',
    state: begun.state,
    nonce: begun.nonce,
    code_challenge: await oauth.calculatePKCECodeChallenge(begun.verifier),
    code_challenge_method: 'S256',
    ...parameters,
  };
  for (const [name, value] of Object.entries(asked)) address.searchParams.set(name, value);
  return { ...begun, address: address.href };
}

/**
 * Exchanges the code of an answer for who it is: state and `iss` are those that were expected, the id token is signed
 * by a key of its issuer, made for us, fresh, and with our nonce (OpenID Connect Core, 3.1.3.7; RFC 9207).
 * Codes: sign-in-denied, sign-in-failed, sign-in-unavailable. `refused` gets the library's code of what was wrong.
 */
export async function redeem(
  provider: Provider,
  begun: Begun,
  given: { readonly parameters: URLSearchParams; readonly redirectUri: string },
  refused: (reason: string) => void,
): Promise<Redeemed> {
  const server = await provider.server();
  const client: oauth.Client = { client_id: provider.clientId };
  const options = requestOptions();
  try {
    reachable(server.token_endpoint);
    reachable(server.jwks_uri);
    const right = oauth.validateAuthResponse(server, client, given.parameters, begun.state);
    const shown = await showing(provider, server);
    const { verifier, nonce } = begun;
    const { redirectUri } = given;
    const answer = await oauth.authorizationCodeGrantRequest(
      server,
      client,
      shown,
      right,
      redirectUri,
      verifier,
      options,
    );
    const expected = { expectedNonce: nonce, requireIdToken: true };
    const tokens = await oauth.processAuthorizationCodeResponse(server, client, answer, expected);
    await oauth.validateApplicationLevelSignature(server, answer, options);
    const claims = oauth.getValidatedIdTokenClaims(tokens) ?? refuse('sign-in-failed');
    return { claims, tokens };
  } catch (error) {
    if (error instanceof Refusal) throw error;
    refused(reasonOf(error));
    throw new Refusal([{ code: codeOf(error) }]);
  }
}

/** An address that a server names: no code and no secret goes unencrypted to another machine. */
function reachable(address: string | undefined): string {
  if (address === undefined || !URL.canParse(address) || isOpen(address)) refuse('sign-in-unavailable');
  return address;
}

/** How the client shows who it is: by its key, by its secret, or, where it has neither, by PKCE alone. */
async function showing(
  { secret, key, tokenAudience }: Provider,
  server: oauth.AuthorizationServer,
): Promise<oauth.ClientAuth> {
  if (key !== undefined) {
    const { kid, ...parts } = JSON.parse(key) as JWK;
    const imported = await importJWK(parts);
    if (imported instanceof Uint8Array) refuse('sign-in-failed');
    const audience = (_header: object, payload: Record<string, unknown>) => {
      if (tokenAudience === true) payload.aud = server.token_endpoint;
    };
    return oauth.PrivateKeyJwt({ key: imported, ...(kid && { kid }) }, { [oauth.modifyAssertion]: audience });
  }
  if (secret === undefined) return oauth.None();
  // The header's names and secrets are escaped in more than one way out there; in the body there is one.
  const ways = server.token_endpoint_auth_methods_supported ?? [];
  return ways.includes('client_secret_post') ? oauth.ClientSecretPost(secret) : oauth.ClientSecretBasic(secret);
}

function codeOf(error: unknown): 'sign-in-denied' | 'sign-in-failed' | 'sign-in-unavailable' {
  if (error instanceof oauth.AuthorizationResponseError) {
    if (error.error === 'server_error' || error.error === 'temporarily_unavailable') return 'sign-in-unavailable';
    return error.error === 'access_denied' ? 'sign-in-denied' : 'sign-in-failed';
  }
  const cause = error instanceof oauth.OperationProcessingError ? error.cause : undefined;
  const status = error instanceof oauth.ResponseBodyError ? error.status : cause instanceof Response ? cause.status : 0;
  const isAway = isOf(error, ['TimeoutError', 'AbortError']) || (isOf(error, ['TypeError']) && !hasCode(error));
  return status >= 500 || isAway ? 'sign-in-unavailable' : 'sign-in-failed';
}

function isOf(error: unknown, names: readonly string[]): boolean {
  return error instanceof Error && names.includes(error.name);
}

/** The library's own errors have a code; what a fetch throws has none of them. */
function hasCode(error: unknown): error is { readonly code: string } {
  return error instanceof Error && 'code' in error && /^OAUTH_|^ERR_/.test(String(error.code));
}

/** For the log: a word of the library or of OAuth, and nothing that anybody sent. */
function reasonOf(error: unknown): string {
  const known = error instanceof oauth.AuthorizationResponseError || error instanceof oauth.ResponseBodyError;
  if (known && /^[a-z_]{2,40}$/.test(error.error)) return error.error;
  if (hasCode(error)) return error.code;
  return error instanceof Error ? error.name : typeof error;
}
