import type { FhirResource, QuestionnaireResponse, Reference } from 'fhir/r4.js';
import type { IssueCode } from '../outcome/catalog.ts';
import { containedResource } from '../questionnaire/contained.ts';
import { isPossibleCpr } from './cpr.ts';

/** What a reference to a person leads to. */
export interface Target {
  /** The resource type that the reference names, wherever it does. */
  readonly type: string | undefined;
  readonly contained: FhirResource | undefined;
}

const literal =
  /^(?:https?:\/\/[^\s?#|]+\/)?([A-Z][A-Za-z]+)\/([A-Za-z0-9\-.]{1,64})(?:\/_history\/[A-Za-z0-9\-.]{1,64})?$/;

/**
 * Follows a reference to a person of one of `types`. Only `#id`, `Type/id` and an absolute address of that form are read: a search
 * (`Patient?identifier=...`) would be resolved by another server, and by other rules than ours. Every place that names a type
 * must name the same one. Gives an error code instead: reference-form, reference-personal, contained-unknown, contained-ambiguous or
 * `wrongType`.
 */
export function follow<Code extends IssueCode>(
  response: QuestionnaireResponse,
  { reference, type }: Reference,
  types: readonly string[],
  wrongType: Code,
): Target | IssueCode {
  const found = reference === undefined ? { type: undefined, contained: undefined } : resolve(response, reference);
  if (typeof found === 'string') return found;
  const named = [type, found.type].filter((name) => name !== undefined);
  if (named.some((name) => !types.includes(name)) || new Set(named).size > 1) return wrongType;
  return { ...found, type: named[0] };
}

function resolve(response: QuestionnaireResponse, reference: string): Target | IssueCode {
  if (reference.startsWith('#')) {
    const contained = containedResource(response, reference);
    return typeof contained === 'string' ? contained : { type: contained.resourceType, contained };
  }
  const [, type, id] = literal.exec(reference) ?? [];
  if (type === undefined || id === undefined) return 'reference-form';
  return isPossibleCpr(id) ? 'reference-personal' : { type, contained: undefined };
}
