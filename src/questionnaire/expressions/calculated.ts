import type { Coding, Quantity, QuestionnaireResponseItemAnswer } from 'fhir/r4.js';
import type { Problem } from '../../outcome/problem.ts';
import { hasValue } from '../answers.ts';
import { concreteItem } from '../rules/concrete.ts';
import type { Placed } from '../scope.ts';
import type { RuleContext } from '../types.ts';
import { compareValues, equalValues } from '../values/compare.ts';
import { decimalPlaces } from '../values/decimals.ts';
import { convert, ucumSystem } from '../values/ucum.ts';
import { readValue, type Value } from '../values/value.ts';
import { agreed, some, type Verdict } from '../values/verdict.ts';
import { placeOf, type Way, wayTo } from '../way.ts';
import type { Evaluator, Results } from './evaluator.ts';

/**
 * `calculatedExpression`: what is answered is compared with what it gives. "In some cases it may be legitimate to
 * override a calculated element": another value is an error only where no person can enter one (`readOnly`), else a
 * warning. A field that was left out is in order.
 */
export function checkCalculated(
  placed: Placed,
  evaluator: Evaluator,
  context: RuleContext,
  isTold: () => boolean,
): readonly Problem[] {
  const { item, expected, place } = placed;
  const formula = expected.formulas?.calculated;
  const answers = item.answer ?? [];
  if (formula === undefined || !answers.some(hasValue)) return [];
  const worlds = evaluator.evaluate(formula, placed);
  // Of an answer that is not told nothing is calculated here; whoever knows it may have done so.
  const compare = answers.map((_, index) => (results: readonly unknown[]) => {
    return results.length === 0 && !isTold() ? undefined : isCalculated(placed, index, results, context);
  });
  const verdicts = compare.map((isRight) => agreed(worlds.map((results) => results && isRight(results))));
  const index = verdicts.findIndex((verdict, position) => verdict === false && isOutside(answers[position], worlds));
  const lacks = agreed(worlds.map((results) => results && results.length <= answers.length));
  if (index < 0 && lacks !== false) return [];
  const at = index < 0 ? answers.length - 1 : index;
  const wanted = worlds.length > 1 ? anotherValue : written(worlds[0]?.[at]);
  const isError = concreteItem(placed, context).item.readOnly === true;
  return [
    {
      code: isError ? 'calculation-differs' : 'calculation-overridden',
      place: placeOf(wayTo(wayTo(place, 'answer', at), 'value')),
      question: expected.question,
      values: { expected: wanted.da, expectedEn: wanted.en },
    },
  ];
}

/** Worlds that differ may be followed by any between them: what lies there may be right. */
function isOutside(answer: QuestionnaireResponseItemAnswer | undefined, worlds: readonly Results[]): boolean {
  const value = answer && readValue(answer);
  const [first, ...rest] = worlds.map((results) => JSON.stringify(results));
  if (value === undefined || rest.every((one) => one === first)) return true;
  const sides = worlds.map((results) => Math.sign(compareValues(value, { key: value.key, value: results?.[0] }) ?? 0));
  return sides.every((side) => side !== 0 && side === sides[0]);
}

/** Of several results, which may come in any order, the answer is one. */
function isCalculated(
  { item, expected, place }: Placed,
  index: number,
  results: readonly unknown[],
  context: RuleContext,
): Verdict {
  const answer: QuestionnaireResponseItemAnswer = item.answer?.[index] ?? {};
  const value = readValue(answer);
  if (value === undefined) return undefined;
  if (results.length === 0) {
    // Where nothing can be calculated yet, what the form began with still stands.
    const initial = (expected.item.initial ?? []).flatMap((one) => readValue(one) ?? []);
    return some(initial.map((one) => equalValues(value, one)));
  }
  return some(results.map((result) => isResult(value, result, context, wayTo(place, 'answer', index))));
}

/** Renderers round: numbers are compared in as many places as they were sent with. */
function isResult(value: Value, result: unknown, context: RuleContext, place: Way): Verdict {
  if (value.key === 'valueQuantity') return isQuantity(value.value as Quantity, toQuantity(result), context, place);
  if (typeof value.value === 'number' && typeof result === 'number')
    return isRounded(value.value, result, context, place, [value.key]);
  return equalValues(value, { key: value.key, value: result });
}

function isRounded(value: number, result: number, context: RuleContext, place: Way, path: readonly string[]): boolean {
  const literal = context.literal?.(place, value, path) ?? String(value);
  // An integer is all that an integer item can hold: whether it was rounded or cut off is not told.
  const slack = path[0] === 'valueInteger' ? 0.9999999 : 0.5000001 * 10 ** -decimalPlaces(literal);
  return Number.isInteger(result) && path[0] === 'valueInteger' ? value === result : Math.abs(value - result) <= slack;
}

function isQuantity(given: Quantity, result: Quantity | undefined, context: RuleContext, place: Way): Verdict {
  if (given.value === undefined || result?.value === undefined) return undefined;
  if (given.comparator !== undefined || result.comparator !== undefined) return undefined;
  const inUnit = inUnitOf(given, result, result.value);
  return inUnit === undefined ? undefined : isRounded(given.value, inUnit, context, place, ['valueQuantity', 'value']);
}

/** A result without a unit is meant in that of the answer. */
function inUnitOf(given: Quantity, result: Quantity, value: number): number | undefined {
  const [to, from] = [given.code ?? given.unit, result.code ?? result.unit];
  if (from === undefined || to === from) return value;
  return to === undefined ? undefined : convert(value, from, to);
}

/** A Quantity, a number in the answer's own unit, or a quantity of FHIRPath (`4 'kg'`). */
function toQuantity(result: unknown): Quantity | undefined {
  if (typeof result === 'number') return { value: result };
  if (typeof result === 'object' && result !== null) return result;
  const [, value, code] = /^(-?[\d.]+(?:e[+-]?\d+)?) '(.+)'$/i.exec(String(result)) ?? [];
  return code === undefined ? undefined : { value: Number(value), code, system: ucumSystem };
}

interface Words {
  readonly da: string;
  readonly en: string;
}

const anotherValue: Words = { da: 'en anden værdi', en: 'another value' };

/** Numbers, yes and no, and options can be shown. A text may name a person. */
function written(result: unknown): Words {
  const same = (text: string): Words => ({ da: text, en: text });
  if (result === undefined) return same('–');
  if (typeof result === 'boolean') return result ? { da: 'ja', en: 'yes' } : { da: 'nej', en: 'no' };
  if (typeof result === 'number') return same(String(result));
  const { display, code } = (typeof result === 'object' && result !== null ? result : {}) as Coding;
  const text = display ?? code;
  return text === undefined ? anotherValue : same(text);
}
