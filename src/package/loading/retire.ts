import type { FhirResource } from 'fhir/r4.js';
import type { FhirServer } from '../../delivery/fhir-server/server.ts';
import { type Canonical, condition, readCanonical } from '../condition.ts';
import { about, heldUnder } from './look.ts';

/**
 * Marks the resources of a version on a server as retired, for that version is used no longer: each that the server has
 * under one of our urls in that version, its `status` alone. `check` changes nothing. Gives what was retired, or would
 * be; what is retired already is not among them.
 * Throws ServerFailure.
 */
export async function retire(
  server: FhirServer,
  resources: readonly FhirResource[],
  version: string,
  check: boolean,
): Promise<readonly Canonical[]> {
  const retired: Canonical[] = [];
  for (const canonical of resources.map((resource) => ({ ...readCanonical(resource), version }))) {
    const [theirs] = await heldUnder(server, canonical);
    if (theirs === undefined || ('status' in theirs && theirs.status === 'retired')) continue;
    const body = { ...theirs, status: 'retired' } as FhirResource;
    if (!check) await about('PUT', canonical, server.update(body, condition(canonical)));
    retired.push(canonical);
  }
  return retired;
}
