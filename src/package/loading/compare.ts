import { isDeepStrictEqual } from 'node:util';
import type { FhirResource } from 'fhir/r4.js';
import { withReferences } from '../references.ts';

/**
 * What a server adds or makes anew by itself. Text is generated from title and description, the snapshot from the
 * differential, the expansion from the compose: a server's own leave the meaning as it is.
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

/** An element that is not the same: where, and what stands there; undefined where nothing does. */
export interface Difference {
  readonly path: string;
  readonly ours: unknown;
  readonly theirs: unknown;
}

/**
 * Where a resource on a server says something else than ours, each as deep as can be told. In the order of the paths.
 */
export function differences(ours: FhirResource, theirs: FhirResource): readonly Difference[] {
  return differ(content(ours), content(theirs), ours.resourceType);
}

function differ(ours: unknown, theirs: unknown, path: string): Difference[] {
  if (isDeepStrictEqual(ours, theirs)) return [];
  if (!isObject(ours) || !isObject(theirs) || Array.isArray(ours) !== Array.isArray(theirs)) {
    return [{ path, ours, theirs }];
  }
  const names = [...new Set([...Object.keys(ours), ...Object.keys(theirs)])];
  const below = (name: string) => (Array.isArray(ours) ? `${path}[${name}]` : `${path}.${name}`);
  return names.flatMap((name) => differ(ours[name], theirs[name], below(name)));
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
