import type { FhirResource } from 'fhir/r4.js';
import { buildModel } from '../src/model/build.ts';
import { sortProfiles } from '../src/model/profiles.ts';
import { fileText, resourceFile } from '../src/package/resource-file.ts';
import { routesSchema } from '../src/routes/schema.ts';
import { derivedProfiles } from './derive/profiles.ts';
import { openApiText } from './derive/routes.ts';
import { exampleFixtures } from './pages/example-fixtures.ts';
import { madePages } from './pages/pages.ts';

/**
 * Every file that is made, wholly or in part, by its path in the clone: as it should be. Reads files and writes none.
 */
export function derivedFiles(stored: readonly FhirResource[]): ReadonlyMap<string, string> {
  const profiles = derivedProfiles(stored);
  const model = buildModel(sortProfiles(profiles));
  const examples = exampleFixtures(model);
  return new Map([
    ...profiles.map(resourceFile).map(([name, text]) => [`profiles/${name}`, text] as const),
    ...examples,
    ['docs/openapi.json', openApiText(model)],
    ['docs/routes.schema.json', fileText(routesSchema)],
    ...madePages(model, profiles, examples),
  ]);
}
