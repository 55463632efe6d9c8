import type { FactorAnswer } from './types.ts';

/**
 * W_k: the sum of the weights of the factors rated at least `threshold`, with `fill` in the place of what is unrated.
 */
export function weightAtLeast(answers: readonly FactorAnswer[], threshold: number, fill: number): number {
  let sum = 0;
  for (const answer of answers) if ((answer.rating ?? fill) >= threshold) sum += answer.weight;
  return sum;
}
