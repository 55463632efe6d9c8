import { readProfilesFolder, readSchemaFolder, variablesOf } from '../config.ts';
import { environmental } from './exit.ts';
import type { Shell } from './shell.ts';

/** The environment variables of some sections, for a command's `--help`. */
export function environmentHelp({ say }: Shell, ...sections: Parameters<typeof variablesOf>[0][]): string {
  const variables = sections.flatMap(variablesOf);
  const width = Math.max(...variables.map(({ name }) => name.length)) + 2;
  const lines = variables.map(({ name, initial, help }) => {
    return `  ${name.padEnd(width)}${say(help)}${initial === '' ? '' : say({ da: ` (ellers ${initial})`, en: ` (default ${initial})` })}`;
  });
  return `\n${say({ da: 'Miljøvariable:', en: 'Environment variables:' })}\n${lines.join('\n')}\n`;
}

/**
 * MedCom's schemas (MEDCOM_XSD_DIR), undefined where none are set. A folder that cannot be read is an environment
 * problem.
 */
export function schemaFolder(): string | undefined {
  try {
    return readSchemaFolder(process.env);
  } catch (error) {
    throw environmental(error);
  }
}

/** The model's folder (NIVEAU_PROFILES) holds one, as far as can be seen without reading it. Code: config-folder. */
export function requireProfiles(): void {
  try {
    readProfilesFolder(process.env);
  } catch (error) {
    throw environmental(error);
  }
}
