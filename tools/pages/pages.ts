import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { FhirResource } from 'fhir/r4.js';
import type { Model } from '../../src/model/types.ts';
import { errorPage } from './errors.ts';
import { integratorTables } from './integrators.ts';
import { withMadeParts } from './markdown.ts';
import { profilePage } from './profile.ts';
import { type Scenario, workedExamples } from './worked-examples.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** The pages of `docs/` that are made, wholly or in part, by their path: as they should be. */
export function madePages(model: Model, resources: readonly FhirResource[]): ReadonlyMap<string, string> {
  const profiles = resources.filter((resource) => resource.resourceType === 'StructureDefinition');
  const parts = { ...integratorTables(model, resources), examples: workedExamples(model, scenarios()) };
  return new Map([
    ['docs/errors.md', errorPage()],
    ...profiles.map((profile) => [`docs/profiles/${profile.id}.md`, profilePage(profile)] as const),
    ['docs/integrators.md', withMadeParts(readFileSync(`${root}docs/integrators.md`, 'utf8'), parts)],
  ]);
}

/** In the order of their names. What else lies there is no scenario. */
function scenarios(): Scenario[] {
  const folder = `${root}fixtures/`;
  const names = readdirSync(folder).filter((name) => existsSync(`${folder}${name}/response.json`));
  return names.sort().map((name) => ({ name, bytes: readFileSync(`${folder}${name}/response.json`) }));
}
