import type { FhirResource } from 'fhir/r4.js';

/** What a conformance resource is known by on every server: canonical url and business version, never its id there. */
export interface Canonical {
  readonly type: string;
  readonly url: string;
  readonly version: string;
}

/** The canonical of a resource of the package. Throws an Error where it has none: that is a mistake of the profiles. */
export function readCanonical(resource: FhirResource): Canonical {
  const { resourceType: type, id, url, version }: Partial<Record<string, unknown>> = { ...resource };
  if (typeof type === 'string' && typeof url === 'string' && typeof version === 'string') return { type, url, version };
  throw new Error(`${type}/${id} has no url and version`);
}

/** True for the resource that a canonical names. */
export function isOf(resource: FhirResource, { type, url, version }: Canonical): boolean {
  const { resourceType, ...rest }: Partial<Record<string, unknown>> = { ...resource };
  return resourceType === type && rest.url === url && rest.version === version;
}

/** The search parameters that find it, with FHIR's own escapes (a comma would separate values). */
export function searchFor({ url, version }: Canonical): { readonly url: string; readonly version: string } {
  const escaped = (text: string) => text.replace(/[\\,|$]/g, '\\$&');
  return { url: escaped(url), version: escaped(version) };
}

/** The same as a query, for `If-None-Exist` and conditional updates. */
export function condition(canonical: Canonical): string {
  return new URLSearchParams({ ...searchFor(canonical) }).toString();
}
