import type { QuestionnaireResponseItemAnswer } from 'fhir/r4.js';
import type { At, CompiledItem, Report } from '../types.ts';
import { valueKey } from '../values/key.ts';
import type { Value } from '../values/value.ts';
import { checkAnswer } from './answer.ts';

/**
 * The answers to one question: no more than it takes, and none beside one that excludes the others. The same one twice
 * is warned of.
 */
export function checkAnswers(
  answers: readonly QuestionnaireResponseItemAnswer[],
  at: At,
  visit: (answer: QuestionnaireResponseItemAnswer, place: string) => void,
): void {
  const { place, expected, context, report } = at;
  // One answer alone neither repeats nor excludes another.
  const isChoice = answers.length > 1 && hasOptions(expected);
  const given = new Map<string, QuestionnaireResponseItemAnswer>();
  let exclusive: string | undefined;
  for (const [index, answer] of answers.entries()) {
    const here = `${place}.answer[${index}]`;
    if (index > 0 && expected.item.repeats !== true) {
      report('answer-repeated', here, expected);
      continue;
    }
    if (index === expected.maxOccurs) report('occurs-many', here, expected, { maximum: String(expected.maxOccurs) });
    let sound = true;
    const listen: Report = (...problem) => {
      sound = false;
      report(...problem);
    };
    const value = checkAnswer(answer, { ...at, place: here, report: listen });
    if (!sound) context.faulty.add(expected.linkId);
    if (isChoice && value !== undefined) {
      const key = valueKey(value);
      const before = given.get(key);
      // Two sisters with different children are two answers.
      if (before !== undefined && before.item === undefined && answer.item === undefined)
        report('answer-duplicate', here, expected);
      given.set(key, answer);
      if (isExclusive(value, expected)) exclusive ??= here;
    }
    visit(answer, here);
  }
  if (exclusive !== undefined && given.size > 1) report('option-exclusive', exclusive, expected);
}

function hasOptions({ options, item }: CompiledItem): boolean {
  return options !== undefined || item.type === 'choice' || item.type === 'open-choice';
}

function isExclusive(value: Value, { options }: CompiledItem): boolean {
  return options?.get(valueKey(value))?.exclusive === true;
}
