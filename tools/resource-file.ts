import type { FhirResource } from 'fhir/r4.js';

/** The file of a resource, as they lie in `profiles/`: its name and its text. */
export function resourceFile(resource: FhirResource): readonly [name: string, text: string] {
  return [`${resource.resourceType}-${resource.id}.json`, `${JSON.stringify(resource, null, 2)}\n`];
}
