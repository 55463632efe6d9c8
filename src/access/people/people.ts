import type { Config } from '../../config.ts';
import { Refusal, refuse } from '../../outcome/problem.ts';
import { isScope } from '../scopes.ts';
import { textsOf } from '../texts.ts';
import { cookieIn, cookieLine } from './cookie.ts';
import type { Destination } from './destinations.ts';
import { type Begun, begin, discovered, type Provider, redeem } from './provider.ts';
import { createSeal } from './seal.ts';
import { openSessions, type Person, type Sessions } from './sessions.ts';

/** What a sign-in under way is known by, in its browser alone. */
interface Underway extends Begun {
  /** Where it goes on afterwards. */
  readonly to: Destination;
}

/** The people of the page: how they sign in, and who is signed in. */
export interface People {
  readonly sessions: Sessions;
  /** Where the browser goes to sign in, and the header that it brings back. Code: sign-in-unavailable. */
  begin(to: Destination): Promise<{ readonly address: string; readonly cookie: string }>;
  /**
   * Who came back, and where they go on. `refused` gets the reason where that is wrong. Codes: sign-in-stale,
   * sign-in-denied, sign-in-failed, sign-in-unavailable.
   */
  finish(
    cookies: string | undefined,
    parameters: URLSearchParams,
    refused: (reason: string) => void,
  ): Promise<{ readonly person: Person; readonly to: Destination }>;
  /** The header by which the browser forgets a sign-in that was under way. */
  readonly forget: string;
  /** Where one signs out at the issuer too; undefined where it has no such place. */
  leave(): Promise<string | undefined>;
}

/** Seconds in which somebody has to come back. */
const patience = 600;

/** Undefined where nobody signs in. Throws a Refusal: config-grants. */
export function openPeople(config: Config, clock: () => Date): People | undefined {
  const { auth, publicUrl, sessionKey, oidcIssuer, oidcClientId } = config;
  if (!auth.includes('sign-in') || publicUrl === undefined || sessionKey === undefined) return undefined;
  if (oidcIssuer === undefined || oidcClientId === undefined) return undefined;
  if (!config.oidcGrants.every(isScope)) refuse('config-grants', { values: { name: 'NIVEAU_OIDC_GRANTS' } });
  const provider: Provider = {
    server: discovered(oidcIssuer),
    clientId: oidcClientId,
    secret: config.oidcClientSecret,
    key: config.oidcClientKey,
  };
  const base = publicUrl.href.replace(/\/$/, '');
  const redirectUri = `${base}/sign-in/callback`;
  const seal = createSeal<Underway>(sessionKey, `sign-in ${publicUrl.href}`, clock);
  return {
    sessions: openSessions({ ...config, key: sessionKey, publicUrl }, clock),
    forget: cookieLine('sign-in', '', 0),
    async begin(to) {
      const asked = { redirect_uri: redirectUri, scope: config.oidcScope };
      const { address, ...begun } = await begin(provider, asked);
      const until = Math.floor(clock().getTime() / 1000) + patience;
      return { address, cookie: cookieLine('sign-in', await seal.close({ ...begun, to }, until), patience) };
    },
    async finish(cookies, parameters, refused) {
      const cookie = cookieIn(cookies, 'sign-in');
      const underway = cookie === undefined ? undefined : await seal.open(cookie);
      if (underway === undefined || underway === 'expired') refuse('sign-in-stale');
      const { claims } = await redeem(provider, underway, { parameters, redirectUri }, refused);
      return { person: personOf(claims, config, oidcClientId, refused), to: underway.to };
    },
    async leave() {
      const { end_session_endpoint: place } = await provider.server();
      if (place === undefined) return undefined;
      const address = new URL(place);
      address.searchParams.set('client_id', oidcClientId);
      address.searchParams.set('post_logout_redirect_uri', `${base}/`);
      return address.href;
    },
  };
}

/** More than this is no name, and would not fit into a cookie. */
const longest = { name: 200, all: 2_000 };

/** Who an id token says that it is. Code: sign-in-failed. */
function personOf(
  claims: Readonly<Record<string, unknown>>,
  { oidcUserClaim, oidcGrants, oidcGrantsClaim, organizationClaim }: Config,
  client: string,
  refused: (reason: string) => void,
): Person {
  const user = claims[oidcUserClaim];
  if (typeof user !== 'string' || user === '' || user.length > longest.name) {
    refused('user-claim');
    refuse('sign-in-failed');
  }
  const named = textsOf(claims[organizationClaim]);
  const granted = oidcGrantsClaim === undefined ? [] : textsOf(claims[oidcGrantsClaim], ' ').filter(isScope);
  const name = [claims.name, claims.preferred_username].find((one) => typeof one === 'string' && one !== '') ?? user;
  const person = {
    client,
    user,
    name: String(name).slice(0, longest.name),
    // Without any, all who sign in here are of one organisation of their own, as a client without any is.
    organizations: named.length > 0 ? named : [`${String(claims.iss)}|${client}`],
    scopes: [...new Set([...oidcGrants, ...granted])],
  };
  if (JSON.stringify(person).length > longest.all) {
    refused('claims-too-long');
    throw new Refusal([{ code: 'sign-in-failed' }]);
  }
  return person;
}
