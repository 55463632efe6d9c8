import type { QuestionnaireResponseItemAnswer } from 'fhir/r4.js';
import type { CompiledItem, Report, RuleContext, Subject } from '../types.ts';
import { valueKey } from '../values/key.ts';
import type { Value } from '../values/value.ts';
import { type Way, wayTo } from '../way.ts';
import { checkAnswer } from './answer.ts';

/**
 * The answers to the question at `place`: no more than it takes, and none beside one that excludes the others. The same
 * one twice is warned of. Each that counts is `visit`ed.
 */
export function checkAnswers(
  answers: readonly QuestionnaireResponseItemAnswer[],
  subject: Subject,
  place: Way,
  context: RuleContext,
  report: Report,
  visit: (answer: QuestionnaireResponseItemAnswer, place: Way) => void,
): void {
  const { expected } = subject;
  // One answer alone neither repeats nor excludes another.
  const choices = answers.length > 1 && hasOptions(expected) ? createChoices(expected, report) : undefined;
  let index = -1;
  for (const answer of answers) {
    index += 1;
    const here = wayTo(place, 'answer', index);
    if (index > 0 && expected.item.repeats !== true) {
      report('answer-repeated', here, expected);
      continue;
    }
    if (index === expected.maxOccurs) report('occurs-many', here, expected, { maximum: String(expected.maxOccurs) });
    const value = measureAnswer(answer, here, subject, context, report);
    if (value !== undefined) choices?.take(value, answer, here);
    visit(answer, here);
  }
  choices?.end();
}

/** One answer; what depends on one in which something is wrong cannot be said. */
function measureAnswer(
  answer: QuestionnaireResponseItemAnswer,
  place: Way,
  { expected, scope, item }: Subject,
  context: RuleContext,
  report: Report,
): Value | undefined {
  return checkAnswer(answer, {
    expected,
    scope,
    item,
    place,
    context,
    report: (code, part, values) => {
      context.faulty.add(expected.linkId);
      report(code, part === undefined ? place : wayTo(place, part), expected, values);
    },
  });
}

/** Notes the answers of a choice one after the other. */
function createChoices(expected: CompiledItem, report: Report) {
  const given = new Map<string, QuestionnaireResponseItemAnswer>();
  let exclusive: Way | undefined;
  return {
    take(value: Value, answer: QuestionnaireResponseItemAnswer, place: Way): void {
      const key = valueKey(value);
      const before = given.get(key);
      // Two sisters with different children are two answers.
      if (before !== undefined && before.item === undefined && answer.item === undefined)
        report('answer-duplicate', place, expected);
      given.set(key, answer);
      if (expected.options?.get(key)?.exclusive === true) exclusive ??= place;
    },
    end(): void {
      if (exclusive !== undefined && given.size > 1) report('option-exclusive', exclusive, expected);
    },
  };
}

function hasOptions({ options, item }: CompiledItem): boolean {
  return options !== undefined || item.type === 'choice' || item.type === 'open-choice';
}
