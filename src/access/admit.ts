import type { IncomingMessage } from 'node:http';
import type { BlockList } from 'node:net';
import type { SeesWhat } from '../config/access.ts';
import type { Config } from '../config.ts';
import { refuse } from '../outcome/problem.ts';
import { organizationKey } from '../work/keep/sight.ts';
import { type Caller, loopbackCaller, type Unseeing } from './caller.ts';
import { certificateDigest, certificateIn, isValidAt } from './certificate.ts';
import type { Client, Clients } from './clients.ts';
import { isKey, keyDigest } from './key.ts';
import type { KeySetLimits } from './key-set.ts';
import type { People } from './people/people.ts';
import { isOfProxy } from './proxy.ts';
import { granted } from './scopes.ts';
import type { ReadToken } from './token.ts';

/**
 * Establishes who is calling, from the headers alone. Codes: unauthenticated, token-invalid, token-expired,
 * key-unknown, certificate-unknown, issuer-unavailable, too-many-at-once, store-unavailable,
 * session-expired, request-forged.
 */
export type Admit = (request: IncomingMessage) => Caller | Promise<Caller>;

export interface AdmitParts {
  /** The registered clients; undefined where there is no store. */
  readonly clients: Clients | undefined;
  readonly clock: () => Date;
  readonly keySets?: KeySetLimits | undefined;
  /** Those who sign in at the page. */
  readonly people?: People | undefined;
}

/** The ways by which callers are let in, as the service is set up. */
export async function createAdmit(config: Config, { clients, clock, keySets, people }: AdmitParts): Promise<Admit> {
  const { auth, audience, publicUrl, seesWhat } = config;
  if (auth.length === 0) return () => loopbackCaller;
  const expected = { ...config, audience: audience ?? `${publicUrl?.href.replace(/\/$/, '')}/fhir`, keySets };
  // Loaded late: where tokens are none of the ways, nobody needs what reads them.
  const ofToken = auth.includes('tokens') ? (await import('./token.ts')).tokenReader(expected, clients) : undefined;
  const ofKey = auth.includes('keys') && clients !== undefined ? keyReader(clients) : undefined;
  const ofCertificate =
    auth.includes('certificates') && clients !== undefined ? certificateReader(config, clients, clock) : undefined;
  return async (request) => {
    const bearer = bearerOf(request);
    const caller =
      bearer === undefined
        ? ((await people?.sessions.callerOf(request)) ?? (await ofCertificate?.(request)))
        : await (isKey(bearer) ? ofKey : ofToken)?.(bearer);
    return seeing(caller ?? refuse('unauthenticated'), seesWhat);
  };
}

function seeing(caller: Unseeing, seesWhat: SeesWhat): Caller {
  const organizations = caller.organizations?.map(organizationKey);
  const sees = organizations === undefined ? 'all' : seesWhat;
  return { ...caller, organizations, sight: { organizations: organizations ?? [], sees } };
}

/** What stands behind `Bearer`. Another scheme is for somebody else, a proxy say. Code: unauthenticated. */
function bearerOf({ headers, rawHeaders }: IncomingMessage): string | undefined {
  // Node keeps the first of two, and whoever is in front of us may have looked at the last.
  if (rawHeaders.filter((name, index) => index % 2 === 0 && name.toLowerCase() === 'authorization').length > 1) {
    refuse('unauthenticated');
  }
  const [, bearer] = /^bearer +(\S+)$/i.exec(headers.authorization?.trim() ?? '') ?? [];
  return bearer;
}

function keyReader(clients: Clients): ReadToken {
  return async (key) => callerOf((await clients.find('key', keyDigest(key))) ?? refuse('key-unknown'));
}

/**
 * Undefined without a certificate, or where it does not come from a proxy that was named: anybody can write a header.
 */
function certificateReader(
  { certificateHeader = '', proxies }: Config,
  clients: Clients,
  clock: () => Date,
): (request: IncomingMessage) => Promise<Unseeing | undefined> {
  return async (request) => {
    const header = request.headers[certificateHeader];
    if (typeof header !== 'string' || header === '' || !isFrom(request, proxies)) return undefined;
    const certificate = certificateIn(header);
    if (certificate === undefined || !isValidAt(certificate, clock())) refuse('certificate-unknown');
    const client = await clients.find('certificate', certificateDigest(certificate));
    return callerOf(client ?? refuse('certificate-unknown'));
  };
}

function isFrom({ socket }: IncomingMessage, proxies: BlockList | undefined): boolean {
  return proxies !== undefined && isOfProxy(proxies, socket.remoteAddress ?? '');
}

function callerOf({ id: client, shows: shownBy, organizations, scopes }: Client): Unseeing {
  return { client, shownBy, organizations, ...granted(scopes, false) };
}
