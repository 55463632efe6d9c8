import type { Bundle, FhirResource, QuestionnaireResponse } from 'fhir/r4.js';
import { makeBundle, scoreResponse } from '../src/work/score.ts';
import { responseBytes } from './fixtures.ts';
import { ports } from './ports.ts';

/** The versions of one response: as it was sent first, amended, withdrawn. */
export type Version = 'original' | 'amended' | 'withdrawn';

const fixtures: Readonly<Record<Version, string>> = {
  original: 'somatik-3-aftalt',
  amended: 'somatik-rettet',
  withdrawn: 'somatik-trukket-tilbage',
};

/**
 * The Bundle of a version; `name` is the identifier's value, so that a server can keep several such responses apart.
 */
export function versionBundle(version: Version, name: string, ids: 'client' | 'server' = 'client'): Bundle {
  const response: QuestionnaireResponse = JSON.parse(responseBytes(fixtures[version]).toString('utf8'));
  response.identifier = { system: 'https://ehr.example.dk/responses', value: name };
  return makeBundle(ports.model, scoreResponse(ports, Buffer.from(JSON.stringify(response))), { ids });
}

/**
 * What a server should hold after these Bundles: the original never counts once a later version is there; of later ones
 * the last one does.
 */
export function standing(sent: readonly Version[]): Version {
  return sent.findLast((version) => version !== 'original') ?? 'original';
}

/** Every order of the three, each once or each twice in turn. */
export const orders: readonly (readonly Version[])[] = permutations(['original', 'amended', 'withdrawn']).flatMap(
  (order) => [order, [...order, ...order], order.flatMap((version) => [version, version])],
);

function permutations(versions: readonly Version[]): Version[][] {
  if (versions.length < 2) return [[...versions]];
  return versions.flatMap((first) => {
    return permutations(versions.filter((version) => version !== first)).map((rest) => [first, ...rest]);
  });
}

/** What tells the versions apart, by fullUrl: the state of the response and of every result but the Provenance. */
export function states(bundle: Bundle, held: (fullUrl: string) => FhirResource | undefined = () => undefined) {
  const found = new Map<string, string>();
  for (const { fullUrl = '', resource } of bundle.entry ?? []) {
    if (resource === undefined || resource.resourceType === 'Provenance') continue;
    const { resourceType, status, valueCodeableConcept } = (held(fullUrl) ?? resource) as Stated;
    found.set(fullUrl, [resourceType, status, valueCodeableConcept?.coding?.[0]?.code].join(' '));
  }
  return Object.fromEntries([...found].sort());
}

interface Stated {
  readonly resourceType: string;
  readonly status?: string;
  readonly valueCodeableConcept?: { readonly coding?: readonly { readonly code?: string }[] };
}
