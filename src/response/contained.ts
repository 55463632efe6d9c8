import type { FhirResource, QuestionnaireResponse } from 'fhir/r4.js';

/** The contained resource that `#id` points to; undefined for any other reference, 'missing' where there is none of that id. */
export function containedResource(
  response: QuestionnaireResponse,
  reference: string | undefined,
): FhirResource | 'missing' | undefined {
  if (reference === undefined || !reference.startsWith('#')) return undefined;
  const found = response.contained?.find((resource) => `#${resource.id}` === reference);
  return (found as FhirResource | undefined) ?? 'missing';
}
