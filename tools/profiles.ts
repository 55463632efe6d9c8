/**
 * `npm run profiles`: writes the derived parts of `profiles/` anew: the rule's FHIRPath in the Questionnaires, the error codes, the
 * expansions of the ValueSets and the list in the ImplementationGuide; and the pages of `docs/` that are made from them. Tests hold that
 * the files are as this would write them.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { CodeSystem, FhirResource, Questionnaire } from 'fhir/r4.js';
import { withResources } from '../src/package/guide.ts';
import { loadModel, profilesFolder, readProfiles } from '../src/profiles.ts';
import { withIssues, withRule } from './derive.ts';
import { withExpansion } from './expansion.ts';
import { madePages } from './pages.ts';

const model = loadModel();
for (const { code } of model.variants) {
  rewrite(`Questionnaire-${code}.json`, (resource: Questionnaire) => withRule(model, resource));
}
rewrite('CodeSystem-issue.json', (resource: CodeSystem) => withIssues(resource));
const resources = readProfiles();
const codeSystems = resources.filter((resource) => resource.resourceType === 'CodeSystem');
for (const resource of resources) {
  const name = `${resource.resourceType}-${resource.id}.json`;
  if (resource.resourceType === 'ValueSet') rewrite(name, () => withExpansion(resource, codeSystems));
  if (resource.resourceType === 'ImplementationGuide') rewrite(name, () => withResources(resource, resources));
}

for (const [name, page] of madePages(model, resources)) {
  replace(new URL(`../${name}`, import.meta.url), name, () => page);
}

function rewrite<Resource extends FhirResource>(name: string, derive: (resource: Resource) => Resource): void {
  replace(profilesFolder + name, name, (before) => `${JSON.stringify(derive(JSON.parse(before)), null, 2)}\n`);
}

function replace(file: string | URL, name: string, derive: (before: string) => string): void {
  const before = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const after = derive(before);
  if (after === before) return;
  writeFileSync(file, after);
  process.stdout.write(`${name} written\n`);
}
