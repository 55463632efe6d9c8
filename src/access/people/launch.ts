import type * as oauth from 'oauth4webapi';
import type { Ehr } from '../../config/ehrs.ts';
import { readServer } from '../../config/server-address.ts';
import { refuse } from '../../outcome/problem.ts';
import { fetchSome } from '../key-set.ts';
import { isOrganization } from '../organization.ts';
import { isScope } from '../scopes.ts';
import { cookieIn, cookieLine } from './cookie.ts';
import { type EhrPerson, isId, readEhrPerson } from './ehr.ts';
import { type Begun, begin, type Provider, redeem, remembered } from './provider.ts';
import type { Person } from './sessions.ts';
import { underway } from './underway.ts';

/** What an EHR brought along, for the page alone. */
export interface Brought {
  /** Undefined where the EHR told of no citizen. */
  readonly citizen: EhrPerson | undefined;
  /** The professional, as the EHR writes the name. */
  readonly author: string | undefined;
}

/** EHRs that launch the page (SMART App Launch 2, "Launch App: EHR Launch"). */
export interface Launches {
  /** Where the browser goes to be let in. Codes: launch-unknown, launch-incomplete, sign-in-unavailable. */
  begin(parameters: URLSearchParams): Promise<{ readonly address: string; readonly cookie: string }>;
  /**
   * Who came back, of whom, and the header by which the browser takes that along. Codes: sign-in-stale, sign-in-denied,
   * sign-in-failed, sign-in-unavailable, launch-citizen.
   */
  finish(
    cookies: string | undefined,
    parameters: URLSearchParams,
    refused: (reason: string) => void,
  ): Promise<{ readonly person: Person; readonly brought: Brought; readonly cookie: string }>;
  /** Whether the browser has something that was brought along. */
  has(cookies: string | undefined): boolean;
  /** What it is, and the header by which the browser forgets it: it is told once. */
  take(cookies: string | undefined): Promise<{ readonly brought: Brought | undefined; readonly forget: string }>;
}

export interface LaunchSettings {
  readonly ehrs: readonly Ehr[];
  readonly key: Uint8Array;
  /** The address of the service, without a slash at its end. */
  readonly base: string;
}

interface Launched extends Begun {
  readonly iss: string;
}

/** Seconds in which somebody has to come back, and in which the page has to ask what was brought. */
const patience = { back: 600, ask: 120 };

/** Throws a Refusal: config-grants, config-ehrs for an organisation that is none. */
export function openLaunches({ ehrs, key, base }: LaunchSettings, clock: () => Date): Launches {
  if (!ehrs.every(({ grants }) => grants.every(isScope))) {
    refuse('config-grants', { values: { name: 'NIVEAU_SMART_EHRS' } });
  }
  if (!ehrs.every(({ organizations }) => organizations.every(isOrganization))) refuse('config-ehrs');
  const known = new Map(ehrs.map((ehr) => [ehr.iss, { ehr, provider: providerOf(ehr) }]));
  const redirectUri = `${base}/launch/callback`;
  const started = underway<Launched>(
    key,
    { cookie: 'sign-in', purpose: `launch ${base}`, seconds: patience.back },
    clock,
  );
  const along = underway<Brought>(key, { cookie: 'launch', purpose: `along ${base}`, seconds: patience.ask }, clock);
  return {
    async begin(parameters) {
      const [iss, launch] = [onlyOne(parameters, 'iss'), onlyOne(parameters, 'launch')];
      const { ehr, provider } = known.get(readServer(iss) ?? '') ?? refuse('launch-unknown');
      const { address, ...begun } = await begin(provider, {
        redirect_uri: redirectUri,
        scope: ehr.scope,
        aud: ehr.iss,
        launch,
      });
      return { address, cookie: await started.keep({ ...begun, iss: ehr.iss }) };
    },
    async finish(cookies, parameters, refused) {
      const launched = await started.take(cookies);
      const { ehr, provider } = known.get(launched?.iss ?? '') ?? refuse('sign-in-stale');
      const { claims, tokens } = await redeem(
        provider,
        launched ?? refuse('sign-in-stale'),
        { parameters, redirectUri },
        refused,
      );
      const [citizen, professional] = await Promise.all([
        citizenOf(ehr, tokens),
        professionalOf(ehr, claims, tokens.access_token),
      ]);
      const user = userOf(claims) ?? refuse('sign-in-failed');
      const author = professional?.name ?? (typeof claims.name === 'string' ? claims.name.slice(0, 200) : undefined);
      const person = {
        client: ehr.clientId,
        user,
        name: author ?? user,
        organizations: ehr.organizations.length > 0 ? ehr.organizations : [`${ehr.iss}|${ehr.clientId}`],
        scopes: ehr.grants,
      };
      const brought = { citizen, author };
      return { person, brought, cookie: await along.keep(brought) };
    },
    has: (cookies) => cookieIn(cookies, 'launch') !== undefined,
    take: async (cookies) => ({ brought: await along.take(cookies), forget: cookieLine('launch', '', 0) }),
  };
}

/** Two values of one parameter could be read as one by us and as the other by whoever looks over it. */
function onlyOne(parameters: URLSearchParams, name: string): string {
  const [value = '', ...more] = parameters.getAll(name);
  return value !== '' && more.length === 0 ? value : refuse('launch-incomplete');
}

/**
 * The authorisation server of an EHR, as its FHIR server names it (SMART App Launch 2, "Conformance"), with PKCE and
 * with the user's identity. Code: sign-in-unavailable.
 */
function providerOf({ iss, clientId, clientSecret, clientKey }: Ehr): Provider {
  const server = remembered(async (): Promise<oauth.AuthorizationServer> => {
    try {
      const address = `${iss}/.well-known/smart-configuration`;
      const init = { headers: { accept: 'application/json' }, redirect: 'error', signal: AbortSignal.timeout(10_000) };
      const answer = await fetchSome(address, init as RequestInit, 262_144);
      const given = (await answer.json()) as Record<string, unknown>;
      const methods: readonly unknown[] = Array.isArray(given.code_challenge_methods_supported)
        ? given.code_challenge_methods_supported
        : [];
      if (!answer.ok || typeof given.issuer !== 'string' || !methods.includes('S256')) refuse('sign-in-unavailable');
      // SMART wants RS256 of every server, and says in no list of its own what else there is.
      const usual = ['RS256', 'RS384', 'ES256', 'ES384'];
      return { id_token_signing_alg_values_supported: usual, ...given } as unknown as oauth.AuthorizationServer;
    } catch {
      return refuse('sign-in-unavailable');
    }
  });
  return { server, clientId, secret: clientSecret, key: clientKey, tokenAudience: true };
}

/** The citizen of the launch. Code: launch-citizen. */
async function citizenOf(
  { iss }: Ehr,
  { patient, access_token: token }: oauth.TokenEndpointResponse,
): Promise<EhrPerson | undefined> {
  if (patient === undefined || patient === null) return undefined;
  if (!isId(patient)) refuse('launch-citizen');
  return (await readEhrPerson(iss, 'Patient', patient, token)) ?? refuse('launch-citizen');
}

/** The user, where it is a Practitioner of the EHR's own server. That it cannot be read keeps nobody out. */
async function professionalOf(
  { iss }: Ehr,
  { fhirUser }: Readonly<Record<string, unknown>>,
  token: string,
): Promise<EhrPerson | undefined> {
  if (typeof fhirUser !== 'string') return undefined;
  const reference = fhirUser.startsWith(`${iss}/`) ? fhirUser.slice(iss.length + 1) : fhirUser;
  const [type, id, ...more] = reference.split('/');
  if (type !== 'Practitioner' || !isId(id) || more.length > 0) return undefined;
  return readEhrPerson(iss, type, id, token);
}

/** What the audit calls the user: as the EHR does. */
function userOf({ fhirUser, sub }: Readonly<Record<string, unknown>>): string | undefined {
  const found = [fhirUser, sub].find((one) => typeof one === 'string' && one !== '' && one.length <= 200);
  return typeof found === 'string' ? found : undefined;
}
