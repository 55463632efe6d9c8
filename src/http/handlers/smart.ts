import type { Config } from '../../config.ts';
import { scopeFor } from '../admission.ts';
import { jsonAnswer, type Route } from '../route.ts';

/**
 * SMART App Launch 2, "Conformance using .well-known": where tokens are got, and which scopes there are. At the FHIR
 * base, and at the root for those who look there. Only where tokens are taken.
 */
export function smartRoutes({ auth, issuers }: Config, routes: () => readonly Route[]): readonly Route[] {
  const [first] = issuers;
  if (!auth.includes('tokens') || first === undefined) return [];
  const { name: issuer, keys, tokenUrl } = issuers.find((one) => one.tokenUrl !== undefined) ?? first;
  const handle = () => {
    const needed = routes().flatMap(({ scope }) => (typeof scope === 'string' ? [] : scope));
    return jsonAnswer({
      issuer,
      jwks_uri: keys,
      ...(tokenUrl === undefined ? {} : { token_endpoint: tokenUrl }),
      grant_types_supported: ['client_credentials'],
      token_endpoint_auth_methods_supported: ['private_key_jwt'],
      token_endpoint_auth_signing_alg_values_supported: ['RS384', 'ES384'],
      scopes_supported: [...new Set(needed)].sort().map(scopeFor),
      capabilities: ['client-confidential-asymmetric', 'permission-v2'],
    });
  };
  const doc = { summary: 'Where tokens are got, and for which scopes (SMART)', returns: 'application/json' };
  return ['/fhir/.well-known/smart-configuration', '/.well-known/smart-configuration'].map((path) => ({
    method: 'get',
    path,
    scope: 'anybody',
    handle,
    doc,
  }));
}
