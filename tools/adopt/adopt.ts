import type { ContactDetail, FhirResource } from 'fhir/r4.js';
import { rebaseAll } from '../../src/package/canonical.ts';
import { partOf } from '../../src/package/part.ts';
import { withPins } from '../derive/pins.ts';

/** Who publishes the model from now on, and as what. What is not given stays as it is. */
export interface Adoption {
  /** Canonical base, without a slash at its end. */
  readonly base?: string | undefined;
  /** Semver. */
  readonly version?: string | undefined;
  readonly publisher?: string | undefined;
  /** A web address of the publisher. */
  readonly contact?: string | undefined;
  /** The day of publication, YYYY-MM-DD, of what gets a new version. */
  readonly date: string;
}

/**
 * The resources of `profiles/` as another publisher's: under another base, in another version, with everything that
 * names them following. The software's own resources keep their version. What is derived from the content is made by
 * `derivedProfiles` afterwards.
 */
export function adopted(stored: readonly FhirResource[], from: string, adoption: Adoption): readonly FhirResource[] {
  const moved = rebaseAll(stored, from, adoption.base ?? from).map((resource) => renewed(resource, adoption));
  return moved.map((resource) => withPins(resource, moved));
}

function renewed(resource: FhirResource, { version, publisher, contact, date }: Adoption): FhirResource {
  // The error codes are the program's, whoever publishes the model.
  if (resource.id === 'issue') return resource;
  const present: Partial<Record<string, unknown>> = { ...resource };
  const isNew = version !== undefined && version !== present.version && partOf(resource) !== 'software';
  const name = publisher ?? String(present.publisher);
  const detail: ContactDetail = {
    name,
    ...(contact === undefined ? {} : { telecom: [{ system: 'url', value: contact }] }),
  };
  return {
    ...resource,
    ...(isNew ? { version, date } : {}),
    ...(publisher === undefined && contact === undefined ? {} : { publisher: name, contact: [detail] }),
  } as FhirResource;
}
