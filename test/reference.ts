import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Questionnaire } from 'fhir/r4.js';
import { rebase } from '../src/package/canonical.ts';
import { partOf } from '../src/package/part.ts';
import { resourceFile } from '../src/package/resource-file.ts';
import { clonesProfiles, readProfiles } from '../src/profiles.ts';
import { withPins } from '../tools/derive/pins.ts';

/** The model by which the tests measure the program: their figures and fixtures are its. */
const reference = { base: 'http://differentieringsmodellen.dk/fhir', version: '1.0.0' };

/**
 * What the tests of the program are set to: nothing where `profiles/` holds the reference, as it does here. Where a
 * region has adopted it, the reference is the version that was kept, with the software's own resources of now;
 * `test/published/` is about the region's.
 */
export function referenceEnvironment(): Record<string, string> {
  const [form] = readProfiles(/^Questionnaire-somatik\.json$/, clonesProfiles);
  const { url = '', version }: Partial<Questionnaire> = Object(form);
  if (version === reference.version && url === `${reference.base}/Questionnaire/somatik`) return {};
  const kept = join(clonesProfiles, 'earlier', reference.version);
  if (!existsSync(kept)) {
    throw new Error(
      `The tests measure by the model ${reference.version}, which is not in ${kept}: adopt without --without-earlier.`,
    );
  }
  const [adopted = ''] = url.split('/Questionnaire/');
  const software = readProfiles(undefined, clonesProfiles).filter((resource) => partOf(resource) === 'software');
  const all = [
    ...readProfiles(undefined, kept),
    ...software.map((resource) => rebase(resource, adopted, reference.base)),
  ];
  const folder = mkdtempSync(join(tmpdir(), 'niveau-reference-'));
  for (const resource of all) {
    const [name, text] = resourceFile(withPins(resource, all));
    writeFileSync(join(folder, name), text);
  }
  return { NIVEAU_PROFILES: folder };
}
