import { variables } from '../config.ts';

/** Every environment variable of the service, for `niveau serve --help`. */
export function environmentHelp(): string {
  const lines = variables.map(({ name, initial, help }) => {
    return `  ${name.padEnd(22)}${help.en}${initial === '' ? '' : ` (default ${initial})`}`;
  });
  return `\nEnvironment variables:\n${lines.join('\n')}\n`;
}
