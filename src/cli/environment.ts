import { readSchemaFolder, variables } from '../config.ts';
import { Refusal } from '../outcome/problem.ts';
import { EnvironmentProblem } from './exit.ts';

/** Every environment variable of the service, for `niveau serve --help`. */
export function environmentHelp(): string {
  const lines = variables.map(({ name, initial, help }) => {
    return `  ${name.padEnd(22)}${help.en}${initial === '' ? '' : ` (default ${initial})`}`;
  });
  return `\nEnvironment variables:\n${lines.join('\n')}\n`;
}

/** MedCom's schemas (MEDCOM_XSD_DIR), undefined where none are set. A folder that cannot be read is an environment problem. */
export function schemaFolder(): string | undefined {
  try {
    return readSchemaFolder(process.env);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new EnvironmentProblem({ code: 'config-folder', values: { name: 'MEDCOM_XSD_DIR' } });
  }
}
