import { readFileSync } from 'node:fs';
import { refuse } from '../outcome/problem.ts';
import { readServer } from './server-address.ts';
import { optional, type Section, variable } from './variable.ts';

export const targetPrefix = 'NIVEAU_FHIR_TARGET_';

/** How a FHIR server is reached that we write to; `readTarget` looks at how they fit together. */
export const targetSection = {
  token: variable({
    name: `${targetPrefix}TOKEN`,
    initial: '',
    help: { da: 'bearer token til serveren', en: 'bearer token for the server' },
    read: (text) => (text === '' || /^[\w.~+/-]+=*$/.test(text) ? optional(text) : refuse('target-setting')),
  }),
  tokenUrl: variable({
    name: `${targetPrefix}TOKEN_URL`,
    initial: '',
    help: {
      da: 'eller: hvor et token hentes med client credentials',
      en: 'or: where a token is fetched by client credentials',
    },
    read: (text) => (text === '' || readServer(text) !== undefined ? optional(text) : refuse('target-setting')),
  }),
  clientId: variable({
    name: `${targetPrefix}CLIENT_ID`,
    initial: '',
    help: { da: 'klientens id dertil', en: "the client's id there" },
    read: optional,
  }),
  clientSecret: variable({
    name: `${targetPrefix}CLIENT_SECRET`,
    initial: '',
    help: { da: 'klientens hemmelighed', en: "the client's secret" },
    read: optional,
  }),
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
  ca: variable({
    name: `${targetPrefix}CA`,
    initial: '',
    help: { da: 'PEM-fil med serverens egen udsteder', en: "PEM file with the server's own authority" },
    read: readPem,
  }),
  cert: variable({
    name: `${targetPrefix}CERT`,
    initial: '',
    help: { da: 'PEM-fil med vores klientcertifikat', en: 'PEM file with our client certificate' },
    read: readPem,
  }),
  key: variable({
    name: `${targetPrefix}KEY`,
    initial: '',
    help: { da: 'PEM-fil med dets nøgle', en: 'PEM file with its key' },
    read: readPem,
  }),
} satisfies Section;

function readMilliseconds(text: string): number {
  const seconds = Number(text);
  return Number.isInteger(seconds) && seconds >= 1 && seconds <= 3600 ? seconds * 1000 : refuse('target-setting');
}

function readPem(file: string): string | undefined {
  if (file === '') return undefined;
  try {
    const text = readFileSync(file, 'utf8');
    return text.includes('-----BEGIN ') ? text : refuse('target-setting');
  } catch {
    return refuse('target-setting');
  }
}
