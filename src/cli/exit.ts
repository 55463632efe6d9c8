import { type Language, sentence, toOutcome } from '../outcome/outcome.ts';
import { type Problem, Refusal } from '../outcome/problem.ts';

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

/** The code of a system error, such as ENOENT. Its message would hold more than is asked for. */
export function systemCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
}

/** Prints a refusal as an OperationOutcome on stdout, or an environment problem as a sentence on stderr; gives the exit code. */
export function report(error: unknown, language: Language): number {
  if (error instanceof Refusal) {
    print(toOutcome(error.problems, language));
    return exitCode.refused;
  }
  if (error instanceof EnvironmentProblem) {
    const { code } = error.problem;
    process.stderr.write(`niveau: ${sentence(error.problem, language)} [${code}]\n`);
    return exitCode.environment;
  }
  throw error;
}

/** Writes a resource for people and machines: indented JSON. */
export function print(resource: object): void {
  process.stdout.write(`${JSON.stringify(resource, null, 2)}\n`);
}
