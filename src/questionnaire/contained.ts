import type { FhirResource, QuestionnaireResponse } from 'fhir/r4.js';

/** The contained resource that `#id` points to. Two of one id are refused: which is meant would be a guess. */
export function containedResource(
  response: QuestionnaireResponse,
  reference: string,
): FhirResource | 'contained-unknown' | 'contained-ambiguous' {
  const [found, ...others] = (response.contained ?? []).filter(({ id }) => id !== undefined && `#${id}` === reference);
  if (found === undefined) return 'contained-unknown';
  return others.length > 0 ? 'contained-ambiguous' : (found as FhirResource);
}
