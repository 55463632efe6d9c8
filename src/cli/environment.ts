import { variablesOf } from '../config.ts';
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

/** What a function reads from the environment. What it refuses is an environment problem. */
export function ofEnvironment<Value>(read: (env: NodeJS.ProcessEnv) => Value): Value {
  try {
    return read(process.env);
  } catch (error) {
    throw environmental(error);
  }
}
