import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FhirResource } from 'fhir/r4.js';
import { buildModels } from './model/build.ts';
import { sortProfiles } from './model/profiles.ts';
import type { Model, Text } from './model/types.ts';
import { Refusal, refuse } from './outcome/problem.ts';

/** The folder of the clone, or of the published package. */
export const clonesProfiles = fileURLToPath(new URL('../profiles/', import.meta.url));

/**
 * Where the conformance resources lie: the newest version in the folder itself, each earlier one in
 * `earlier/<version>/`. Another folder than the program's own is named by NIVEAU_PROFILES.
 */
export const profilesFolder = chosenFolder() ?? clonesProfiles;

function chosenFolder(): string | undefined {
  const named = process.env.NIVEAU_PROFILES?.trim();
  return named === undefined || named === '' ? undefined : join(named, '/');
}

/** The codes of our errors are no part of the model, and would be half of what is read. */
const modelFile = /^(CodeSystem(?!-issue\.)|Questionnaire|PlanDefinition|ActivityDefinition)-.*\.json$/;

/** The folders of earlier versions beside those of a folder. */
export function earlierFolders(profiles: string = profilesFolder): string[] {
  const folder = join(profiles, 'earlier');
  return existsSync(folder)
    ? readdirSync(folder)
        .sort()
        .map((name) => join(folder, name))
    : [];
}

/**
 * Reads conformance resources of a folder, in the order of their file names; `pattern` chooses among the names. Throws
 * a Refusal: config-model.
 */
export function readProfiles(pattern: RegExp = /^[A-Z]\w+-.*\.json$/, folder: string = profilesFolder): FhirResource[] {
  try {
    const names = readdirSync(folder).filter((name) => pattern.test(name));
    return names.sort().map((name) => readResource(join(folder, name)));
  } catch (error) {
    refuseModel(folder, error);
  }
}

/** Throws an Error that names the file where it holds no resource. */
function readResource(file: string): FhirResource {
  const bytes = readFileSync(file, 'utf8');
  try {
    const resource: unknown = JSON.parse(bytes);
    if (typeof resource === 'object' && resource !== null && 'resourceType' in resource)
      return resource as FhirResource;
  } catch {
    // What it says quotes the file.
  }
  throw new Error(`${basename(file)} holds no resource in JSON`);
}

/** The change logs of the model and the profiles, as markdown; empty where a folder has none. */
export function readChanges(folder: string = profilesFolder): Text {
  const read = (language: string) => {
    const file = join(folder, `changes.${language}.md`);
    return existsSync(file) ? readFileSync(file, 'utf8') : '';
  };
  return { da: read('da'), en: read('en') };
}

let model: Model | undefined;

/**
 * The model in all its versions, built once. Only the files that it is made of are read: snapshots of profiles cost
 * start-up time. Throws a Refusal: config-model.
 */
export function loadModel(): Model {
  model ??= readModel();
  return model;
}

function readModel(): Model {
  const read = (folder: string) => sortProfiles(readProfiles(modelFile, folder));
  try {
    return buildModels(read(profilesFolder), earlierFolders().map(read));
  } catch (error) {
    refuseModel(profilesFolder, error);
  }
}

function refuseModel(file: string, error: unknown): never {
  if (error instanceof Refusal) throw error;
  refuse('config-model', { values: { file, reason: error instanceof Error ? error.message : String(error) } });
}
