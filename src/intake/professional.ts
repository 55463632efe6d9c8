import type { FhirResource, Identifier, QuestionnaireResponse } from 'fhir/r4.js';
import type { Problem } from '../outcome/problem.ts';
import { root } from '../questionnaire/answers.ts';
import { containedResource } from '../questionnaire/contained.ts';
import type { Professional } from '../scoring/people.ts';
import type { Read } from './citizen.ts';
import { chosenName, isLikeName, isTooLong, longestName, shownName, visible } from './person-name.ts';
import { follow } from './reference.ts';

const place = `${root}.author`;
const types = ['Practitioner', 'PractitionerRole'] as const;

/**
 * The professional who answered (`author`): by logical reference, contained, or by reference. Software or a citizen is
 * refused.
 */
export function readProfessional(response: QuestionnaireResponse): Read<Professional | undefined> {
  const { author } = response;
  const no = (code: Problem['code'], values?: Problem['values']) => ({
    value: undefined,
    problems: [{ code, place, ...(values === undefined ? {} : { values }) }],
  });
  if (author === undefined) return no('author-missing');
  const target = follow(response, author, types, 'author-type');
  if (typeof target === 'string') return no(target);
  const { contained } = target;
  const identifiers: readonly (Identifier | undefined)[] = [author.identifier, ...identifiersOf(contained)];
  const [shown, name] = [visible(author.display), nameOf(contained, response)];
  if (isTooLong(shown, name)) return no('name-too-long', { maximum: String(longestName) });
  if (shown !== undefined && name !== undefined && !isLikeName(shown, name)) return no('author-names-differ');
  const value: Professional = {
    type: types.find((type) => type === target.type),
    display: shown ?? name,
    identifiers: identifiers.flatMap((identifier) => {
      const { system, value: number, use } = identifier ?? {};
      // A longer one would stand in every resource that is made.
      if (use === 'old' || system === undefined || number === undefined || isTooLong(system, number)) return [];
      return [{ system, value: number }];
    }),
    reference: target.literal,
  };
  const named = value.display ?? value.reference ?? value.identifiers[0];
  return named === undefined ? no('author-missing') : { value, problems: [] };
}

function identifiersOf(resource: FhirResource | undefined): readonly Identifier[] {
  const isPerson = resource?.resourceType === 'Practitioner' || resource?.resourceType === 'PractitionerRole';
  return isPerson ? (resource.identifier ?? []) : [];
}

/** The name of a Practitioner, or of the one that a PractitionerRole names. */
function nameOf(resource: FhirResource | undefined, response: QuestionnaireResponse): string | undefined {
  if (resource?.resourceType === 'Practitioner') return shownName(chosenName(resource.name));
  if (resource?.resourceType !== 'PractitionerRole') return undefined;
  const { display, reference } = resource.practitioner ?? {};
  const practitioner = reference === undefined ? undefined : containedResource(response, reference);
  const isPractitioner = typeof practitioner === 'object' && practitioner.resourceType === 'Practitioner';
  return visible(display) ?? (isPractitioner ? shownName(chosenName(practitioner.name)) : undefined);
}
