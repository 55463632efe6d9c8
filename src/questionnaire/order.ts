import { fhirPathIn } from '../outcome/place.ts';
import type { Problem } from '../outcome/problem.ts';

/**
 * Problems in the order of their places, as the response is read: an element before what stands in it, item[2] before
 * item[10].
 */
export function inOrderOfPlaces(problems: readonly Problem[]): readonly Problem[] {
  if (problems.length < 2) return problems;
  const placed = problems.map((problem) => ({ problem, steps: fhirPathIn(problem.place).split(/[.[\]]+/) }));
  return placed.toSorted((one, other) => compareSteps(one.steps, other.steps)).map(({ problem }) => problem);
}

function compareSteps(one: readonly string[], other: readonly string[]): number {
  for (const [index, step] of one.entries()) {
    const against = other[index];
    if (against === undefined) return 1;
    if (step === against) continue;
    const difference = Number(step) - Number(against);
    if (!Number.isNaN(difference)) return difference;
    return rank(step) - rank(against) || (step < against ? -1 : 1);
  }
  return one.length - other.length;
}

/** The head of a response stands before its items. */
function rank(step: string): number {
  return step === 'item' || step === 'answer' ? 1 : 0;
}
