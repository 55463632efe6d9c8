import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { refuse } from '../outcome/problem.ts';
import { readPrivateKey } from './private-key.ts';
import { isOpen, readServer } from './server-address.ts';

/** An EHR that may launch the page (SMART App Launch). */
export interface Ehr {
  /** Its FHIR server, as it names itself in a launch. */
  readonly iss: string;
  /** The id of the service there. */
  readonly clientId: string;
  /** With neither of these two it is a public client there. */
  readonly clientSecret: string | undefined;
  readonly clientKey: string | undefined;
  /** What the EHR is asked for. */
  readonly scope: string;
  /** What whoever is launched may do here. */
  readonly grants: readonly string[];
  /** Whom they belong to, each as `system|value`. */
  readonly organizations: readonly string[];
}

const usualScope = 'launch openid fhirUser user/Patient.r user/Practitioner.r';

const known = ['iss', 'clientId', 'clientSecret', 'clientKeyFile', 'scope', 'grants', 'organizations'];

/** The EHRs of a file: a list in JSON. Codes: config-ehrs, config-key-file. */
export function readEhrs(file: string): readonly Ehr[] {
  const list = readList(file);
  const ehrs = list.map((entry) => readEhr(entry, dirname(resolve(file))));
  const names = new Set(ehrs.map(({ iss }) => iss));
  return ehrs.length > 0 && names.size === ehrs.length ? ehrs : refuse('config-ehrs');
}

function readList(file: string): readonly unknown[] {
  try {
    const list = JSON.parse(readFileSync(file, 'utf8')) as unknown;
    return Array.isArray(list) ? list : refuse('config-ehrs');
  } catch {
    return refuse('config-ehrs');
  }
}

function readEhr(entry: unknown, folder: string): Ehr {
  if (typeof entry !== 'object' || entry === null) return refuse('config-ehrs');
  const given = new Map<string, unknown>(Object.entries(entry));
  // A misspelt name would leave something out without a word.
  if ([...given.keys()].some((name) => !known.includes(name))) refuse('config-ehrs');
  const text = (name: string): string | undefined => {
    const value = given.get(name);
    if (value === undefined) return undefined;
    return typeof value === 'string' && value !== '' ? value : refuse('config-ehrs');
  };
  const texts = (name: string): readonly string[] => {
    const value = given.get(name) ?? [];
    const right = Array.isArray(value) && value.every((one) => typeof one === 'string');
    return right ? (value as readonly string[]) : refuse('config-ehrs');
  };
  const iss = readServer(text('iss') ?? '');
  const [clientId, keyFile] = [text('clientId'), text('clientKeyFile')];
  const grants = texts('grants');
  // Nobody may do anything unless that is said.
  if (iss === undefined || isOpen(iss) || clientId === undefined || grants.length === 0) return refuse('config-ehrs');
  return {
    iss,
    clientId,
    clientSecret: text('clientSecret'),
    clientKey: keyFile === undefined ? undefined : readPrivateKey(resolve(folder, keyFile)),
    scope: text('scope') ?? usualScope,
    grants,
    organizations: texts('organizations'),
  };
}
