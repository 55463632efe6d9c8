import type { Variant } from '../model/types.ts';
import type { Problem } from '../outcome/problem.ts';

/** A problem with the question that it is about. */
export function problemAt(variant: Variant, linkId: string, problem: Problem): Problem {
  const question = variant.form().items.get(linkId)?.question;
  return question === undefined ? problem : { ...problem, question };
}
