import type { QuestionnaireResponse, Reference } from 'fhir/r4.js';
import type { Problem } from '../outcome/problem.ts';
import { root } from '../questionnaire/answers.ts';
import type { Citizen, Link } from '../scoring/people.ts';
import type { Read } from './citizen.ts';
import { holdsNumber } from './cpr.ts';
import { isTooLong, visible } from './person-name.ts';
import { follow, longestReference } from './reference.ts';

/** What a response refers to besides people. */
export interface Links {
  readonly encounter: Link | undefined;
  /** Requests and plans of the sender's that the response answers. */
  readonly basedOn: readonly Link[];
}

/**
 * `encounter` and `basedOn`, which the results repeat. A reference that cannot be followed, such as to a contained
 * resource, is left out; one of a wrong type or with the citizen's number in it is refused. Codes: link-type,
 * reference-personal.
 */
export function readLinks(response: QuestionnaireResponse, citizen: Citizen | undefined): Read<Links> {
  const { encounter, basedOn = [] } = response;
  const read = (reference: Reference, place: string, types: readonly string[]) =>
    readLink(response, reference, place, types, citizen);
  const stay = encounter === undefined ? undefined : read(encounter, `${root}.encounter`, ['Encounter']);
  const requests = basedOn.map((each, index) =>
    read(each, `${root}.basedOn[${index}]`, ['CarePlan', 'ServiceRequest']),
  );
  return {
    value: { encounter: stay?.value, basedOn: requests.flatMap(({ value }) => value ?? []) },
    problems: [...(stay?.problems ?? []), ...requests.flatMap(({ problems }) => problems)],
  };
}

function readLink(
  response: QuestionnaireResponse,
  reference: Reference,
  place: string,
  types: readonly string[],
  citizen: Citizen | undefined,
): Read<Link | undefined> {
  const no = (...problems: Problem[]) => ({ value: undefined, problems });
  // Too long to be followed, and to be looked through.
  if ((reference.reference ?? '').length > longestReference) return no();
  if (citizen !== undefined && holdsOwnNumber(reference, citizen)) return no({ code: 'reference-personal', place });
  const target = follow(response, reference, types, 'link-type');
  if (target === 'link-type') return no({ code: 'link-type', place, values: { types: types.join(', ') } });
  // What cannot be followed names nothing that a result could repeat; the response keeps it.
  if (typeof target === 'string') return no();
  const { system, value } = reference.identifier ?? {};
  const identifier = system === undefined || value === undefined ? undefined : { system, value };
  const display = visible(reference.display);
  const link: Link = {
    type: target.type,
    reference: target.literal,
    identifier: isTooLong(identifier?.system, identifier?.value) ? undefined : identifier,
    display: isTooLong(display) ? undefined : display,
  };
  const named = link.reference ?? link.identifier ?? link.display;
  return { value: named === undefined ? undefined : link, problems: [] };
}

function holdsOwnNumber({ reference }: Reference, { identifiers }: Citizen): boolean {
  return reference !== undefined && !reference.startsWith('#') && holdsNumber(reference, identifiers);
}
