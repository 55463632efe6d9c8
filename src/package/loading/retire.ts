import type { FhirResource } from 'fhir/r4.js';
import type { FhirServer } from '../../delivery/fhir-server/server.ts';
import { type Canonical, condition, readCanonical } from '../condition.ts';
import { about, heldUnder } from './look.ts';

/** What became of a resource: it may have been retired before, not be there, or be what this program works by. */
export type Retirement = 'retired' | 'already' | 'absent' | 'inUse';

/**
 * Marks the resources of a version on a server as retired, for that version is used no longer: each that the server has
 * under one of our urls in that version, its `status` alone. `check` changes nothing. Model, profiles and software have
 * versions of their own: where one of them has moved on, what `resources` still hold in that version is in use, and
 * stays. `settled` hears of each.
 * Throws ServerFailure.
 */
export async function retire(
  server: FhirServer,
  resources: readonly FhirResource[],
  { version, check }: { readonly version: string; readonly check: boolean },
  settled: (retirement: Retirement, canonical: Canonical) => void,
): Promise<void> {
  const own = resources.map(readCanonical);
  const movedOn = own.some((canonical) => canonical.version !== version);
  for (const canonical of own) {
    const asked = { ...canonical, version };
    settled(movedOn && canonical.version === version ? 'inUse' : await retireOne(server, asked, check), asked);
  }
}

async function retireOne(server: FhirServer, canonical: Canonical, check: boolean): Promise<Retirement> {
  const [theirs] = await heldUnder(server, canonical);
  if (theirs === undefined) return 'absent';
  if ('status' in theirs && theirs.status === 'retired') return 'already';
  const body = { ...theirs, status: 'retired' } as FhirResource;
  if (!check) await about('PUT', canonical, server.update(body, condition(canonical)));
  return 'retired';
}
