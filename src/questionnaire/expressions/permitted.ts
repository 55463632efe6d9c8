import type { Coding } from 'fhir/r4.js';
import type { RuleContext } from '../types.ts';
import { equalValues } from '../values/compare.ts';
import type { Value } from '../values/value.ts';
import { agreed, some, type Verdict } from '../values/verdict.ts';
import type { Evaluator } from './evaluator.ts';

/** `answerExpression` and `answerOptionsToggleExpression`: whether an answer is one that other answers leave open. */
export function createPermits(evaluator: Evaluator): NonNullable<RuleContext['permits']> {
  return (value, subject) => {
    const { answers, toggles = [] } = subject.expected.formulas ?? {};
    const listed =
      answers === undefined
        ? true
        : agreed(evaluator.evaluate(answers, subject).map((results) => results && isAmong(value, results)));
    const concerned = toggles.filter(({ options }) => options.some((option) => isSame(value, option)));
    // An option that several expressions toggle: nothing says which of them counts.
    const enabled =
      concerned.length === 0 ? true : agreed(concerned.map(({ formula }) => agreed(evaluator.holds(formula, subject))));
    return { listed, enabled };
  };
}

/** Undecided where a result is of another kind than the answer, such as a resource. */
function isAmong(value: Value, results: readonly unknown[]): Verdict {
  return some(results.map((result) => isOneOf(value, result)));
}

/** Of a text that is listed LHC-Forms makes a Coding with the text as its display. */
function isOneOf(value: Value, result: unknown): Verdict {
  const { code, display } = value.key === 'valueCoding' ? (value.value as Coding) : {};
  if (typeof result === 'string' && code === undefined && display !== undefined) return display === result;
  return equalValues(value, { key: value.key, value: result });
}

/** An option of the toggle may leave out the system that the answer has. */
function isSame(value: Value, option: Value): boolean {
  if (value.key !== 'valueCoding' || option.key !== 'valueCoding') return equalValues(value, option) === true;
  const [one, other] = [value.value as Coding, option.value as Coding];
  if (one.code === undefined || one.code !== other.code)
    return one.code === other.code && one.display === other.display;
  return one.system === other.system || one.system === undefined || other.system === undefined;
}
