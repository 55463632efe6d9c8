import { Refusal } from '../../src/outcome/problem.ts';

/** The codes of a refusal; fails where nothing is refused, or with an error of ours. */
export async function refusedWith(work: Promise<unknown>): Promise<readonly string[]> {
  try {
    await work;
  } catch (error) {
    if (error instanceof Refusal) return error.problems.map(({ code }) => code);
    throw error;
  }
  throw new Error('nothing was refused');
}
