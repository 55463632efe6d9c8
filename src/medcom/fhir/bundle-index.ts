import type { BundleEntry, FhirResource } from 'fhir/r4.js';
import { type Problem, refuse } from '../../outcome/problem.ts';

/** A resource of a message, and where it stands. */
export interface Placed<Resource extends FhirResource = FhirResource> {
  readonly resource: Resource;
  readonly fullUrl: string;
  /** Of its entry, from 0. */
  readonly index: number;
  readonly place: string;
}

/** The resources of a message, found as its references name them. */
export interface BundleIndex {
  readonly all: readonly Placed[];
  of<Type extends FhirResource['resourceType']>(
    type: Type,
  ): readonly Placed<Extract<FhirResource, { resourceType: Type }>>[];
  /** By a reference: a fullUrl, or `Type/id`, as MedCom writes them. Undefined where the message has none such. */
  find(reference: string | undefined): Placed | undefined;
}

/** What a message has one of: whatever a second one says would be lost. */
const alone: ReadonlySet<string> = new Set(['MessageHeader', 'Communication']);

/**
 * The entries of a message by their names. Two entries of one name would leave it open which one a reference means.
 * Codes: message-entry-twice, message-several.
 */
export function indexBundle(entries: readonly BundleEntry[]): BundleIndex {
  const all = entries.map(({ fullUrl = '', resource }, index) => ({
    resource: resource as FhirResource,
    fullUrl,
    index,
    place: `Bundle.entry[${index}].resource`,
  }));
  const seen = new Set<string>();
  for (const { resource, place } of all) {
    const { resourceType: type } = resource;
    if (alone.has(type) && seen.has(type)) refuse('message-several', { place, values: { type } });
    seen.add(type);
  }
  const named = new Map<string, Placed>();
  for (const placed of all) {
    const { fullUrl, resource, index } = placed;
    const { resourceType, id } = resource;
    const own = typeof id === 'string' ? `${resourceType}/${id}` : fullUrl;
    if (named.has(fullUrl) || named.has(own)) refuse('message-entry-twice', { place: `Bundle.entry[${index}]` });
    named.set(fullUrl, placed).set(own, placed);
  }
  return {
    all,
    of: (type) => all.filter(({ resource }) => resource.resourceType === type) as never,
    find: (reference = '') => named.get(reference) ?? named.get(lastPart(reference)),
  };
}

/** `Type/id` of an address that names a resource on a server. */
function lastPart(reference: string): string {
  return /[A-Z]\w*\/[\w.-]+$/.exec(reference)?.[0] ?? '';
}

/** The resource that a reference means, which must be of a type. Problem code: message-reference. */
export function referred<Type extends FhirResource['resourceType']>(
  index: BundleIndex,
  reference: string | undefined,
  type: Type,
  place: string,
): Placed<Extract<FhirResource, { resourceType: Type }>> | Problem {
  const found = index.find(reference);
  if (found?.resource.resourceType === type) return found as never;
  return { code: 'message-reference', place, values: { type } };
}
