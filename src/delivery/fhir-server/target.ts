import { readFileSync } from 'node:fs';
import type { Text } from '../../model/types.ts';
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
}

/** The environment variables that `readTarget` reads, with what they are for. */
export const targetVariables: Readonly<Record<string, Text>> = {
  NIVEAU_FHIR_TARGET_TOKEN: { da: 'bearer token til serveren', en: 'bearer token for the server' },
  NIVEAU_FHIR_TARGET_TOKEN_URL: {
    da: 'eller: hvor et token hentes med client credentials',
    en: 'or: where a token is fetched by client credentials',
  },
  NIVEAU_FHIR_TARGET_CLIENT_ID: { da: 'klientens id dertil', en: "the client's id there" },
  NIVEAU_FHIR_TARGET_CLIENT_SECRET: { da: 'klientens hemmelighed', en: "the client's secret" },
  NIVEAU_FHIR_TARGET_SCOPE: { da: 'scope, hvis det kræves', en: 'scope, where it is asked for' },
  NIVEAU_FHIR_TARGET_TIMEOUT: { da: 'sekunder pr. kald (60)', en: 'seconds a call (60)' },
  NIVEAU_FHIR_TARGET_CA: { da: 'PEM-fil med serverens egen udsteder', en: "PEM file with the server's own authority" },
  NIVEAU_FHIR_TARGET_CERT: { da: 'PEM-fil med vores klientcertifikat', en: 'PEM file with our client certificate' },
  NIVEAU_FHIR_TARGET_KEY: { da: 'PEM-fil med dets nøgle', en: 'PEM file with its key' },
};

type Environment = Readonly<Record<string, string | undefined>>;

/** A server's address in the form that is used here; undefined for what is none. */
export function readServer(text: string): string | undefined {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol) || url.search || url.hash || url.username) return undefined;
  return url.href.replace(/\/+$/, '');
}

/** Reads how to reach the server at `base`. Throws a Refusal: target-setting, target-insecure. */
export function readTarget(base: string, env: Environment): Target {
  const get = (name: string) => env[`NIVEAU_FHIR_TARGET_${name}`]?.trim() || undefined;
  const credentials = readCredentials(get);
  const addresses = credentials.kind === 'client' ? [base, credentials.url] : [base];
  if (credentials.kind !== 'none' && addresses.some(isOpen)) refuse('target-insecure');
  const [ca, cert, key] = ['CA', 'CERT', 'KEY'].map((name) => readPem(name, get(name)));
  if ((cert === undefined) !== (key === undefined)) refuseSetting(cert === undefined ? 'CERT' : 'KEY');
  const given = { ...(ca && { ca }), ...(cert && { cert }), ...(key && { key }) };
  return {
    base,
    credentials,
    timeout: readTimeout(get('TIMEOUT')),
    tls: Object.keys(given).length === 0 ? undefined : given,
  };
}

function readCredentials(get: (name: string) => string | undefined): Credentials {
  const [token, url, id, secret, scope = ''] = ['TOKEN', 'TOKEN_URL', 'CLIENT_ID', 'CLIENT_SECRET', 'SCOPE'].map(get);
  if (token !== undefined) {
    if (url !== undefined || !/^[\w.~+/-]+=*$/.test(token)) refuseSetting('TOKEN');
    return { kind: 'bearer', token };
  }
  if (url === undefined && id === undefined && secret === undefined) return { kind: 'none' };
  if (url === undefined || readServer(url) === undefined) return refuseSetting('TOKEN_URL');
  if (id === undefined) return refuseSetting('CLIENT_ID');
  if (secret === undefined) return refuseSetting('CLIENT_SECRET');
  return { kind: 'client', url, id, secret, scope };
}

/** A secret may not leave this machine unencrypted. */
function isOpen(address: string): boolean {
  const { protocol, hostname } = new URL(address);
  return protocol === 'http:' && !/^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
}

function readTimeout(text: string | undefined): number {
  const seconds = Number(text ?? 60);
  if (!Number.isInteger(seconds) || seconds < 1 || seconds > 3600) refuseSetting('TIMEOUT');
  return seconds * 1000;
}

function readPem(name: string, file: string | undefined): string | undefined {
  if (file === undefined) return undefined;
  try {
    const text = readFileSync(file, 'utf8');
    return text.includes('-----BEGIN ') ? text : refuseSetting(name);
  } catch {
    return refuseSetting(name);
  }
}

function refuseSetting(name: string): never {
  return refuse('target-setting', { values: { name: `NIVEAU_FHIR_TARGET_${name}` } });
}
