import { hash } from 'node:crypto';
import type { FhirResource } from 'fhir/r4.js';

/** SHA-256 of what was published, by `url|version`. */
export type Published = Readonly<Record<string, string>>;

/** The name under which a resource is published. */
export function publishedName(resource: FhirResource): string {
  const { url, version }: Partial<Record<string, unknown>> = { ...resource };
  return `${url}|${version}`;
}

/** The digest of a resource, however its file is laid out. */
export function digestOf(resource: FhirResource): string {
  return hash('sha256', JSON.stringify(resource));
}

/**
 * The names of those whose content is not what was published under them. What was not published yet is none of them.
 */
export function changedResources(resources: readonly FhirResource[], published: Published): string[] {
  return resources
    .filter((resource) => {
      const known = published[publishedName(resource)];
      return known !== undefined && known !== digestOf(resource);
    })
    .map(publishedName);
}
