import type { HumanName, Identifier, Patient, QuestionnaireResponse, Reference } from 'fhir/r4.js';
import type { Problem } from '../outcome/problem.ts';
import { root } from './answers.ts';
import { containedResource } from './contained.ts';

/** Danish identifier systems of a citizen (dk-core 3.7.0). */
export const cprSystem = 'urn:oid:1.2.208.176.1.2';
const xEcprSystem = 'urn:oid:1.2.208.176.1.6.1.1';
const dEcprSystem = 'urn:oid:1.2.208.176.1.6.1.3';

/** The citizen, as the response names them. At least one of the numbers is there. */
export interface Citizen {
  readonly cpr: string | undefined;
  /** Replacement number and its system (X-eCPR before D-eCPR). */
  readonly replacement: { readonly system: string; readonly value: string } | undefined;
  readonly identifiers: readonly { readonly system: string; readonly value: string }[];
  /** "Nancy Ann Berggren", as displayed or composed. */
  readonly display: string | undefined;
  readonly given: string | undefined;
  readonly family: string | undefined;
  /** A literal reference that the response carries, other than to a contained resource. */
  readonly reference: string | undefined;
}

export type Read<Value> = { readonly value: Value; readonly problems: readonly Problem[] };

/**
 * The citizen that a response is about: `subject` by logical reference, by a contained Patient, or by a reference with an identifier
 * beside it. Two different numbers of one kind are refused: a wrong citizen is the worst that can happen.
 */
export function readCitizen(response: QuestionnaireResponse): Read<Citizen | undefined> {
  const place = `${root}.subject`;
  const { subject } = response;
  const no = (code: Problem['code'], at = place) => ({ value: undefined, problems: [{ code, place: at }] });
  if (subject === undefined) return no('subject-missing');
  const target = containedResource(response, subject.reference);
  if (target === 'missing') return no('contained-unknown');
  if (isOtherThanPatient(subject, target?.resourceType)) return no('subject-type');
  const patient = target?.resourceType === 'Patient' ? target : undefined;
  const identifiers = numbers(subject, patient);
  const wrong = identifiers.flatMap(({ system, value }) => numberProblem(system, value));
  const [first] = wrong;
  if (first !== undefined) return no(first);
  const cprs = distinct(identifiers, (system) => system === cprSystem);
  const xEcprs = distinct(identifiers, (system) => system === xEcprSystem);
  const dEcprs = distinct(identifiers, isDecprSystem);
  if (cprs.length > 1 || xEcprs.length > 1) return no('subject-ambiguous');
  const replacement = xEcprs[0] ?? dEcprs[0];
  if (cprs[0] === undefined && replacement === undefined) return no('subject-unidentified');
  const name = patient === undefined ? undefined : officialName(patient);
  const value: Citizen = {
    cpr: cprs[0]?.value,
    replacement,
    identifiers: [...cprs, ...xEcprs, ...dEcprs],
    display: subject.display ?? displayOf(name),
    given: name?.given?.join(' '),
    family: name?.family,
    reference: subject.reference?.startsWith('#') === true ? undefined : subject.reference,
  };
  return { value, problems: [] };
}

function isOtherThanPatient(subject: Reference, contained: string | undefined): boolean {
  const type =
    contained ??
    subject.type ??
    subject.reference?.match(/(?:^|\/)([A-Z][A-Za-z]+)\/[^/]+(?:\/_history\/[^/]+)?$/)?.[1];
  return type !== undefined && type !== 'Patient';
}

type Number = { readonly system: string; readonly value: string };

function numbers(subject: Reference, patient: Patient | undefined): Number[] {
  const all: readonly (Identifier | undefined)[] = [subject.identifier, ...(patient?.identifier ?? [])];
  return all.flatMap((identifier) => {
    const { system, value, use } = identifier ?? {};
    // A number that no longer counts (`old`) is no second citizen.
    if (use === 'old') return [];
    return system !== undefined && value !== undefined && isCitizenSystem(system) ? [{ system, value }] : [];
  });
}

function isCitizenSystem(system: string): boolean {
  return system === cprSystem || system === xEcprSystem || isDecprSystem(system);
}

/** D-eCPR: each region's own branch, or the root alone as in MedCom's XDIS91 mapping. */
function isDecprSystem(system: string): boolean {
  return system === dEcprSystem || system.startsWith(`${dEcprSystem}.`);
}

function distinct(identifiers: readonly Number[], of: (system: string) => boolean): readonly Number[] {
  return [...new Map(identifiers.filter(({ system }) => of(system)).map((one) => [one.value, one])).values()];
}

function numberProblem(system: string, value: string): Problem['code'][] {
  if (system === cprSystem) return isPossibleCpr(value) ? [] : ['cpr-impossible'];
  return /^[0-9A-Za-z]{10}$/.test(value) ? [] : ['replacement-number-impossible'];
}

/**
 * A CPR number that can be: ten digits that begin with a date. The seventh digit gives the century (CPR-kontoret's table); the
 * check by modulus 11 is left out, since it does not hold for numbers given after 2007.
 */
export function isPossibleCpr(value: string): boolean {
  if (!/^[0-9]{10}$/.test(value)) return false;
  const [day, month, short, seventh] = [value.slice(0, 2), value.slice(2, 4), value.slice(4, 6), value.slice(6, 7)].map(
    Number,
  );
  if (day === undefined || month === undefined || short === undefined || seventh === undefined) return false;
  const year = century(seventh, short) + short;
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

function century(seventh: number, short: number): number {
  if (seventh <= 3) return 1900;
  if (seventh === 4 || seventh === 9) return short <= 36 ? 2000 : 1900;
  return short <= 57 ? 2000 : 1800;
}

function officialName(patient: Patient): HumanName | undefined {
  const names = patient.name ?? [];
  return names.find((name) => name.use === 'official') ?? names.find((name) => name.family !== undefined) ?? names[0];
}

function displayOf(name: HumanName | undefined): string | undefined {
  if (name === undefined) return undefined;
  const composed = [...(name.given ?? []), name.family ?? ''].join(' ').trim();
  return name.text ?? (composed === '' ? undefined : composed);
}
