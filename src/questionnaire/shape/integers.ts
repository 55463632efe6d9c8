import type { Problem } from '../../outcome/problem.ts';
import { root } from '../answers.ts';
import type { JsonDocument } from '../json/document.ts';
import { literalOf } from '../json/numbers.ts';
import { fhirPath, type Step } from '../place.ts';
import { mostFaults } from './fault.ts';

const integerProperty = /(?:Integer|Int)$|^(?:size|rank)$/;

/**
 * Integers that are written as 14.0 or 1.4e1: for JavaScript they are 14, for FHIR they are none, and the response is
 * passed on as it was written. Problem: format-wrong.
 */
export function checkIntegers({ value, kept }: Pick<JsonDocument, 'value' | 'kept'>): readonly Problem[] {
  const problems: Problem[] = [];
  const steps: Step[] = [];
  const visit = (before: unknown, after: unknown): void => {
    // Only what holds an unusual number is another object.
    if (before === after || problems.length >= mostFaults) return;
    if (literalOf(after) === undefined) {
      for (const [name, one] of Object.entries(after as object)) {
        steps.push(Array.isArray(after) ? Number(name) : name);
        visit((before as Record<string, unknown>)[name], one);
        steps.pop();
      }
      return;
    }
    const last = steps.at(-1);
    if (typeof last === 'string' && integerProperty.test(last))
      problems.push({ code: 'format-wrong', place: fhirPath(root, steps), values: { element: last, type: 'integer' } });
  };
  visit(value, kept);
  return problems;
}
