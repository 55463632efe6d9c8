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

/**
 * The pages of `docs/` that are made, wholly or in part, by their path: as they should be. `examples` are the made
 * scenarios, by their paths.
 */
export function madePages(
  model: Model,
  resources: readonly FhirResource[],
  examples: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const profiles = resources.filter((resource) => resource.resourceType === 'StructureDefinition');
  const parts = {
    ...integratorTables(model, resources),
    examples: workedExamples(model, [...scenarios(), ...madeScenarios(examples)]),
  };
  return new Map([
    ['docs/errors.md', errorPage()],
    ...profiles.map((profile) => [`docs/profiles/${profile.id}.md`, profilePage(profile)] as const),
    ['docs/integrators.md', withMadeParts(readFileSync(`${root}docs/integrators.md`, 'utf8'), parts)],
  ]);
}

/** Written by hand, in the order of their names. What else lies there is no scenario. */
function scenarios(): Scenario[] {
  const folder = `${root}fixtures/`;
  const names = readdirSync(folder).filter((name) => existsSync(`${folder}${name}/response.json`));
  const written = names.filter((name) => !name.startsWith('eksempel-'));
  return written.sort().map((name) => ({ name, bytes: readFileSync(`${folder}${name}/response.json`) }));
}

function madeScenarios(examples: ReadonlyMap<string, string>): Scenario[] {
  return [...examples].flatMap(([path, text]) => {
    const name = /^fixtures\/(.*)\/response\.json$/.exec(path)?.[1];
    return name === undefined ? [] : [{ name, bytes: Buffer.from(text) }];
  });
}
