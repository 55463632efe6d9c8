import { readFileSync } from 'node:fs';
import type { Text } from '../model/types.ts';
import { refuse } from '../outcome/problem.ts';
import { isPem, isPrivateJwk, isToken } from './credentials.ts';
import { readServer } from './server-address.ts';
import { optional, type Section, type Variable, variable } from './variable.ts';

export const targetPrefix = 'NIVEAU_FHIR_TARGET_';

/** How a FHIR server is reached that we write to; `readTarget` looks at how they fit together. */
export const targetSection = {
  token: setting('TOKEN', { da: 'bearer token til serveren', en: 'bearer token for the server' }, readToken),
  tokenUrl: setting(
    'TOKEN_URL',
    {
      da: 'eller: hvor et token hentes med client credentials',
      en: 'or: where a token is fetched by client credentials',
    },
    readTokenUrl,
  ),
  clientId: setting('CLIENT_ID', { da: 'klientens id dertil', en: "the client's id there" }),
  clientSecret: setting('CLIENT_SECRET', { da: 'klientens hemmelighed', en: "the client's secret" }),
  clientKey: setting(
    'CLIENT_KEY',
    {
      da: 'eller fil med klientens private nøgle som JWK med kid og alg (private_key_jwt)',
      en: "or file with the client's private key as a JWK with kid and alg (private_key_jwt)",
    },
    readJwk,
  ),
  scope: variable({
    name: `${targetPrefix}SCOPE`,
    initial: '',
    help: { da: 'scope, hvis det kræves', en: 'scope, where it is asked for' },
    read: (text) => text,
  }),
  timeout: variable({
    name: `${targetPrefix}TIMEOUT`,
    initial: '60',
    help: { da: 'sekunder pr. kald', en: 'seconds a call' },
    read: readMilliseconds,
  }),
  serverIds: variable({
    name: `${targetPrefix}SERVER_IDS`,
    initial: 'false',
    help: {
      da: 'true: serveren giver selv alle id’er og afviser klientens',
      en: 'true: the server gives all ids itself and refuses those of its clients',
    },
    read: readTruth,
  }),
  ca: setting(
    'CA',
    { da: 'PEM-fil med serverens egen udsteder', en: "PEM file with the server's own authority" },
    readPem,
  ),
  cert: setting(
    'CERT',
    { da: 'PEM-fil med vores klientcertifikat', en: 'PEM file with our client certificate' },
    readPem,
  ),
  key: setting('KEY', { da: 'PEM-fil med dets nøgle', en: 'PEM file with its key' }, readPem),
} satisfies Section;

function setting(name: string, help: Text, read = (text: string): string => text): Variable<string | undefined> {
  return optional({ name: `${targetPrefix}${name}`, help, read });
}

function readToken(text: string): string {
  return isToken(text) ? text : refuse('target-setting');
}

function readTokenUrl(text: string): string {
  return readServer(text) === undefined ? refuse('target-setting') : text;
}

function readTruth(text: string): boolean {
  return text === 'true' || text === 'false' ? text === 'true' : refuse('target-setting');
}

function readMilliseconds(text: string): number {
  const seconds = Number(text);
  return Number.isInteger(seconds) && seconds >= 1 && seconds <= 3600 ? seconds * 1000 : refuse('target-setting');
}

function readJwk(file: string): string {
  return contentOf(file, isPrivateJwk);
}

function readPem(file: string): string {
  return contentOf(file, isPem);
}

function contentOf(file: string, isRight: (text: string) => boolean): string {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return refuse('target-setting');
  }
  return isRight(text) ? text : refuse('target-setting');
}
