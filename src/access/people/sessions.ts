import { randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { refuse } from '../../outcome/problem.ts';
import type { Unseeing } from '../caller.ts';
import { granted } from '../scopes.ts';
import { cookieIn, cookieLine } from './cookie.ts';
import { type EndedDesk, openEnded } from './ended.ts';
import { createSeal } from './seal.ts';

/** Somebody who has signed in. */
export interface Person {
  /** The client of the service at the issuer where they signed in. */
  readonly client: string;
  /** What the audit calls them. */
  readonly user: string;
  /** What the page calls them. */
  readonly name: string;
  /** Each as `system|value`. */
  readonly organizations: readonly string[];
  readonly scopes: readonly string[];
}

/** A sign-in that lasts. */
export interface Session extends Person {
  readonly id: string;
  /** What a request that changes something brings besides the cookie. */
  readonly token: string;
  /** Seconds since 1970. */
  readonly begun: number;
}

/** The sign-ins of people, each kept by their own browser. */
export interface Sessions {
  /** The header that begins a session. Whatever the browser had before is another one: none can be planted. */
  begin(person: Person): Promise<string>;
  /** The session of a browser; undefined where there is none. */
  read(cookies: string | undefined): Promise<Session | 'expired' | undefined>;
  /** The header by which it lasts longer. */
  renew(session: Session): Promise<string>;
  /**
   * Ends it, also for whoever has a copy of the cookie, and the header by which the browser forgets it. Codes:
   * store-unavailable, store-full.
   */
  end(session: Session | undefined): Promise<string>;
  /** Who calls by the session of a browser. Codes: session-expired, request-forged. */
  callerOf(request: IncomingMessage): Promise<Unseeing | undefined>;
}

export interface SessionSettings {
  readonly key: Uint8Array;
  /** Where the page is. */
  readonly publicUrl: URL;
  readonly sessionMinutes: number;
  readonly idleMinutes: number;
}

/** What carries the token of a session; a page of another origin cannot send it without being asked first (CORS). */
const tokenHeader = 'x-niveau-token';

/**
 * Sessions in encrypted cookies: any instance with the key reads them, none keeps anything, and nobody can fill a
 * memory by signing in. A copy of a cookie is good until its session ends; `desk` is where instances tell each other of
 * those that were signed out of.
 */
export function openSessions(settings: SessionSettings, clock: () => Date, desk?: EndedDesk): Sessions {
  const { key, publicUrl, sessionMinutes, idleMinutes } = settings;
  const seal = createSeal<Session>(key, `session ${publicUrl.href}`, clock);
  const seconds = () => Math.floor(clock().getTime() / 1000);
  const ended = openEnded(desk, seconds);
  const endOf = ({ begun }: Session) => begun + sessionMinutes * 60;

  const renew = async (session: Session) => {
    const until = Math.min(seconds() + idleMinutes * 60, endOf(session));
    return cookieLine('session', await seal.close(session, until), until - seconds());
  };

  const read = async (cookies: string | undefined) => {
    const cookie = cookieIn(cookies, 'session');
    const session = cookie === undefined ? undefined : await seal.open(cookie);
    if (session === undefined || session === 'expired') return session;
    return endOf(session) <= seconds() || (await ended.has(session.id)) ? 'expired' : session;
  };

  return {
    begin: (person) =>
      renew({ ...person, id: randomUUID(), token: randomBytes(24).toString('base64url'), begun: seconds() }),
    read,
    renew,
    async end(session) {
      if (session !== undefined) await ended.add(session.id, endOf(session));
      return cookieLine('session', '', 0);
    },
    async callerOf(request) {
      const session = await read(request.headers.cookie);
      if (session === undefined) return undefined;
      if (session === 'expired') refuse('session-expired');
      checkOrigin(request, session, publicUrl.origin);
      const { client, user, organizations, scopes } = session;
      return { client, shownBy: 'session', organizations, user, ...granted(scopes, true) };
    },
  };
}

const safe: readonly (string | undefined)[] = ['GET', 'HEAD', 'OPTIONS'];

/**
 * A browser sends a cookie with whatever a page has it ask for, so that more is needed to show that it was ours that
 * asked (OWASP, "Cross-Site Request Forgery Prevention"): what the browser itself says of the page, and, for all that
 * may change something, the token, which no other origin's page can know. Code: request-forged.
 */
function checkOrigin({ method, headers }: IncomingMessage, { token }: Session, own: string): void {
  const { origin } = headers;
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') refuse('request-forged');
  if (origin !== undefined && origin !== own) refuse('request-forged');
  if (safe.includes(method)) return;
  // One of the two comes with every request of a browser that is not a mere look.
  if (origin === undefined && site !== 'same-origin') refuse('request-forged');
  const brought = Buffer.from(String(headers[tokenHeader] ?? ''));
  const expected = Buffer.from(token);
  if (brought.length !== expected.length || !timingSafeEqual(brought, expected)) refuse('request-forged');
}
