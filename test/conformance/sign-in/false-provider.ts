import { createHash, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import type { Otherwise } from '../../access/issuer.ts';
import { listenOn } from '../../loopback.ts';

/** What is wrong with the id token that the next sign-in gets, and with the way back. */
export interface SignInOtherwise extends Otherwise {
  /** The id token itself, made of the right one. */
  readonly token?: (right: string) => string;
  /** Parameters of the way back; undefined leaves one out. */
  readonly back?: Readonly<Record<string, string | undefined>>;
  /** What goes with the token, as an EHR has it: the citizen of the launch. */
  readonly along?: Readonly<Record<string, unknown>>;
  /** Another status of the answer to the code. */
  readonly status?: number;
}

/** An OpenID provider in a few lines, and an EHR's FHIR server beside it, which lies when it is told to. */
export interface SignInServer {
  readonly issuer: string;
  /** The FHIR server. */
  readonly iss: string;
  /** Each request to the FHIR server. */
  readonly asked: { readonly path: string; readonly authorization: string | undefined }[];
  /** What it says of itself besides, or instead. */
  smart: Record<string, unknown>;
  /** What whoever signs in by a browser gets. */
  usual: SignInOtherwise;
  /** The browser at the provider: from the address that it was sent to, to the parameters that it comes back with. */
  signIn(address: string, otherwise?: SignInOtherwise): URLSearchParams;
  /** Which right codes were brought more than once. */
  readonly replayed: () => number;
  /** A key of its own, that nobody else knows. */
  readonly otherPair: Awaited<ReturnType<typeof generateKeyPair>>;
  close(): Promise<void>;
}

interface Asked {
  readonly nonce: string;
  readonly challenge: string;
  readonly redirectUri: string;
  readonly otherwise: SignInOtherwise;
}

export const signInClient = { id: 'niveau-siden', secret: 'a-secret-of-the-tests-own' };

export async function startSignInServer(
  claims: Readonly<Record<string, unknown>>,
  resources: Readonly<Record<string, object>> = {},
): Promise<SignInServer> {
  const [pair, otherPair] = await Promise.all([generateKeyPair('RS256'), generateKeyPair('RS256')]);
  const jwks = { keys: [{ ...(await exportJWK(pair.publicKey)), kid: 'one', alg: 'RS256', use: 'sig' }] };
  const codes = new Map<string, Asked>();
  const used = new Set<string>();
  let replayed = 0;

  const exchange = async (request: IncomingMessage): Promise<readonly [number, object]> => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const given = new URLSearchParams(body);
    const code = given.get('code') ?? '';
    const asked = codes.get(code);
    const digest = createHash('sha256')
      .update(given.get('code_verifier') ?? '')
      .digest('base64url');
    const known = given.get('client_id') === signInClient.id && given.get('client_secret') === signInClient.secret;
    if (!known) return [401, { error: 'invalid_client' }];
    if (used.has(code)) replayed += 1;
    if (asked === undefined || used.has(code) || digest !== asked.challenge) return [400, { error: 'invalid_grant' }];
    if (given.get('redirect_uri') !== asked.redirectUri) return [400, { error: 'invalid_grant' }];
    used.add(code);
    const { otherwise, nonce } = asked;
    const now = Math.floor(Date.now() / 1000);
    const usual = { iss: issuer, aud: signInClient.id, sub: 'laegen', iat: now, exp: now + 300, nonce, ...claims };
    const payload = JSON.parse(JSON.stringify({ ...usual, ...otherwise.claims })) as Record<string, unknown>;
    const header = { alg: 'RS256', kid: 'one', ...otherwise.header };
    const right = await new SignJWT(payload).setProtectedHeader(header).sign((otherwise.pair ?? pair).privateKey);
    const token = otherwise.token?.(right) ?? right;
    return [
      otherwise.status ?? 200,
      { access_token: 'x', token_type: 'Bearer', expires_in: 60, id_token: token, ...otherwise.along },
    ];
  };

  const server = createServer(async (request, response) => {
    const path = request.url ?? '';
    if (path.startsWith('/authorize?')) {
      const address = new URL(path, issuer).href;
      const back = new URL(new URL(address).searchParams.get('redirect_uri') ?? issuer);
      back.search = provider.signIn(address, provider.usual).toString();
      response.writeHead(302, { location: back.href }).end();
      return;
    }
    if (path.startsWith('/fhir/') && !path.includes('.well-known')) {
      const { authorization } = request.headers;
      provider.asked.push({ path, authorization });
      const resource = authorization === 'Bearer x' ? resources[path.slice('/fhir/'.length)] : undefined;
      response.writeHead(resource === undefined ? 404 : 200, { 'content-type': 'application/fhir+json' });
      response.end(JSON.stringify(resource ?? { resourceType: 'OperationOutcome', issue: [] }));
      return;
    }
    const answers: Readonly<Record<string, object>> = {
      '/.well-known/openid-configuration': {
        issuer,
        authorization_endpoint: `${issuer}/authorize`,
        token_endpoint: `${issuer}/token`,
        jwks_uri: `${issuer}/jwks`,
        end_session_endpoint: `${issuer}/end`,
        authorization_response_iss_parameter_supported: true,
        token_endpoint_auth_methods_supported: ['client_secret_post'],
        id_token_signing_alg_values_supported: ['RS256'],
        response_types_supported: ['code'],
        subject_types_supported: ['public'],
      },
      '/jwks': jwks,
      '/fhir/.well-known/smart-configuration': {
        issuer,
        authorization_endpoint: `${issuer}/authorize`,
        token_endpoint: `${issuer}/token`,
        jwks_uri: `${issuer}/jwks`,
        token_endpoint_auth_methods_supported: ['client_secret_post'],
        code_challenge_methods_supported: ['S256'],
        capabilities: ['launch-ehr', 'context-ehr-patient', 'sso-openid-connect', 'client-confidential-symmetric'],
        ...provider.smart,
      },
    };
    const found = answers[path];
    const [status, answer] = found === undefined ? await exchange(request) : [200, found];
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  });
  const issuer = `http://127.0.0.1:${await listenOn(server)}`;

  const provider: SignInServer = {
    issuer,
    iss: `${issuer}/fhir`,
    asked: [],
    smart: {},
    usual: {},
    otherPair,
    replayed: () => replayed,
    signIn(address, otherwise = {}) {
      const { searchParams: asked } = new URL(address);
      const text = (name: string) => asked.get(name) ?? '';
      const code = randomUUID();
      const [nonce, challenge, redirectUri] = [text('nonce'), text('code_challenge'), text('redirect_uri')];
      codes.set(code, { nonce, challenge, redirectUri, otherwise });
      const back = { code, state: text('state'), iss: issuer, ...otherwise.back };
      const given = Object.entries(back).filter((one): one is [string, string] => one[1] !== undefined);
      return new URLSearchParams(given);
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return provider;
}
