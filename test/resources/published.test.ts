import type { CodeSystem, Coding, FhirResource, StructureDefinition } from 'fhir/r4.js';
import { expect, test } from 'vitest';
import { readProfiles } from '../../src/profiles.ts';
import { makeBundle, scoreResponse } from '../../src/work/score.ts';
import { accepted, responseBytes } from '../fixtures.ts';
import { ports } from '../ports.ts';

const published = readProfiles();
const profiles = new Set(
  published
    .filter((one): one is StructureDefinition => one.resourceType === 'StructureDefinition')
    .map(({ url, version }) => `${url}|${version}`),
);
const displays = new Map(
  published
    .filter((one): one is CodeSystem => one.resourceType === 'CodeSystem')
    .flatMap(({ url, version, concept = [] }) =>
      concept.map(({ code, display }) => [`${url}|${version}|${code}`, display] as const),
    ),
);

/** Every coding of ours anywhere in a resource. */
function codings(value: unknown): Coding[] {
  if (Array.isArray(value)) return value.flatMap(codings);
  if (typeof value !== 'object' || value === null) return [];
  const { system, code } = value as Coding;
  const own = system?.startsWith(`${ports.model.base}/CodeSystem/`) === true && code !== undefined;
  return [...(own ? [value as Coding] : []), ...Object.values(value).flatMap(codings)];
}

test.each(accepted)(
  '%s: results claim published profiles, and codes in the CodeSystem’s own words and version',
  (name) => {
    const { entry = [] } = makeBundle(ports.model, scoreResponse(ports, responseBytes(name)));
    const results = entry
      .slice(1)
      .flatMap(({ resource }): FhirResource[] => (resource ? [resource as FhirResource] : []));
    for (const { meta } of results) expect(profiles).toContain(meta?.profile?.[0]);
    const found = codings(results);
    expect(found.length).toBeGreaterThan(5);
    for (const { system, version, code, display } of found) {
      expect([code, display]).toEqual([code, displays.get(`${system}|${version}|${code}`)]);
    }
  },
);
