import { createServer } from 'node:http';
import { exportJWK, generateKeyPair } from 'jose';
import { Provider } from 'oidc-provider';
import { listenOn } from '../../loopback.ts';

/** An OpenID provider of the tests' own (oidc-provider), with one client and whoever says that they are somebody. */
export interface TestProvider {
  readonly issuer: string;
  /** Where somebody who signs in is sent back to. */
  readonly redirectUri: string;
  close(): Promise<void>;
}

export const testClient = { id: 'niveau-siden', secret: 'a-secret-of-the-tests-own-with-forty-chars' };

/** People of the provider, with what it says of each. */
export const people: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  laegen: {
    name: 'Michael Burns',
    organization: ['https://www.gs1.org/gln|5790000121526'],
    rights: 'user/*.cruds niveau/medcom.cr niveau/operate.r',
  },
  kigger: { name: 'Kigge Kun', organization: ['https://www.gs1.org/gln|5790000121526'], rights: 'user/*.rs' },
};

export async function startProvider(publicUrl: string): Promise<TestProvider> {
  const redirectUri = `${publicUrl}/sign-in/callback`;
  const server = createServer();
  const issuer = `http://127.0.0.1:${await listenOn(server)}`;
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: testClient.id,
        client_secret: testClient.secret,
        redirect_uris: [redirectUri],
        post_logout_redirect_uris: [`${publicUrl}/`],
        grant_types: ['authorization_code'],
        response_types: ['code'],
      },
    ],
    jwks: { keys: [{ ...(await exportJWK(privateKey)), kid: 'one', alg: 'RS256', use: 'sig' }] },
    pkce: { required: () => true },
    // What is told stands in the id token, as most providers are set up.
    conformIdTokenClaims: false,
    claims: { openid: ['sub'], profile: ['name', 'organization', 'rights'] },
    cookies: { keys: ['of-the-tests'] },
    findAccount: (_context, id) => ({ accountId: id, claims: () => ({ sub: id, ...people[id] }) }),
    features: { devInteractions: { enabled: true }, rpInitiatedLogout: { enabled: true } },
  });
  server.on('request', provider.callback());
  return {
    issuer,
    redirectUri,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
