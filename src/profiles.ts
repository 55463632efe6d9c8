import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { FhirResource } from 'fhir/r4.js';
import { buildModel } from './model/build.ts';
import { sortProfiles } from './model/profiles.ts';
import type { Model } from './model/types.ts';

/** Where the conformance resources lie, in a clone as in the published package. */
export const profilesFolder = fileURLToPath(new URL('../profiles/', import.meta.url));

const modelFile = /^(CodeSystem|Questionnaire|PlanDefinition|ActivityDefinition)-.*\.json$/;

/** Reads conformance resources from `profiles/`, in the order of their file names; `pattern` chooses among the names. */
export function readProfiles(pattern: RegExp = /\.json$/): FhirResource[] {
  const names = readdirSync(profilesFolder).filter((name) => pattern.test(name));
  return names.sort().map((name) => JSON.parse(readFileSync(profilesFolder + name, 'utf8')) as FhirResource);
}

let model: Model | undefined;

/** The model, built once. Only the files that it is made of are read: snapshots of profiles cost start-up time. */
export function loadModel(): Model {
  model ??= buildModel(sortProfiles(readProfiles(modelFile)));
  return model;
}
