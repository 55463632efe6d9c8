import type { Identifier, Patient, QuestionnaireResponse, Reference } from 'fhir/r4.js';
import type { Problem } from '../outcome/problem.ts';
import { root } from '../questionnaire/answers.ts';
import { isPossibleCpr } from './cpr.ts';
import { chosenName, givenNames, longestName, shownName, visible } from './person-name.ts';
import { follow } from './reference.ts';

/** Danish identifier systems of a citizen (dk-core 3.7.0). */
const cprSystem = 'urn:oid:1.2.208.176.1.2';
const xEcprSystem = 'urn:oid:1.2.208.176.1.6.1.1';
const dEcprSystem = /^urn:oid:1\.2\.208\.176\.1\.6\.1\.3(?:\.\d+)*$/;

/** A number and the system that it belongs to. */
interface Number {
  readonly system: string;
  readonly value: string;
}

/** The citizen, as the response names them. At least one of the numbers is there. */
export interface Citizen {
  readonly cpr: string | undefined;
  /** Replacement number and its system (X-eCPR before D-eCPR). */
  readonly replacement: Number | undefined;
  readonly identifiers: readonly Number[];
  /** "Nancy Ann Berggren", as displayed or composed. */
  readonly display: string | undefined;
  readonly given: string | undefined;
  readonly family: string | undefined;
}

export type Read<Value> = { readonly value: Value; readonly problems: readonly Problem[] };

/**
 * The citizen that a response is about: `subject` by logical reference, by a contained Patient, or by a reference with an identifier
 * beside it. Two different numbers of one kind are refused: a wrong citizen is the worst that can happen.
 */
export function readCitizen(response: QuestionnaireResponse): Read<Citizen | undefined> {
  const place = `${root}.subject`;
  const { subject } = response;
  const no = (code: Problem['code'], values?: Problem['values']) => ({
    value: undefined,
    problems: [{ code, place, ...(values === undefined ? {} : { values }) }],
  });
  if (subject === undefined) return no('subject-missing');
  const target = follow(response, subject, ['Patient'], 'subject-type');
  if (typeof target === 'string') return no(target);
  const patient = target.contained?.resourceType === 'Patient' ? target.contained : undefined;
  const identifiers = numbers(subject, patient);
  const [wrong] = identifiers.flatMap(({ system, value }) => numberProblem(system, value));
  if (wrong !== undefined) return no(wrong);
  if (isAmbiguous(identifiers)) return no('subject-ambiguous');
  const of = (test: (system: string) => boolean) => identifiers.find(({ system }) => test(system));
  const cpr = of((system) => system === cprSystem);
  const replacement = of((system) => system === xEcprSystem) ?? of(isDecprSystem);
  if (cpr === undefined && replacement === undefined) return no('subject-unidentified');
  const name = chosenName(patient?.name);
  const value: Citizen = {
    cpr: cpr?.value,
    replacement,
    identifiers: [cpr, replacement].filter((one) => one !== undefined),
    display: visible(subject.display) ?? shownName(name),
    given: visible(givenNames(name).join(' ')),
    family: visible(name?.family),
  };
  const tooLong = [value.display, value.given, value.family].some((text) => (text ?? '').length > longestName);
  return tooLong ? no('name-too-long', { maximum: String(longestName) }) : { value, problems: [] };
}

/** True where a system numbers citizens. */
export function isCitizenSystem(system: string): boolean {
  return system === cprSystem || system === xEcprSystem || isDecprSystem(system);
}

/** D-eCPR: each region's own branch, or the root alone as in MedCom's XDIS91 mapping. */
function isDecprSystem(system: string): boolean {
  return dEcprSystem.test(system);
}

function numbers(subject: Reference, patient: Patient | undefined): readonly Number[] {
  const all: readonly (Identifier | undefined)[] = [subject.identifier, ...(patient?.identifier ?? [])];
  const found = all.flatMap((identifier) => {
    const { system, value, use } = identifier ?? {};
    // A number that no longer counts (`old`) is no second citizen.
    if (use === 'old' || system === undefined || value === undefined) return [];
    return isCitizenSystem(system) ? [{ system, value }] : [];
  });
  return [...new Map(found.map((one) => [`${one.system}|${one.value}`, one])).values()];
}

/** Two numbers of one system; a citizen may well have replacement numbers of several regions. */
function isAmbiguous(identifiers: readonly Number[]): boolean {
  return new Set(identifiers.map(({ system }) => system)).size < identifiers.length;
}

function numberProblem(system: string, value: string): Problem['code'][] {
  if (system === cprSystem) return isPossibleCpr(value) ? [] : ['cpr-impossible'];
  return /^[0-9A-Za-z]{10}$/.test(value) ? [] : ['replacement-number-impossible'];
}
