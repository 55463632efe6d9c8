/**
 * `npm run published`: notes in `profiles/published.json` that what lies in `profiles/` is published from now on, a
 * digest for each canonical with its version. What was published is never changed under the same version: the tests
 * fail then, and so does this.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { FhirResource } from 'fhir/r4.js';
import { clonesProfiles, readProfiles } from '../src/profiles.ts';
import { changedResources, digestOf, type Published, publishedName } from './adopt/digest.ts';

const file = new URL('../profiles/published.json', import.meta.url);

/** What was published so far; nothing yet where the file is not there. */
export function readPublished(): Published {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Published) : {};
}

function publish(resources: readonly FhirResource[]): void {
  const published = readPublished();
  const changed = changedResources(resources, published);
  if (changed.length > 0) {
    process.stderr.write(`${changed.join('\n')}\nThese were published with other content: give them a new version.\n`);
    process.exitCode = 1;
    return;
  }
  const all = { ...published, ...Object.fromEntries(resources.map((one) => [publishedName(one), digestOf(one)])) };
  const sorted = Object.fromEntries(Object.entries(all).sort(([one], [other]) => (one < other ? -1 : 1)));
  writeFileSync(file, `${JSON.stringify(sorted, null, 2)}\n`);
  process.stdout.write(`${resources.length} resources are published\n`);
}

if (import.meta.main) publish(readProfiles(undefined, clonesProfiles));
