import { createServer, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { createLocalJWKSet, exportJWK, generateKeyPair, jwtVerify } from 'jose';
import { listenOn } from '../loopback.ts';

/** What a token server does instead of giving a token to whoever shows that it is our client. */
export type TokenFault = 'gone' | 'silent' | 'broken' | 'page' | 'unknown client' | 'useless tokens' | { to: string };

/** A token server of the tests' own: SMART Backend Services' `private_key_jwt`, each assertion checked, used once. */
export interface TokenServer {
  /** Where tokens are got. */
  readonly url: string;
  readonly clientId: string;
  /** The client's private key, as a JWK. */
  readonly key: string;
  fault: TokenFault | undefined;
  /** Whether a header Authorization lets in where this server's tokens do. */
  readonly lets: (header: string | undefined) => boolean;
  /** Every token that it has given is worth nothing from now on. */
  readonly revoke: () => void;
  /** How often it was asked. */
  readonly asked: () => number;
  /** Why it gave no token, each time that it was the client's fault. */
  readonly refused: readonly string[];
  readonly close: () => Promise<void>;
}

export async function startTokenServer(): Promise<TokenServer> {
  const { publicKey, privateKey } = await generateKeyPair('ES384', { extractable: true });
  const said = { kid: 'ours', alg: 'ES384' };
  const keys = createLocalJWKSet({ keys: [{ ...(await exportJWK(publicKey)), ...said }] });
  const clientId = 'niveau';
  const used = new Set<unknown>();
  const valid = new Set<string>();
  const refused: string[] = [];
  let asked = 0;

  const check = async (request: IncomingMessage) => {
    const body = new URLSearchParams(await text(request));
    if (request.headers.authorization !== undefined) throw new Error('two ways to show who it is');
    if (body.get('grant_type') !== 'client_credentials') throw new Error('another grant');
    if (body.get('client_assertion_type') !== 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer') {
      throw new Error('another kind of assertion');
    }
    const { payload } = await jwtVerify(body.get('client_assertion') ?? '', keys, {
      ...{ algorithms: ['ES384'], issuer: clientId, subject: clientId, audience: server.url },
      ...{ maxTokenAge: 300, requiredClaims: ['exp', 'jti'] },
    });
    if (used.has(payload.jti)) throw new Error('an assertion that was used before');
    used.add(payload.jti);
  };
  const listener = createServer(async (request, response) => {
    asked += 1;
    const { fault } = server;
    const answer = (status: number, body: object) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    if (fault === 'silent') return;
    if (fault === 'gone') return response.socket?.destroy();
    if (fault === 'broken') return answer(500, { error: 'server_error' });
    if (fault === 'page') return response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Log ind</html>');
    if (fault === 'unknown client') return answer(401, { error: 'invalid_client' });
    if (typeof fault === 'object') return response.writeHead(307, { location: fault.to }).end();
    try {
      await check(request);
    } catch (error) {
      refused.push(String(error));
      return answer(400, { error: 'invalid_client' });
    }
    const token = crypto.randomUUID();
    if (fault === undefined) valid.add(`Bearer ${token}`);
    return answer(200, { access_token: token, token_type: 'bearer', expires_in: 300 });
  });
  const server: TokenServer = {
    url: `http://127.0.0.1:${await listenOn(listener)}/token`,
    clientId,
    key: JSON.stringify({ ...(await exportJWK(privateKey)), ...said }),
    fault: undefined,
    lets: (header) => valid.has(header ?? ''),
    revoke: () => valid.clear(),
    asked: () => asked,
    refused,
    close: async () => {
      listener.closeAllConnections();
      await new Promise((resolve) => listener.close(resolve));
    },
  };
  return server;
}
