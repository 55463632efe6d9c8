import { isOpen } from '../../config/server-address.ts';
import { targetSection } from '../../config/target.ts';
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

/** What is said of how a server is reached, wherever it is said: texts, not the files that they stand in. */
export interface GivenTarget {
  readonly token?: string | undefined;
  readonly tokenUrl?: string | undefined;
  readonly clientId?: string | undefined;
  readonly clientSecret?: string | undefined;
  readonly clientKey?: string | undefined;
  readonly scope?: string | undefined;
  readonly ca?: string | undefined;
  readonly cert?: string | undefined;
  readonly key?: string | undefined;
  /** In milliseconds. */
  readonly timeout: number;
  readonly serverIds?: boolean | undefined;
}

type Said = Exclude<keyof GivenTarget, 'scope' | 'ca' | 'timeout' | 'serverIds'>;

/** What is wrong with it: what does not fit the rest, or an address that a secret would reach unencrypted. */
export type WrongTarget =
  | { readonly kind: 'setting'; readonly name: Said }
  | { readonly kind: 'open'; readonly name: 'base' | 'tokenUrl' };

/** How the server at `base` is reached. `refused` throws what is said of a mistake. */
export function targetOf(base: string, given: GivenTarget, refused: (wrong: WrongTarget) => never): Target {
  const credentials = credentialsOf(given, (name) => refused({ kind: 'setting', name }));
  if (credentials.kind !== 'none' && isOpen(base)) refused({ kind: 'open', name: 'base' });
  if (credentials.kind === 'client' && isOpen(credentials.url)) refused({ kind: 'open', name: 'tokenUrl' });
  const { ca, cert, key, timeout, serverIds } = given;
  if ((cert === undefined) !== (key === undefined)) {
    refused({ kind: 'setting', name: cert === undefined ? 'cert' : 'key' });
  }
  const tls = { ...(ca && { ca }), ...(cert && { cert }), ...(key && { key }) };
  return {
    base,
    credentials,
    timeout,
    tls: Object.keys(tls).length === 0 ? undefined : tls,
    ...(serverIds && { serverIds }),
  };
}

function credentialsOf(given: GivenTarget, refused: (name: Said) => never): Credentials {
  const { token, tokenUrl: url, clientId: id, clientSecret: secret, clientKey: key, scope = '' } = given;
  const isClient = [url, id, secret, key].some((one) => one !== undefined);
  // Of two ways one would be passed over in silence.
  if (token !== undefined) return isClient ? refused('token') : { kind: 'bearer', token };
  if (!isClient) return { kind: 'none' };
  if (url === undefined) return refused('tokenUrl');
  if (id === undefined) return refused('clientId');
  if (key !== undefined) {
    return secret === undefined ? { kind: 'client', url, id, secret: '', key, scope } : refused('clientKey');
  }
  return secret === undefined ? refused('clientSecret') : { kind: 'client', url, id, secret, scope };
}

/**
 * Reads from the environment how to reach the server at `base`. Throws a Refusal: config-unknown, target-setting,
 * target-insecure.
 */
export function readTarget(base: string, env: Environment): Target {
  return targetOf(base, readTargetSettings(env), (wrong) =>
    wrong.kind === 'open'
      ? refuse('target-insecure')
      : refuse('target-setting', { values: { name: targetSection[wrong.name].name } }),
  );
}
