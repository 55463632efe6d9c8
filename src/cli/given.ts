import type { Command, Option } from 'commander';
import { refusedCharacter } from '../questionnaire/json/fault.ts';
import { UsageProblem, wrongValue } from './usage.ts';

/**
 * What every command is called with: no value is empty (`--out ''`, as from a variable of the shell that is not set,
 * would mean the folder one stands in), no text has characters that no message carries or whose bytes are no UTF-8, and
 * standard input is named once, since it can be read once. Throws a UsageProblem: usage-option-empty,
 * usage-argument-missing, usage-value, usage-input-twice.
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
  const wrong = options.find(({ isFile, values }) => !isFile && values.some(isUnfit));
  if (wrong !== undefined) throw wrongValue(wrong.name, textForm);
  const inputs = all.filter(({ isFile, values }) => isFile && values.includes('-'));
  if (inputs.length > 1) throw new UsageProblem({ code: 'usage-input-twice' });
}

const textForm = { da: 'tekst i UTF-8 uden kontroltegn', en: 'text in UTF-8 without control characters' };

/** Node reads bytes that are no UTF-8 as U+FFFD: what was meant is lost. */
function isUnfit(value: unknown): boolean {
  return typeof value === 'string' && (refusedCharacter.test(value) || value.includes('\uFFFD'));
}

/** What an option has that may be given more than once: every value, in order. */
export function everyValue(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

/**
 * Has an option that takes one value refused where it is given twice: the last would count, and the first be passed
 * over. Throws a UsageProblem while arguments are read: usage-option-twice.
 */
export function takeOnce(command: Command): void {
  const takesOne = ({ required, variadic, parseArg }: Option) => required && !variadic && parseArg !== everyValue;
  for (const option of command.options.filter(takesOne)) {
    let given = false;
    command.on(`option:${option.name()}`, () => {
      if (given) throw new UsageProblem({ code: 'usage-option-twice', values: { name: option.flags } });
      given = true;
    });
  }
  for (const below of command.commands) takeOnce(below);
}
