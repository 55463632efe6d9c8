import { isOpen } from '../../config/server-address.ts';
import type { Environment } from '../../config/variable.ts';
import { readTargetSettings } from '../../config.ts';
import { refuse } from '../../outcome/problem.ts';

/** How we show who we are: not at all, by a token that was given, or by client credentials (RFC 6749, 4.4). */
export type Credentials =
  | { readonly kind: 'none' }
  | { readonly kind: 'bearer'; readonly token: string }
  | {
      readonly kind: 'client';
      readonly url: string;
      readonly id: string;
      readonly secret: string;
      /** A private JWK as text, by which it shows who it is instead of its secret (RFC 7523). */
      readonly key?: string;
      readonly scope: string;
    };

/** PEM texts: who is trusted beside the usual authorities, and our own client certificate. */
export interface Tls {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
}

/** A FHIR server to write to, and how to reach it. */
export interface Target {
  /** Without a slash at its end. */
  readonly base: string;
  readonly credentials: Credentials;
  /** For each call, in milliseconds. */
  readonly timeout: number;
  readonly tls: Tls | undefined;
  /** The server gives all ids itself, and refuses those of its clients. */
  readonly serverIds?: boolean;
}

/**
 * Reads how to reach the server at `base`. Throws a Refusal: config-unknown, target-setting, target-insecure.
 */
export function readTarget(base: string, env: Environment): Target {
  const settings = readTargetSettings(env);
  const credentials = credentialsOf(settings);
  const addresses = credentials.kind === 'client' ? [base, credentials.url] : [base];
  if (credentials.kind !== 'none' && addresses.some(isOpen)) refuse('target-insecure');
  const { ca, cert, key, timeout, serverIds } = settings;
  if ((cert === undefined) !== (key === undefined)) refuseSetting(cert === undefined ? 'CERT' : 'KEY');
  const given = { ...(ca && { ca }), ...(cert && { cert }), ...(key && { key }) };
  return {
    base,
    credentials,
    timeout,
    tls: Object.keys(given).length === 0 ? undefined : given,
    ...(serverIds && { serverIds }),
  };
}

function credentialsOf(settings: ReturnType<typeof readTargetSettings>): Credentials {
  const { token, tokenUrl: url, clientId: id, clientSecret: secret, clientKey: key, scope } = settings;
  if (token !== undefined) return url === undefined ? { kind: 'bearer', token } : refuseSetting('TOKEN');
  if (url === undefined && id === undefined && secret === undefined && key === undefined) return { kind: 'none' };
  if (url === undefined) return refuseSetting('TOKEN_URL');
  if (id === undefined) return refuseSetting('CLIENT_ID');
  if (key !== undefined) {
    return secret === undefined ? { kind: 'client', url, id, secret: '', key, scope } : refuseSetting('CLIENT_KEY');
  }
  if (secret === undefined) return refuseSetting('CLIENT_SECRET');
  return { kind: 'client', url, id, secret, scope };
}

function refuseSetting(name: string): never {
  return refuse('target-setting', { values: { name: `NIVEAU_FHIR_TARGET_${name}` } });
}
