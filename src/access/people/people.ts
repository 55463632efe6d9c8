import type { Config } from '../../config.ts';
import { Refusal, refuse } from '../../outcome/problem.ts';
import { isScope } from '../scopes.ts';
import { textsOf } from '../texts.ts';
import { cookieLine } from './cookie.ts';
import type { Destination } from './destinations.ts';
import type { EndedDesk } from './ended.ts';
import { type Launches, openLaunches } from './launch.ts';
import { type Begun, begin, discovered, type Provider, redeem } from './provider.ts';
import { openSessions, type Person, type Sessions } from './sessions.ts';
import { underway } from './underway.ts';

/** What a sign-in under way is known by, in its browser alone. */
interface Started extends Begun {
  /** Where it goes on afterwards. */
  readonly to: Destination;
}

/** How people sign in at the provider of their organisation. */
export interface SignIn {
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
  /** Where one signs out at the issuer too; undefined where it has no such place. */
  leave(): Promise<string | undefined>;
}

/** The people of the page: how they come in, and who is signed in. */
export interface People {
  readonly sessions: Sessions;
  /** The header by which the browser forgets a sign-in that was under way. */
  readonly forget: string;
  /** Undefined where people come from their EHR alone. */
  readonly signIn: SignIn | undefined;
  /** Undefined where no EHR launches the page. */
  readonly launches: Launches | undefined;
}

/** Seconds in which somebody has to come back. */
const patience = 600;

/**
 * Undefined where nobody signs in. `desk` is where instances tell each other who signed out. Throws a Refusal:
 * config-grants.
 */
export function openPeople(config: Config, clock: () => Date, desk?: EndedDesk): People | undefined {
  const { auth, publicUrl, sessionKey: key, ehrs } = config;
  if (!auth.includes('sign-in') || publicUrl === undefined || key === undefined) return undefined;
  const base = publicUrl.href.replace(/\/$/, '');
  return {
    sessions: openSessions({ ...config, key, publicUrl }, clock, desk),
    forget: cookieLine('sign-in', '', 0),
    signIn: openSignIn(config, { key, base }, clock),
    launches: ehrs === undefined ? undefined : openLaunches({ ehrs, key, base }, clock),
  };
}

function openSignIn(
  config: Config,
  { key, base }: { readonly key: Uint8Array; readonly base: string },
  clock: () => Date,
): SignIn | undefined {
  const { oidcIssuer, oidcClientId: clientId } = config;
  if (oidcIssuer === undefined || clientId === undefined) return undefined;
  if (!config.oidcGrants.every(isScope)) refuse('config-grants', { values: { name: 'NIVEAU_OIDC_GRANTS' } });
  const provider: Provider = {
    server: discovered(oidcIssuer),
    clientId,
    secret: config.oidcClientSecret,
    key: config.oidcClientKey,
  };
  const redirectUri = `${base}/sign-in/callback`;
  const purpose = `sign-in ${base}`;
  const started = underway<Started>(key, { cookie: 'sign-in', purpose, seconds: patience }, clock);
  return {
    async begin(to) {
      const { address, ...begun } = await begin(provider, { redirect_uri: redirectUri, scope: config.oidcScope });
      return { address, cookie: await started.keep({ ...begun, to }) };
    },
    async finish(cookies, parameters, refused) {
      const begun = (await started.take(cookies)) ?? refuse('sign-in-stale');
      const { claims } = await redeem(provider, begun, { parameters, redirectUri }, refused);
      return { person: personOf(claims, config, clientId, refused), to: begun.to };
    },
    async leave() {
      const { end_session_endpoint: place } = await provider.server();
      if (place === undefined) return undefined;
      const address = new URL(place);
      address.searchParams.set('client_id', clientId);
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
