import { type Problem, Refusal } from '../../outcome/problem.ts';

/** Runs a step; its refusal joins the others, so that a person sees all that is to be mended. */
export function attempt<Result>(problems: Problem[], step: () => Result): Result | undefined {
  try {
    return step();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    problems.push(...error.problems);
    return undefined;
  }
}
