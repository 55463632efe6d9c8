import type { QuestionnaireResponseItemAnswer } from 'fhir/r4.js';
import type { At } from '../types.ts';
import { readValue, type Value } from '../values/value.ts';
import { checkOption, isWeight } from './options.ts';

/** One answer: its type, its place among the options, and what the item's extensions demand of it. Gives its value, where that counts. */
export function checkAnswer(answer: QuestionnaireResponseItemAnswer, at: At): Value | undefined {
  const { expected, place, report } = at;
  const value = readValue(answer);
  if (value === undefined) {
    report('answer-empty', place, expected);
    return undefined;
  }
  const { keys, options, checks } = expected;
  if (keys !== undefined && !keys.has(value.key)) {
    report('answer-type', place, expected, { expected: [...keys].join(' / ') });
    return undefined;
  }
  if (options !== undefined) checkOption(value, options, at);
  if (answer.extension?.some(isWeight) === true) report('weight-differs', place, expected);
  for (const check of checks) check(answer, at);
  return value;
}
