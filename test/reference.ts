import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FhirResource } from 'fhir/r4.js';
import { rebase } from '../src/package/canonical.ts';
import { partOf } from '../src/package/part.ts';
import { withPins } from '../tools/derive/pins.ts';

/** The model by which the tests measure the program: their figures and fixtures are its. */
const reference = { base: 'http://differentieringsmodellen.dk/fhir', version: '1.0.0' };
const profiles = fileURLToPath(new URL('../profiles/', import.meta.url));

/**
 * What the tests of the program are set to: nothing where `profiles/` holds the reference, as it does here. Where a region has adopted it, the
 * reference is the version that was kept, with the software's own resources of now; `test/published/` is about the region's.
 */
export function referenceEnvironment(): Record<string, string> {
  const { url, version } = read(profiles, 'Questionnaire-somatik.json') as { url?: string; version?: string };
  if (version === reference.version && url === `${reference.base}/Questionnaire/somatik`) return {};
  const kept = join(profiles, 'earlier', reference.version);
  if (!existsSync(kept)) {
    throw new Error(
      `The tests measure by the model ${reference.version}, which is not in ${kept}: adopt without --without-earlier.`,
    );
  }
  const [adopted = ''] = (url ?? '').split('/Questionnaire/');
  const software = resources(profiles).filter((resource) => partOf(resource) === 'software');
  const all = [...resources(kept), ...software.map((resource) => rebase(resource, adopted, reference.base))];
  const folder = mkdtempSync(join(tmpdir(), 'niveau-reference-'));
  mkdirSync(folder, { recursive: true });
  for (const resource of all) {
    const text = `${JSON.stringify(withPins(resource, all), null, 2)}\n`;
    writeFileSync(join(folder, `${resource.resourceType}-${resource.id}.json`), text);
  }
  return { NIVEAU_PROFILES: folder };
}

function resources(folder: string): FhirResource[] {
  return readdirSync(folder)
    .filter((name) => /^[A-Z].*\.json$/.test(name))
    .map((name) => read(folder, name));
}

function read(folder: string, name: string): FhirResource {
  return JSON.parse(readFileSync(join(folder, name), 'utf8')) as FhirResource;
}
