/**
 * `npm run profiles`: writes what is derived anew, in `profiles/`, `docs/` and `fixtures/`, and names each file that
 * changed. A test holds that the files are as this would write them.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FhirResource } from 'fhir/r4.js';
import { clonesProfiles, readProfiles } from '../src/profiles.ts';
import { derivedFiles } from './derived.ts';

const root = new URL('../', import.meta.url);

/** Writes every derived file of these resources, and the resources. */
export function writeDerived(stored: readonly FhirResource[]): void {
  for (const [name, text] of derivedFiles(stored)) {
    const file = fileURLToPath(new URL(name, root));
    if (existsSync(file) && readFileSync(file, 'utf8') === text) continue;
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    process.stdout.write(`${name} written\n`);
  }
}

if (import.meta.main) writeDerived(readProfiles(undefined, clonesProfiles));
