import type { FhirResource } from 'fhir/r4.js';

/** The file of a resource, as they lie in `profiles/` and in the package: its name and its text. */
export function resourceFile(resource: FhirResource): readonly [name: string, text: string] {
  return [fileName(resource), fileText(resource)];
}

export function fileName({ resourceType, id }: FhirResource): string {
  return `${resourceType}-${id}.json`;
}

/** JSON as it stands in a file. */
export function fileText(content: object): string {
  return `${JSON.stringify(content, null, 2)}\n`;
}
