import { readdirSync } from 'node:fs';
import { isIPv4 } from 'node:net';
import type { Text } from './model/types.ts';
import { type Problem, Refusal, refuse } from './outcome/problem.ts';

/** An environment variable: its name, what it holds when it is not set, what it is for, and how it is read. */
export interface Variable<Value = unknown> {
  readonly name: string;
  readonly initial: string;
  readonly help: Text;
  /** Throws a Refusal for a text that is a mistake. */
  readonly read: (text: string) => Value;
}

/** Every environment variable, under the name that its value has in Config. */
const schema = {
  address: variable({
    name: 'NIVEAU_ADDRESS',
    initial: '127.0.0.1:8080',
    help: {
      da: 'adresse og port; kun denne maskine, så længe der ingen adgangskontrol er',
      en: 'address and port; this machine only, as long as there is no access control',
    },
    read: readAddress,
  }),
  corsOrigins: variable({
    name: 'NIVEAU_CORS_ORIGINS',
    initial: '',
    help: {
      da: 'origins, hvis websider må kalde tjenesten, adskilt af komma; ellers ingen',
      en: 'origins whose web pages may call the service, separated by commas; none otherwise',
    },
    read: readOrigins,
  }),
  medcomXsdDir: variable({
    name: 'MEDCOM_XSD_DIR',
    initial: '',
    help: {
      da: 'mappe med MedComs skemaer; når den er sat, kontrolleres breve også mod dem',
      en: "folder with MedCom's schemas; when set, letters are also checked against them",
    },
    read: readFolder,
  }),
};

export type Config = { readonly [Key in keyof typeof schema]: ReturnType<(typeof schema)[Key]['read']> };

/** MEDCOM_XSD_DIR alone, for a command that needs no service. Throws a Refusal: config-folder. */
export function readSchemaFolder(env: Readonly<Record<string, string | undefined>>): string | undefined {
  return schema.medcomXsdDir.read(env.MEDCOM_XSD_DIR?.trim() ?? '');
}

/** The schema as a list, for `niveau serve --help`. */
export const variables: readonly Variable[] = Object.values(schema);

/**
 * Reads the configuration from environment variables; an empty one counts as not set.
 * Throws a Refusal with one problem per mistake: config-unknown, config-address, config-address-public, config-origin, config-folder.
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const problems: Problem[] = unknownNames(env);
  const values = Object.entries<Variable>(schema).map(([key, { name, initial, read }]) => {
    try {
      return [key, read(env[name]?.trim() || initial)];
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      problems.push(...error.problems.map(({ code }) => ({ code, values: { name } })));
      return [key, undefined];
    }
  });
  if (problems.length > 0) throw new Refusal(problems);
  return Object.fromEntries(values) as Config;
}

/** A misspelt name would otherwise leave the default in force without a word. */
function unknownNames(env: Readonly<Record<string, string | undefined>>): Problem[] {
  const known = variables.map(({ name }) => name);
  const names = Object.keys(env).filter((name) => name.startsWith('NIVEAU_') && !known.includes(name));
  return names.map((name) => ({ code: 'config-unknown', values: { name, known: known.join(', ') } }));
}

function variable<Value>(definition: Variable<Value>): Variable<Value> {
  return definition;
}

function readAddress(text: string): { readonly host: string; readonly port: number } {
  const [, ipv6, other, digits] = /^(?:\[([0-9A-Fa-f:.]+)\]|([A-Za-z0-9.-]+)):(\d{1,5})$/.exec(text) ?? [];
  const host = ipv6 ?? other;
  const port = Number(digits);
  if (host === undefined || port > 65_535) refuse('config-address');
  if (!isLoopback(host)) refuse('config-address-public');
  return { host, port };
}

function isLoopback(host: string): boolean {
  return host === '::1' || host.toLowerCase() === 'localhost' || (isIPv4(host) && host.startsWith('127.'));
}

function readOrigins(text: string): readonly string[] {
  const origins = text.split(',').map((origin) => origin.trim());
  return origins.filter((origin) => origin !== '').map(readOrigin);
}

/** Browsers send an origin in exactly one form, and it is compared letter by letter. */
function readOrigin(text: string): string {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol) || url.origin !== text) refuse('config-origin');
  return text;
}

function readFolder(text: string): string | undefined {
  if (text === '') return undefined;
  try {
    readdirSync(text);
    return text;
  } catch {
    refuse('config-folder');
  }
}
