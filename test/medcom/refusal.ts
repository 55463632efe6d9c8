import type { Problem } from '../../src/outcome/problem.ts';
import { Refusal } from '../../src/outcome/problem.ts';

/** What a step refuses: code and place of each problem. Fails when it does not refuse. */
export async function refusalOf(step: () => unknown): Promise<readonly Pick<Problem, 'code' | 'place'>[]> {
  return (await problemsOf(step)).map(({ code, place }) => (place === undefined ? { code } : { code, place }));
}

/** The problems of a step that refuses. */
export async function problemsOf(step: () => unknown): Promise<readonly Problem[]> {
  try {
    await step();
  } catch (error) {
    if (error instanceof Refusal) return error.problems;
    throw error;
  }
  throw new Error('it was not refused');
}
