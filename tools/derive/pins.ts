import type { FhirResource } from 'fhir/r4.js';

/**
 * A resource whose references to ours, by canonical and version, name the version that is here. What has no version in
 * it stays so: a coding's system, an identifier, a canonical that means every version.
 */
export function withPins<Resource extends FhirResource>(resource: Resource, all: readonly FhirResource[]): Resource {
  const versions = new Map(
    all.flatMap((one) => {
      const { url, version }: Partial<Record<string, unknown>> = { ...one };
      return typeof version === 'string' ? [[url, version] as const] : [];
    }),
  );
  return pinned(resource, versions) as Resource;
}

function pinned(value: unknown, versions: ReadonlyMap<unknown, string>): unknown {
  if (typeof value === 'string') {
    const [url, version, more] = value.split('|');
    const known = versions.get(url);
    return version === undefined || more !== undefined || known === undefined ? value : `${url}|${known}`;
  }
  if (Array.isArray(value)) return value.map((one) => pinned(one, versions));
  if (typeof value !== 'object' || value === null) return value;
  const written = Object.entries(value).map(([name, one]) => [name, pinned(one, versions)]);
  const { system, version } = value as Readonly<Record<string, unknown>>;
  const known = versions.get(system);
  // `compose.include` and `expansion.contains` have the version beside the system.
  return Object.fromEntries([...written, ...(typeof version === 'string' && known ? [['version', known]] : [])]);
}
