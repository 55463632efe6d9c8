import { loadModel } from '../profiles.ts';
import type { Clock, Ports } from '../work/ports.ts';
import { requireProfiles, schemaFolder } from './environment.ts';

/** The machine's own clock. */
const clock: Clock = () => new Date();

/** What a command works with; MedCom's schemas are looked for by the commands that use them. Code: config-folder. */
export function openPorts(): Ports {
  requireProfiles();
  return { model: loadModel(), clock };
}

/**
 * The same with MEDCOM_XSD_DIR, for the commands of letters. A folder that cannot be read is an environment problem.
 */
export function openLetterPorts(): Ports {
  return { ...openPorts(), schemaDirectory: schemaFolder() };
}
