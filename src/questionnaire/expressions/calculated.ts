import type { Coding, Quantity } from 'fhir/r4.js';
import type { Problem } from '../../outcome/problem.ts';
import { hasValue } from '../answers.ts';
import type { Placed } from '../scope.ts';
import type { RuleContext } from '../types.ts';
import { compareQuantities, equalValues } from '../values/compare.ts';
import { decimalPlaces } from '../values/decimals.ts';
import { ucumSystem } from '../values/ucum.ts';
import { readValue, type Value } from '../values/value.ts';
import type { Verdict } from '../values/verdict.ts';
import type { Evaluator } from './evaluator.ts';

/** `calculatedExpression`: what is answered has to be what it gives. A field that was left out is in order. */
export function checkCalculated(placed: Placed, evaluator: Evaluator, context: RuleContext): readonly Problem[] {
  const { item, expected, scope, place } = placed;
  const formula = expected.formulas?.calculated;
  const answers = item.answer ?? [];
  if (formula === undefined || !answers.some(hasValue)) return [];
  const results = evaluator.evaluate(formula, expected, scope, item);
  if (results === undefined) return [];
  const index = answers.findIndex((answer, position) => {
    const value = readValue(answer);
    if (value === undefined) return false;
    return (
      position >= results.length ||
      isResult(value, results[position], context, `${place}.answer[${position}]`) === false
    );
  });
  if (index < 0 && results.length <= answers.length) return [];
  const at = index < 0 ? answers.length - 1 : index;
  const wanted = written(results[at]);
  return [
    {
      code: 'calculation-differs',
      place: `${place}.answer[${at}].value`,
      question: expected.question,
      values: { expected: wanted ?? 'en anden værdi', expectedEn: wanted ?? 'another value' },
    },
  ];
}

/** Renderers round: a decimal is compared in as many places as it was sent with. */
function isResult(value: Value, result: unknown, context: RuleContext, place: string): Verdict {
  if (value.key === 'valueQuantity') {
    const quantity = toQuantity(result);
    const order = quantity && compareQuantities(value.value as object, quantity);
    return order === undefined ? undefined : order === 0;
  }
  if (typeof value.value === 'number' && typeof result === 'number') {
    const literal = context.literal?.(place, value.value, [value.key]) ?? String(value.value);
    const places = decimalPlaces(literal);
    if (places > 0) return Math.abs(value.value - result) <= 0.5000001 * 10 ** -places;
  }
  return equalValues(value, { key: value.key, value: result });
}

/** A Quantity, a number in the answer's own unit, or a quantity of FHIRPath (`4 'kg'`). */
function toQuantity(result: unknown): Quantity | undefined {
  if (typeof result === 'number') return { value: result };
  if (typeof result === 'object' && result !== null) return result;
  const [, value, code] = /^(-?[\d.]+) '(.+)'$/.exec(String(result)) ?? [];
  return code === undefined ? undefined : { value: Number(value), code, system: ucumSystem };
}

/** Numbers, yes and no, and options can be shown. A text may name a person. */
function written(result: unknown): string | undefined {
  if (result === undefined) return '–';
  if (typeof result === 'number' || typeof result === 'boolean') return String(result);
  const { display, code } = (typeof result === 'object' && result !== null ? result : {}) as Coding;
  return display ?? code;
}
