import type { QuestionnaireResponseItemAnswer } from 'fhir/r4.js';
import { hasValue } from '../answers.ts';
import type { At, CompiledItem, ReportAnswer } from '../types.ts';
import { readAbsent, readValue, type Value } from '../values/value.ts';
import { worldsOf } from './concrete.ts';
import { checkOption, checkPermitted, checkWeights } from './options.ts';

/**
 * One answer: its type, its place among the options, and what the item's extensions demand of it. Gives its value,
 * where that counts.
 */
export function checkAnswer(answer: QuestionnaireResponseItemAnswer, at: At): Value | undefined {
  const { expected } = at;
  const value = readValue(answer);
  const key = value?.key ?? readAbsent(answer);
  if (expected.item.type === 'question' && key !== undefined) {
    at.report('question-abstract', undefined);
    return undefined;
  }
  if (key === undefined) {
    // "An answer may have only item": so may one that says why it has no value.
    if (answer.item === undefined && !hasValue(answer)) at.report('answer-empty', undefined);
    return undefined;
  }
  if (expected.keys !== undefined && !expected.keys.has(key)) {
    at.report('answer-type', undefined, { expected: [...expected.keys].join(' / ') });
    return undefined;
  }
  if (value === undefined) return undefined;
  measure(answer, value, at);
  return value;
}

function measure(answer: QuestionnaireResponseItemAnswer, value: Value, at: At): void {
  const { expected, context } = at;
  checkPermitted(value, at);
  checkWeights(answer, value, at);
  if (expected.options !== undefined) checkOption(value, expected.options, at);
  for (const check of expected.checks) check(answer, at, value);
  if (expected.dynamics.length === 0) return;
  // Where the item may be this or that, what is wrong in each of them is wrong.
  const worlds = worldsOf(at, context);
  const found = worlds.map((world) => problemsIn(world, answer, at, value));
  const [first = [], ...rest] = found;
  for (const given of first) {
    if (rest.every((others) => others.some(([code]) => code === given[0]))) at.report(...given);
  }
}

function problemsIn(
  world: CompiledItem,
  answer: QuestionnaireResponseItemAnswer,
  at: At,
  value: Value,
): readonly Parameters<ReportAnswer>[] {
  const found: Parameters<ReportAnswer>[] = [];
  const listening: At = { ...at, expected: world, report: (...given) => found.push(given) };
  for (const check of world.checks) check(answer, listening, value);
  return found;
}
