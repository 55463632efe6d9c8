import type { QuestionnaireResponse, Reference } from 'fhir/r4.js';
import { readCitizen } from '../../intake/citizen.ts';
import { holdsCpr } from '../../intake/cpr.ts';
import { follow } from '../../intake/reference.ts';
import { refuse } from '../../outcome/problem.ts';
import type { Citizen } from '../../scoring/people.ts';
import { refuseQuery } from '../query.ts';

/** Whom a plan is for. */
export interface Subject {
  readonly reference: Reference;
  readonly citizen: Citizen;
}

const nobody: QuestionnaireResponse = { resourceType: 'QuestionnaireResponse', status: 'completed' };
const unnumbered: Citizen = {
  ...{ cpr: undefined, replacement: undefined, identifiers: [] },
  ...{ display: undefined, given: undefined, family: undefined, reference: undefined },
};

/**
 * R4's `subject` of `$apply`, a string: `Patient/<id>`, or `<system>|<number>` (a token, as in a search) with a CPR or
 * replacement number, which an address may not carry: `address` is true for a GET. Codes: query-value,
 * subject-unidentified, cpr-impossible, replacement-number-impossible, subject-type, reference-form,
 * reference-personal.
 */
export function readSubject(text: string | undefined, address: boolean, now: Date): Subject {
  if (text === undefined) {
    if (address) refuseForAddress('subject');
    refuseQuery('subject', 'Patient/<id> eller <system>|<nummer>', 'Patient/<id> or <system>|<number>');
  }
  if (address) refusePersonal('subject', text);
  const bar = text.indexOf('|');
  if (bar < 0) {
    return {
      reference: { type: 'Patient', reference: literal(text, ['Patient'], 'subject-type') },
      citizen: unnumbered,
    };
  }
  const identifier = { system: text.slice(0, bar), value: text.slice(bar + 1) };
  const { value: citizen, problems } = readCitizen({ ...nobody, subject: { identifier } }, now);
  if (citizen === undefined) refuse(problems[0]?.code ?? 'subject-unidentified');
  return { reference: { type: 'Patient', identifier }, citizen };
}

/** R4's `practitioner`, a literal reference. Codes: query-value, author-type, reference-form, reference-personal. */
export function readPractitioner(text: string | undefined, address: boolean): string | undefined {
  if (text === undefined) return undefined;
  if (address) refusePersonal('practitioner', text);
  return literal(text, ['Practitioner', 'PractitionerRole'], 'author-type');
}

function literal(reference: string, types: readonly string[], wrongType: 'subject-type' | 'author-type'): string {
  const target = follow(nobody, { reference }, types, wrongType);
  return typeof target === 'string' ? refuse(target) : reference;
}

/**
 * An address is logged, kept and passed on by everything on its way: no number of a citizen may stand in it ("CPR never
 * in a URL").
 */
function refusePersonal(name: string, text: string): void {
  if (text.includes('|') || holdsCpr(text)) refuseForAddress(name);
}

function refuseForAddress(name: string): never {
  return refuseQuery(
    name,
    'en henvisning som Patient/123; borgerens nummer sendes kun med POST',
    'a reference such as Patient/123; the citizen’s number is sent by POST only',
  );
}
