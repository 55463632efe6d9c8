import type { CapabilityStatement, FhirResource } from 'fhir/r4.js';
import { ServerFailure } from '../../delivery/fhir-server/failure.ts';
import type { FhirServer } from '../../delivery/fhir-server/server.ts';
import { refuse } from '../../outcome/problem.ts';
import { type Canonical, isOf, readCanonical, searchFor } from '../condition.ts';
import { sameContent } from './compare.ts';

/** A resource of the package, and what a server holds under its url and version. */
export interface Seen {
  readonly resource: FhirResource;
  readonly canonical: Canonical;
  readonly state: 'absent' | 'same' | 'other';
  /** Its id on the server. */
  readonly id: string | undefined;
  /** As the server has it. */
  readonly theirs: FhirResource | undefined;
}

/** How many searches are under way at once. */
const lanes = 4;

/**
 * Looks up every resource by url and version, one search each; `passed` is called after each. The order stays.
 * Throws a Refusal `server-several` where a server holds two of the same url and version.
 */
export async function look(
  server: FhirServer,
  resources: readonly FhirResource[],
  passed: () => void,
): Promise<readonly Seen[]> {
  const seen: Seen[] = [];
  const queue = [...resources.entries()].reverse();
  const lane = async () => {
    for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
      const [index, resource] = next;
      seen[index] = await lookUp(server, resource);
      passed();
    }
  };
  try {
    await Promise.all(Array.from({ length: lanes }, lane));
  } finally {
    // After a failure the other lanes end too.
    queue.length = 0;
  }
  return seen;
}

async function lookUp(server: FhirServer, resource: FhirResource): Promise<Seen> {
  const canonical = readCanonical(resource);
  const [theirs, ...more] = await heldUnder(server, canonical);
  if (more.length > 0)
    refuse('server-several', { values: { status: '200', codes: several(canonical, [theirs, ...more]) } });
  if (theirs === undefined) return { resource, canonical, state: 'absent', id: undefined, theirs };
  return { resource, canonical, state: sameContent(resource, theirs) ? 'same' : 'other', id: theirs.id, theirs };
}

/** What a server has under a canonical. Throws ServerFailure. */
export async function heldUnder(server: FhirServer, canonical: Canonical): Promise<readonly FhirResource[]> {
  const { type } = canonical;
  const all = await about('POST', canonical, server.searchDefinitions(type, searchFor(canonical)));
  // A server that ignores a parameter finds too much.
  return all.filter((candidate) => isOf(candidate, canonical));
}

/** Which they are, and by which ids somebody can delete all but one. */
function several({ type, url, version }: Canonical, all: readonly (FhirResource | undefined)[]): string {
  return `${url}|${version}: ${all.map((one) => `${type}/${one?.id}`).join(', ')}`;
}

/** A call about a definition: its failure says so. */
export async function about<Result>(method: string, { type, url, version }: Canonical, call: Promise<Result>) {
  try {
    return await call;
  } catch (error) {
    if (!(error instanceof ServerFailure)) throw error;
    throw error.while({ request: `${method} ${type}`, canonical: `${url}|${version}` });
  }
}

/**
 * Whether a server can take the package at all. Throws a Refusal: server-fhir-version, and server-no-conditional-create
 * where it says itself that it cannot.
 */
export function checkCapabilities(statement: CapabilityStatement | undefined, types: ReadonlySet<string>): void {
  if (statement === undefined) return;
  const { fhirVersion, rest = [] } = statement;
  if (!fhirVersion.startsWith('4.0.')) refuse('server-fhir-version', { values: { version: fhirVersion } });
  const ours = rest.flatMap(({ mode, resource = [] }) => (mode === 'server' ? resource : []));
  const unable = ours.some(({ type, conditionalCreate }) => types.has(type) && conditionalCreate === false);
  if (unable) refuse('server-no-conditional-create');
}

/** The definitions of others that our profiles derive from, and that the server has not. */
export async function absentBases(server: FhirServer, resources: readonly FhirResource[]): Promise<readonly string[]> {
  const ours = new Set(resources.map((resource) => ('url' in resource ? resource.url : undefined)));
  const bases = resources.flatMap((resource) => {
    const base = resource.resourceType === 'StructureDefinition' ? (resource.baseDefinition ?? '') : '';
    return base === '' || base.startsWith('http://hl7.org/fhir/StructureDefinition/') || ours.has(base) ? [] : [base];
  });
  const wanted = [...new Set(bases.map((base) => base.replace(/\|.*$/, '')))];
  if (wanted.length === 0) return [];
  const found = await server.searchDefinitions('StructureDefinition', { url: wanted.join(','), _elements: 'url' });
  const there = new Set(found.map((resource) => ('url' in resource ? resource.url : undefined)));
  return wanted.filter((url) => !there.has(url));
}
