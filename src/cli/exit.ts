import type { OperationOutcome } from 'fhir/r4.js';
import { faultOf } from '../fault.ts';
import { type Language, sentence, toOutcome } from '../outcome/outcome.ts';
import { type Problem, Refusal } from '../outcome/problem.ts';
import { optionName } from './option-name.ts';
import { locatedInSent } from './sent.ts';

/** Exit codes of every command (ARCHITECTURE.md "Command line"). */
export const exitCode = { done: 0, refused: 1, usage: 2, environment: 3 } as const;

/** The machine or its files are in the way, not the input: exit code 3. */
export class EnvironmentProblem extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.code);
    this.problem = problem;
  }
}

/** An error of a command that reads nothing but its environment: what is refused there is the environment's. */
export function environmental(error: unknown): unknown {
  const [problem] = error instanceof Refusal ? error.problems : [];
  return problem === undefined ? error : new EnvironmentProblem(problem);
}

/** The code of a system error, such as ENOENT. Its message would hold more than is asked for. */
export function systemCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
}

/** An error of ours as a problem: its class and its place. */
export function unexpected(error: unknown): Problem {
  const { error: name, at } = faultOf(error);
  return { code: 'unexpected', values: { error: at === undefined ? name : `${name}, ${at}` } };
}

/**
 * Prints a refusal as an OperationOutcome on stdout, or an environment problem or an error of ours as a sentence on
 * stderr; gives the exit code. Never a stack trace.
 */
export function report(error: unknown, language: Language): number {
  if (error instanceof Refusal) {
    print(outcomeOf(error.problems, language));
    // Where stdout goes into a file, the refusal must not disappear with it.
    for (const problem of error.problems.slice(0, 3)) tell(problem, language);
    return exitCode.refused;
  }
  const problem = error instanceof EnvironmentProblem ? error.problem : unexpected(error);
  tell(problem, language);
  return exitCode.environment;
}

/** Says a problem on stderr. */
export function tell(problem: Problem, language: Language): void {
  process.stderr.write(`${said(problem, language)}\n`);
}

/** A problem as a line for a person, with options as the command line calls them, and its code. */
export function said(problem: Problem, language: Language): string {
  return `niveau: ${sentence(problem, language, optionName)} [${problem.code}]`;
}

/** Problems as an OperationOutcome, with options as the command line calls them. */
export function outcomeOf(problems: readonly Problem[], language: Language): OperationOutcome {
  return toOutcome(locatedInSent(problems), language, optionName);
}

/** How resources are written; indented JSON where nothing else is asked for. */
let write: ((resource: object) => Uint8Array) | undefined;

/** Has resources written in another form, for the one command of this process. */
export function printBy(other: (resource: object) => Uint8Array): void {
  write = other;
}

/**
 * Writes a resource for people and machines, in the form that was asked for; what is none is JSON. Code:
 * xml-unwritable.
 */
export function print(resource: object): void {
  const isOne = 'resourceType' in resource;
  const written =
    isOne && write !== undefined ? Buffer.from(write(resource)).toString() : JSON.stringify(resource, null, 2);
  process.stdout.write(`${written}\n`);
}
