import { isDeepStrictEqual } from 'node:util';
import type { FhirResource } from 'fhir/r4.js';
import { withReferences } from '../references.ts';

/**
 * What a server adds or makes anew by itself. Text is generated from title and description, the snapshot from the differential, the
 * expansion from the compose: a server's own leave the meaning as it is.
 */
const servers: ReadonlySet<string> = new Set(['id', 'meta', 'text', 'snapshot', 'expansion']);

/** True where a resource on a server says what ours says, whatever the order of its elements. */
export function sameContent(ours: FhirResource, theirs: FhirResource): boolean {
  return isDeepStrictEqual(content(ours), content(theirs));
}

function content(resource: FhirResource): object {
  // Servers give ids of their own: of a reference, the type is compared.
  const typed = withReferences(resource, (reference) => reference.split('/').at(-2) ?? reference);
  return Object.fromEntries(Object.entries(typed).filter(([name]) => !servers.has(name)));
}
