import type { Command } from 'commander';
import { UsageProblem } from './usage.ts';

/**
 * What every command is called with: no value is empty (`--out ''`, as from a variable of the shell that is not set,
 * would mean the folder one stands in), and standard input is named once, since it can be read once. Throws a
 * UsageProblem: usage-option-empty, usage-argument-missing, usage-input-twice.
 */
export function checkGiven(command: Command): void {
  const given = command.registeredArguments.map((argument, index) => ({
    name: `<${argument.name()}>`,
    code: 'usage-argument-missing' as const,
    values: [command.processedArgs[index]].flat(),
    isFile: true,
  }));
  const options = command.options.map((option) => ({
    name: option.flags,
    code: 'usage-option-empty' as const,
    values: [command.getOptionValue(option.attributeName()) as unknown].flat(),
    isFile: option.flags.includes('<file'),
  }));
  const all = [...given, ...options];
  const empty = all.find(({ values }) => values.includes(''));
  if (empty !== undefined) throw new UsageProblem({ code: empty.code, values: { name: empty.name } });
  const inputs = all.filter(({ isFile, values }) => isFile && values.includes('-'));
  if (inputs.length > 1) throw new UsageProblem({ code: 'usage-input-twice' });
}
