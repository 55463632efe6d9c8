import type { FhirResource } from 'fhir/r4.js';

/**
 * What a conformance resource belongs to; each part has a version of its own. The model: forms, plans, levels, rule,
 * words. The profiles: how results look. The software: error codes and operations.
 */
export type Part = 'model' | 'profiles' | 'software';

const parts: Readonly<Record<string, Part>> = {
  StructureDefinition: 'profiles',
  SearchParameter: 'profiles',
  ImplementationGuide: 'profiles',
  OperationDefinition: 'software',
  CapabilityStatement: 'software',
};

/** The part that a resource belongs to: by its type, but for the error codes. */
export function partOf({ resourceType, id }: FhirResource): Part {
  return id === 'issue' ? 'software' : (parts[resourceType] ?? 'model');
}
