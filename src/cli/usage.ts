import type { CommanderError } from 'commander';
import type { Text } from '../model/types.ts';
import type { Problem } from '../outcome/problem.ts';

/** The command was not called as it takes to be called: exit code 2. */
export class UsageProblem extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.code);
    this.problem = problem;
  }
}

/** The value of an option or an argument has not the form that it takes. */
export function wrongValue(name: string, form: Text): UsageProblem {
  return new UsageProblem({ code: 'usage-value', values: { name, form: form.da, formEn: form.en } });
}

/** An option that the command cannot do without here. */
export function missingOption(name: string): UsageProblem {
  return new UsageProblem({ code: 'usage-option-missing', values: { name } });
}

/** An option that says nothing without another one. */
export function loneOption(name: string, other: string): UsageProblem {
  return new UsageProblem({ code: 'usage-option-alone', values: { name, other } });
}

/**
 * What commander found wrong, as a problem of ours in both languages; undefined where it only showed its help. What was
 * typed is never repeated: a password may stand where an option was meant. Only names that we defined ourselves are
 * taken from commander's message.
 */
export function usageProblem({ code, message }: CommanderError): Problem | undefined {
  const name = /^error: [a-z ]+'([^']*)'/.exec(message)?.[1] ?? '';
  const meant = /\(Did you mean (?:one of )?([\w, -]+)\?\)/.exec(message)?.[1];
  const hint: Record<string, string> =
    meant === undefined
      ? { hint: '', hintEn: '' }
      : { hint: ` (mente du ${meant}?)`, hintEn: ` (did you mean ${meant}?)` };
  switch (code) {
    case 'commander.unknownCommand':
      return { code: 'usage-command-unknown', values: hint };
    case 'commander.unknownOption':
      return { code: 'usage-option-unknown', values: hint };
    case 'commander.missingArgument':
      return { code: 'usage-argument-missing', values: { name: `<${name}>` } };
    case 'commander.missingMandatoryOptionValue':
      return { code: 'usage-option-missing', values: { name } };
    case 'commander.optionMissingArgument':
      return { code: 'usage-option-empty', values: { name } };
    case 'commander.excessArguments':
      return { code: 'usage-arguments-many' };
    case 'commander.invalidArgument':
      return chosenFrom(name, message);
    default:
      return undefined;
  }
}

/** commander itself only looks whether a value is among an option's choices, which are ours. */
function chosenFrom(name: string, message: string): Problem {
  const choices = /Allowed choices are ([\w, -]+)\.$/.exec(message)?.[1] ?? '';
  const listed = (or: string) => choices.replace(/, (?=[^,]*$)/, ` ${or} `);
  return { code: 'usage-value', values: { name, form: listed('eller'), formEn: listed('or') } };
}
