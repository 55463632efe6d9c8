import type { Problem } from '../../outcome/problem.ts';
import { root } from '../answers.ts';
import { fhirPath, type Step } from '../place.ts';
import { type JsonDocument, keepNumbers } from './document.ts';

const integerProperty = /(?:Integer|Int)$|^(?:size|rank)$/;

/**
 * Integers that are written as 14.0 or 1.4e1: for JavaScript they are 14, for FHIR they are none, and the response is passed on as it was
 * written. Problem: format-wrong.
 */
export function checkIntegers(document: JsonDocument): readonly Problem[] {
  const kept = keepNumbers(document);
  if (kept === document.value) return [];
  const problems: Problem[] = [];
  const visit = (value: unknown, steps: readonly Step[]): void => {
    if (typeof value !== 'object' || value === null) return;
    const last = steps.at(-1);
    if ('rawJSON' in value) {
      if (typeof last !== 'string' || !integerProperty.test(last)) return;
      problems.push({ code: 'format-wrong', place: fhirPath(root, steps), values: { element: last, type: 'integer' } });
    } else if (Array.isArray(value)) {
      for (const [index, one] of value.entries()) visit(one, [...steps, index]);
    } else {
      for (const [name, one] of Object.entries(value)) visit(one, [...steps, name]);
    }
  };
  visit(kept, []);
  return problems;
}
