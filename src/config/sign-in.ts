import { refuse } from '../outcome/problem.ts';
import { readEhrs } from './ehrs.ts';
import { readPrivateKey } from './private-key.ts';
import { isOpen, readServer } from './server-address.ts';
import { optional, type Section, variable } from './variable.ts';

/** How people sign in at the page (`NIVEAU_AUTH=sign-in`): OpenID Connect, authorisation code with PKCE. */
export const signInSection = {
  oidcIssuer: optional({
    name: 'NIVEAU_OIDC_ISSUER',
    help: {
      da: 'hvor brugere af siden logger ind: udstederens adresse, som den selv skriver den (OpenID Connect)',
      en: 'where users of the page sign in: the address of the issuer, as it writes it itself (OpenID Connect)',
    },
    read: (text) => (readServer(text) === undefined || isOpen(text) ? refuse('config-oidc-issuer') : text),
  }),
  oidcClientId: optional({
    name: 'NIVEAU_OIDC_CLIENT_ID',
    help: { da: 'tjenestens klient-id dér', en: "the service's client id there" },
    read: (text) => text,
  }),
  oidcClientSecret: optional({
    name: 'NIVEAU_OIDC_CLIENT_SECRET',
    help: { da: 'dens hemmelighed', en: 'its secret' },
    read: (text) => text,
  }),
  oidcClientKey: optional({
    name: 'NIVEAU_OIDC_CLIENT_KEY',
    help: {
      da: 'eller fil med dens private nøgle som JWK med kid og alg (private_key_jwt)',
      en: 'or file with its private key as a JWK with kid and alg (private_key_jwt)',
    },
    read: readPrivateKey,
  }),
  oidcScope: variable({
    name: 'NIVEAU_OIDC_SCOPE',
    initial: 'openid profile',
    help: { da: 'hvad udstederen bedes om', en: 'what the issuer is asked for' },
    read: (text) => (/^openid(?: |$)/.test(text) ? text : refuse('config-choice')),
  }),
  oidcGrants: variable({
    name: 'NIVEAU_OIDC_GRANTS',
    initial: '',
    help: {
      da: 'hvad enhver, der er logget ind, må: scopes adskilt af mellemrum, som user/QuestionnaireResponse.crus niveau/medcom.cr',
      en: 'what everybody who is signed in may do: scopes separated by spaces, as user/QuestionnaireResponse.crus niveau/medcom.cr',
    },
    read: (text): readonly string[] => text.split(/\s+/).filter((scope) => scope !== ''),
  }),
  oidcGrantsClaim: optional({
    name: 'NIVEAU_OIDC_GRANTS_CLAIM',
    help: {
      da: 'navnet på det i id-tokenet, der siger, hvad brugeren må derudover: scopes, i en tekst eller en liste',
      en: 'name of what in the id token tells what the user may do besides: scopes, in a text or a list',
    },
    read: (text) => text,
  }),
  oidcUserClaim: variable({
    name: 'NIVEAU_OIDC_USER_CLAIM',
    initial: 'sub',
    help: {
      da: 'navnet på det i id-tokenet, som brugeren hedder i revisionssporet; aldrig et CPR-nummer',
      en: 'name of what in the id token the user is called in the audit; never a CPR number',
    },
    read: (text) => text,
  }),
  ehrs: optional({
    name: 'NIVEAU_SMART_EHRS',
    help: {
      da: 'fil (JSON) med de EPJ-systemer, der må åbne siden med borger og bruger (SMART App Launch)',
      en: 'file (JSON) with the EHRs that may launch the page with citizen and user (SMART App Launch)',
    },
    read: readEhrs,
  }),
  sessionKey: optional({
    name: 'NIVEAU_SESSION_KEY',
    help: {
      da: 'mindst 32 tilfældige bytes i Base64, som sidens cookies krypteres med; den samme i alle instanser (openssl rand -base64 32)',
      en: 'at least 32 random bytes in Base64, which the cookies of the page are encrypted with; the same in all instances (openssl rand -base64 32)',
    },
    read: readSessionKey,
  }),
  sessionMinutes: variable({
    name: 'NIVEAU_SESSION_MINUTES',
    initial: '480',
    help: { da: 'minutter, et login højst varer', en: 'minutes that a sign-in lasts at most' },
    read: readMinutes,
  }),
  idleMinutes: variable({
    name: 'NIVEAU_SESSION_IDLE_MINUTES',
    initial: '30',
    help: { da: 'minutter, det varer, når siden ikke bruges', en: 'minutes that it lasts while the page is not used' },
    read: readMinutes,
  }),
} satisfies Section;

function readMinutes(text: string): number {
  return /^[1-9]\d{0,3}$/.test(text) ? Number(text) : refuse('config-number');
}

function readSessionKey(text: string): Uint8Array {
  const key = Buffer.from(text, 'base64');
  // Bytes that are all alike were typed, not drawn.
  const isRandom = /^[A-Za-z0-9+/_-]+={0,2}$/.test(text) && key.length >= 32 && new Set(key).size > 8;
  return isRandom ? key : refuse('config-session-key');
}
