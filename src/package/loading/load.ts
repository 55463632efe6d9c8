import type { CapabilityStatement, FhirResource } from 'fhir/r4.js';
import type { FhirServer } from '../../delivery/fhir-server/server.ts';
import { type Canonical, condition } from '../condition.ts';
import { withReferences } from '../references.ts';
import { type Difference, differences } from './compare.ts';
import { about, absentBases, checkCapabilities, look, type Seen } from './look.ts';

export type Outcome = 'created' | 'updated' | 'unchanged' | 'conflict';

export interface LoadOptions {
  /** Changes nothing: the outcomes say what would become of each resource. */
  readonly check?: boolean;
  /** Writes also what has the same url and version and other content. */
  readonly replace?: boolean;
}

/** Whom a load tells what happens, while it happens. */
export interface Listener {
  /** A resource is settled. In the order of the package. */
  settled(outcome: Outcome, canonical: Canonical): void;
  progress(done: number, total: number): void;
  /** What differs where a resource is in conflict; called before it is settled. */
  differs(canonical: Canonical, differences: readonly Difference[]): void;
  /** Canonicals of definitions that the server should have had. */
  basesAbsent(canonicals: readonly string[], statement: CapabilityStatement | undefined): void;
}

/**
 * Brings resources, in their order, onto a server; at most 3 requests each. Whatever is there stays, found by url and
 * version and never by id, so that it may be repeated, cut off at any point, and done for two versions. With conflicts
 * and without `replace`, nothing is written and only what is there is settled.
 * Throws ServerFailure, and a Refusal: server-fhir-version, server-no-conditional-create, server-several.
 */
export async function load(
  server: FhirServer,
  resources: readonly FhirResource[],
  { check = false, replace = false }: LoadOptions,
  listener: Listener,
): Promise<void> {
  const types = new Set(resources.map(({ resourceType }) => resourceType));
  const capable = server.capabilities().then((statement) => {
    checkCapabilities(statement, types);
    return statement;
  });
  // Some servers take long to make it: it is awaited before the first write, and its failure is met there.
  capable.catch(() => {});
  const absent = await absentBases(server, resources);
  if (absent.length > 0) listener.basesAbsent(absent, await capable);
  let done = 0;
  const passed = () => {
    done += 1;
    listener.progress(done, resources.length * 2);
  };
  const seen = await look(server, resources, passed);
  await capable;
  const written = !check && (replace || seen.every(({ state }) => state !== 'other'));
  const ids = new Map(seen.map(({ resource, id }) => [`${resource.resourceType}/${resource.id}`, id]));
  for (const one of seen) {
    const outcome = written ? await write(server, one, ids) : foreseen(one, replace);
    passed();
    if (outcome === 'conflict' && one.theirs !== undefined) {
      listener.differs(one.canonical, differences(one.resource, one.theirs));
    }
    if (written || check || outcome !== 'created') listener.settled(outcome, one.canonical);
  }
}

function foreseen({ state }: Seen, replace: boolean): Outcome {
  if (state === 'same') return 'unchanged';
  if (state === 'absent') return 'created';
  return replace ? 'updated' : 'conflict';
}

/** Writes what is absent or other, and notes the id that the server gave it. */
async function write(server: FhirServer, seen: Seen, ids: Map<string, string | undefined>): Promise<Outcome> {
  const { resource, canonical, state } = seen;
  if (state === 'same') return 'unchanged';
  const { id: _, ...content } = withReferences(resource, (reference) => there(reference, ids));
  const body = content as FhirResource;
  if (state === 'other') {
    await about('PUT', canonical, server.update(body, condition(canonical)));
    return 'updated';
  }
  const { result, id } = await about('POST', canonical, server.create(body, condition(canonical)));
  const created = result === 'created' && id !== undefined;
  // Somebody else was faster, or the server does not say where it is.
  const [again] = created ? [] : await look(server, [resource], () => {});
  ids.set(`${resource.resourceType}/${resource.id}`, again?.id ?? id);
  if (result === 'created') return 'created';
  return again?.state === 'same' ? 'unchanged' : 'conflict';
}

/** A reference to the same resource on the server. */
function there(reference: string, ids: ReadonlyMap<string, string | undefined>): string {
  const id = ids.get(reference);
  return id === undefined ? reference : `${reference.split('/')[0]}/${id}`;
}
