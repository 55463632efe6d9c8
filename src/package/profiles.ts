/**
 * `npm run profiles`: writes the derived parts of `profiles/` anew, the rule's FHIRPath in the Questionnaires and the error
 * codes, with their page in `docs/`.
 * A test holds that the files are as this would write them.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { CodeSystem, FhirResource, Questionnaire } from 'fhir/r4.js';
import { loadModel, profilesFolder } from '../profiles.ts';
import { withIssues, withRule } from './derive.ts';
import { errorPage } from './error-page.ts';

const model = loadModel();
for (const { code } of model.variants) {
  rewrite(`Questionnaire-${code}.json`, (resource: Questionnaire) => withRule(model, resource));
}
rewrite('CodeSystem-issue.json', (resource: CodeSystem) => withIssues(resource));
writeFileSync(fileURLToPath(new URL('../../docs/errors.md', import.meta.url)), errorPage());

function rewrite<Resource extends FhirResource>(name: string, derive: (resource: Resource) => Resource): void {
  const before = readFileSync(profilesFolder + name, 'utf8');
  const after = `${JSON.stringify(derive(JSON.parse(before)), null, 2)}\n`;
  if (after === before) return;
  writeFileSync(profilesFolder + name, after);
  process.stdout.write(`${name} written\n`);
}
