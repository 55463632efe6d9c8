import type { FhirResource } from 'fhir/r4.js';
import { readProfilesFolder, readSchemaFolder } from '../config.ts';
import type { Model } from '../model/types.ts';
import { loadModel, readProfiles } from '../profiles.ts';
import type { Clock, Ports } from '../work/ports.ts';
import { ofEnvironment } from './environment.ts';

/** The machine's own clock. */
const clock: Clock = () => new Date();

/** The model that a command works by. Environment problems: config-folder, config-model. */
export function openModel(): Model {
  ofEnvironment(readProfilesFolder);
  return ofEnvironment(loadModel);
}

/** All resources that the folder of the model holds. Environment problem: config-model. */
export function openProfiles(): FhirResource[] {
  return ofEnvironment(() => readProfiles());
}

/** What a command works with; MedCom's schemas are looked for by the commands that use them. Codes: of `openModel`. */
export function openPorts(): Ports {
  return { model: openModel(), clock };
}

/** The same with MEDCOM_XSD_DIR, for the commands of letters. Environment problem: config-folder. */
export function openLetterPorts(): Ports {
  return { ...openPorts(), schemaDirectory: ofEnvironment(readSchemaFolder) };
}
