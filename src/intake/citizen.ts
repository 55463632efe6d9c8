import type {
  FhirResource,
  HumanName,
  Identifier,
  Patient,
  Period,
  QuestionnaireResponse,
  Reference,
} from 'fhir/r4.js';
import { systems } from '../model/systems.ts';
import type { Problem } from '../outcome/problem.ts';
import { root } from '../questionnaire/answers.ts';
import { danishDay, danishDayOf } from '../scoring/day.ts';
import type { Citizen, SystemNumber } from '../scoring/people.ts';
import { citizenSystem, likelyCitizenSystem } from './citizen-system.ts';
import { isPossibleCpr, isReplacementNumber } from './cpr.ts';
import {
  chosenName,
  givenNames,
  isSameName,
  isTooLong,
  longestName,
  shownName,
  visible,
  words,
} from './person-name.ts';
import { follow } from './reference.ts';

export type Read<Value> = { readonly value: Value; readonly problems: readonly Problem[] };

/**
 * The citizen that a response is about: `subject` by logical reference, by a contained Patient, or by a reference with
 * an identifier beside it. Two different numbers of one kind are refused, and so are two names: a wrong citizen is the
 * worst that can happen. `now` tells which identifiers are in force.
 */
export function readCitizen(response: QuestionnaireResponse, now: Date): Read<Citizen | undefined> {
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
  const today = danishDayOf(now.getTime());
  const identifiers = numbers(subject, patient?.identifier, citizenSystem, today);
  const [wrong] = identifiers.flatMap(numberProblem);
  if (wrong !== undefined) return no(wrong);
  const patients = patientsMeant(response, patient);
  if (patients.some(isReplaced)) return no('subject-replaced');
  const given = patients.flatMap(({ identifier }) => identifier ?? []);
  if (isAmbiguous(numbers(subject, given, likelyCitizenSystem, today))) return no('subject-ambiguous');
  const display = visible(subject.display);
  if (isTooLong(display, ...patients.flatMap(({ name }) => (name ?? []).map(shownName)))) {
    return no('name-too-long', { maximum: String(longestName) });
  }
  if (display !== undefined && patients.some(({ name }) => isOther(display, name))) return no('subject-names-differ');
  const cpr = identifiers.find(({ system }) => system === systems.cpr);
  const replacement =
    identifiers.find(({ system }) => system === systems.xEcpr) ??
    identifiers.find(({ system }) => system !== systems.cpr);
  if (cpr === undefined && replacement === undefined) return no('subject-unidentified');
  const name = chosenName(patient?.name);
  const value: Citizen = {
    cpr: cpr?.value,
    replacement,
    identifiers: [...new Set([cpr, replacement, ...identifiers])].filter((one) => one !== undefined),
    display: display ?? shownName(name),
    given: visible(givenNames(name).join(' ')),
    family: visible(name?.family),
    reference: target.literal,
  };
  return isTooLong(value.given, value.family)
    ? no('name-too-long', { maximum: String(longestName) })
    : { value, problems: [] };
}

/**
 * The contained Patient that `subject` points to, and those that it does not: a response that brings a Patient along
 * means the citizen by it, unless it is the one who answered (`source`).
 */
function patientsMeant(
  { contained = [], source }: QuestionnaireResponse,
  patient: Patient | undefined,
): readonly Patient[] {
  return (contained as readonly FhirResource[]).filter(
    (resource): resource is Patient =>
      resource.resourceType === 'Patient' && (resource === patient || `#${resource.id}` !== source?.reference),
  );
}

/** R4: such a record must no longer be used, and another one in its place. */
function isReplaced({ link = [] }: Patient): boolean {
  return link.some(({ type }) => type === 'replaced-by');
}

/** Every number of the citizen that counts, each under the one spelling of its system that `systemOf` gives. */
function numbers(
  subject: Reference,
  given: readonly Identifier[] = [],
  systemOf: (system: string) => string | undefined,
  today: string,
): readonly SystemNumber[] {
  const found: SystemNumber[] = [];
  for (const identifier of [subject.identifier, ...given]) {
    const { system, value, use, period } = identifier ?? {};
    // A number that no longer counts, or does not count yet, is no second citizen.
    if (use === 'old' || system === undefined || value === undefined || !isWithin(period, today)) continue;
    const canonical = systemOf(system);
    if (canonical !== undefined) found.push({ system: canonical, value });
  }
  if (found.length < 2) return found;
  return [...new Map(found.map((one) => [`${one.system}|${one.value}`, one])).values()];
}

/** True on the days of a period, its first and last included; a year or month that is given alone counts whole. */
function isWithin(period: Period | undefined, today: string): boolean {
  if (period === undefined) return true;
  const { start, end } = period;
  const day = (time: string) => (time.includes('T') ? danishDay(time) : time);
  const begun = start === undefined || today.slice(0, day(start).length) >= day(start);
  return begun && (end === undefined || today.slice(0, day(end).length) <= day(end));
}

/** Two numbers of one system; a citizen may well have replacement numbers of several regions. */
function isAmbiguous(identifiers: readonly SystemNumber[]): boolean {
  if (identifiers.length < 2) return false;
  return new Set(identifiers.map(({ system }) => system)).size < identifiers.length;
}

/** A name that is none of the Patient's. */
function isOther(display: string, names: readonly HumanName[] = []): boolean {
  const shown = names.flatMap((name) => shownName(name) ?? []);
  const titles = new Set(
    names
      .flatMap(({ prefix, suffix }) => [...(prefix ?? []), ...(suffix ?? [])])
      .filter(isText)
      .flatMap(words),
  );
  return shown.length > 0 && !shown.some((name) => isSameName(display, name, titles));
}

/** FHIR pads a list with null where a value has only an extension. */
function isText(value: string | null): value is string {
  return value !== null;
}

function numberProblem({ system, value }: SystemNumber): Problem['code'][] {
  if (system === systems.cpr) return isPossibleCpr(value) ? [] : ['cpr-impossible'];
  return isReplacementNumber(value) ? [] : ['replacement-number-impossible'];
}
