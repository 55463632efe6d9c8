import { createHash } from 'node:crypto';
import { decodeJwt, errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose';
import type { Issuer } from '../config/access.ts';
import { holdsCpr } from '../intake/cpr.ts';
import { refuse } from '../outcome/problem.ts';
import type { Unseeing } from './caller.ts';
import type { Clients } from './clients.ts';
import { type KeySetLimits, keySet } from './key-set.ts';
import { granted } from './scopes.ts';
import { createSeen } from './seen.ts';
import { textsOf } from './texts.ts';

/** How tokens are judged. */
export interface TokenSettings {
  readonly issuers: readonly Issuer[];
  readonly audience: string;
  readonly tokenMinutes: number;
  readonly tokenUse: 'many' | 'once';
  readonly organizationClaim: string;
  readonly keySets?: KeySetLimits | undefined;
}

/**
 * Asymmetric ones alone: with the others whoever may check a token may make one, and an issuer's public key could be
 * taken for such a secret. SMART demands RS384 and ES384.
 */
const algorithms = ['ES256', 'ES384', 'ES512', 'RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'EdDSA'];

/** What a token may call itself; an id token or a logout token of the same issuer is none that lets in. */
const types: readonly (string | undefined)[] = [undefined, 'jwt', 'at+jwt', 'application/at+jwt'];

const most = { characters: 8_192, remembered: 10_000, seen: 200_000 };
/** Seconds by which clocks may differ. */
const clockTolerance = 30;
/** Seconds for which a token that was checked is taken again unchecked: its signature takes longer than a request. */
const remembered = 60;

/** Who a token belongs to. Codes: token-invalid, token-expired, issuer-unavailable, too-many-at-once. */
export type ReadToken = (token: string) => Promise<Unseeing>;

/**
 * Reads bearer tokens after SMART Backend Services (RFC 9068): signed by a key of one of the issuers, issued for us,
 * not old, with scopes. What in its header says where its key is (`jku`, `x5u`, `jwk`, `x5c`) is never looked at.
 */
export function tokenReader(settings: TokenSettings, clients: Clients | undefined): ReadToken {
  const { issuers, tokenUse, organizationClaim } = settings;
  const known = new Map(issuers.map(({ name, keys }) => [name, keySet(keys, settings.keySets)]));
  const seconds = () => Date.now() / 1000;
  const seen = createSeen(most.seen, seconds);
  const checked = new Map<string, { readonly payload: JWTPayload; readonly until: number }>();

  const payloadOf = async (token: string): Promise<JWTPayload> => {
    const digest = createHash('sha256').update(token).digest('base64url');
    const before = checked.get(digest);
    if (before !== undefined && before.until > seconds()) return before.payload;
    const payload = await verified(token, known, settings);
    const { iss = '', jti, exp = 0 } = payload;
    if (tokenUse === 'once') {
      if (
        jti === undefined ||
        !seen.isOf(JSON.stringify([iss, jti]), `${digest} ${performance.now()}`, exp + clockTolerance)
      ) {
        refuse('token-invalid');
      }
      return payload;
    }
    // Two tokens under one id: one of them is not what its issuer made.
    if (jti !== undefined && !seen.isOf(JSON.stringify([iss, jti]), digest, exp + clockTolerance))
      refuse('token-invalid');
    if (checked.size >= most.remembered) checked.clear();
    checked.set(digest, { payload, until: Math.min(exp, seconds() + remembered) });
    return payload;
  };

  return async (token) => {
    if (token.length > most.characters) refuse('token-invalid');
    const payload = await payloadOf(token);
    const client = clientOf(payload);
    const registered = await clients?.find('token', payload.iss ?? '', client);
    const user = userOf(payload, client);
    const named = textsOf(payload[organizationClaim]);
    return {
      client,
      shownBy: 'token',
      // What the operator says goes before what the issuer says.
      organizations: registered === undefined ? orItself(named, payload.iss ?? '', client) : registered.organizations,
      ...granted(textsOf(payload.scope ?? payload.scp, ' '), user !== undefined),
      user,
    };
  };
}

async function verified(
  token: string,
  known: ReadonlyMap<string, JWTVerifyGetKey>,
  { audience, tokenMinutes }: TokenSettings,
): Promise<JWTPayload> {
  try {
    // Which keys to check with; the name is compared again with what was signed.
    const { iss: issuer = '' } = decodeJwt(token);
    const keys = known.get(issuer) ?? refuse('token-invalid');
    const { payload, protectedHeader } = await jwtVerify(token, keys, {
      algorithms,
      issuer,
      audience,
      clockTolerance,
      maxTokenAge: tokenMinutes * 60,
      requiredClaims: ['exp', 'iat'],
    });
    if (!types.includes(protectedHeader.typ?.toLowerCase())) refuse('token-invalid');
    // Bound to a key or a certificate of the sender (RFC 7800): whoever stole it would pass, since that is not checked.
    if (payload.cnf !== undefined) refuse('token-invalid');
    return payload;
  } catch (error) {
    if (error instanceof errors.JWTExpired) refuse('token-expired');
    // jose throws a TypeError for a key that does not fit, such as RSA with less than 2048 bits, and WebCrypto a
    // DOMException for one that is none, such as a point that is not on its curve.
    if ([errors.JOSEError, TypeError, DOMException].some((kind) => error instanceof kind)) refuse('token-invalid');
    throw error;
  }
}

/**
 * RFC 9068 has `client_id`, others `azp`; where a client calls for itself, it is the subject. The name of a client
 * stands in the audit and beside what it sent, and a number of a citizen is none. Code: token-invalid.
 */
function clientOf({ client_id: id, azp, sub }: JWTPayload): string {
  const found = [id, azp, sub].find((one) => typeof one === 'string' && one !== '');
  return typeof found === 'string' && !holdsCpr(found) ? found : refuse('token-invalid');
}

/** SMART's `fhirUser`, or a subject that is another one than the client. */
function userOf({ fhirUser, sub }: JWTPayload, client: string): string | undefined {
  if (typeof fhirUser === 'string' && fhirUser !== '') return fhirUser;
  return sub === undefined || sub === client ? undefined : sub;
}

/** A client without organisation is one of its own. */
function orItself(named: readonly string[], issuer: string, client: string): readonly string[] {
  return named.length > 0 ? named : [`${issuer}|${client}`];
}
