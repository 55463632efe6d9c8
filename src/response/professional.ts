import type { Identifier, Practitioner, QuestionnaireResponse } from 'fhir/r4.js';
import { root } from './answers.ts';
import type { Read } from './citizen.ts';
import { containedResource } from './contained.ts';

/** The professional who answered. */
export interface Professional {
  readonly type: 'Practitioner' | 'PractitionerRole' | undefined;
  readonly display: string | undefined;
  readonly identifiers: readonly { readonly system: string; readonly value: string }[];
  readonly reference: string | undefined;
}

/** The professional who answered (`author`): by logical reference, contained, or by reference. Software or a citizen is refused. */
export function readProfessional(response: QuestionnaireResponse): Read<Professional | undefined> {
  const place = `${root}.author`;
  const { author } = response;
  if (author === undefined) return { value: undefined, problems: [{ code: 'author-missing', place }] };
  const target = containedResource(response, author.reference);
  if (target === 'missing') return { value: undefined, problems: [{ code: 'contained-unknown', place }] };
  const type = target?.resourceType ?? author.type ?? author.reference?.match(/(?:^|\/)([A-Z][A-Za-z]+)\/[^/]+$/)?.[1];
  if (type !== undefined && type !== 'Practitioner' && type !== 'PractitionerRole') {
    return { value: undefined, problems: [{ code: 'author-type', place }] };
  }
  const contained =
    target?.resourceType === 'Practitioner' || target?.resourceType === 'PractitionerRole' ? target : undefined;
  const identifiers: readonly (Identifier | undefined)[] = [author.identifier, ...(contained?.identifier ?? [])];
  const value: Professional = {
    type,
    display: author.display ?? nameOf(contained, response),
    identifiers: identifiers.flatMap((identifier) => {
      const { system, value: number } = identifier ?? {};
      return system !== undefined && number !== undefined ? [{ system, value: number }] : [];
    }),
    reference: author.reference?.startsWith('#') === true ? undefined : author.reference,
  };
  return { value, problems: [] };
}

type ContainedAuthor =
  | Practitioner
  | Extract<ReturnType<typeof containedResource>, { resourceType: 'PractitionerRole' }>;

function nameOf(author: ContainedAuthor | undefined, response: QuestionnaireResponse): string | undefined {
  if (author?.resourceType === 'PractitionerRole') {
    const practitioner = containedResource(response, author.practitioner?.reference);
    const named =
      practitioner !== 'missing' && practitioner?.resourceType === 'Practitioner' ? practitioner : undefined;
    return author.practitioner?.display ?? nameOf(named, response);
  }
  const name = author?.name?.[0];
  return name?.text ?? (name === undefined ? undefined : [...(name.given ?? []), name.family ?? ''].join(' ').trim());
}
