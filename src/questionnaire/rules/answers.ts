import type { QuestionnaireResponseItemAnswer } from 'fhir/r4.js';
import type { At, CompiledItem, Report } from '../types.ts';
import { valueKey } from '../values/key.ts';
import type { Value } from '../values/value.ts';
import { checkAnswer } from './answer.ts';

/** The answers to one question: no more than it takes, none twice where there are options, and none beside one that excludes the others. */
export function checkAnswers(
  answers: readonly QuestionnaireResponseItemAnswer[],
  { place, expected, context, report }: At,
  visit: (answer: QuestionnaireResponseItemAnswer, place: string) => void,
): void {
  // One answer alone neither repeats nor excludes another.
  const isChoice = answers.length > 1 && hasOptions(expected);
  const given = new Set<string>();
  let sound = true;
  const listen: Report = (...problem) => {
    sound = false;
    report(...problem);
  };
  let exclusive: string | undefined;
  for (const [index, answer] of answers.entries()) {
    const here = `${place}.answer[${index}]`;
    if (index > 0 && expected.item.repeats !== true) {
      report('answer-repeated', here, expected);
      continue;
    }
    if (index === expected.maxOccurs) report('occurs-many', here, expected, { maximum: String(expected.maxOccurs) });
    sound = true;
    const value = checkAnswer(answer, { place: here, expected, context, report: listen });
    if (!sound) context.faulty?.add(answer);
    if (isChoice && value !== undefined) {
      const key = valueKey(value);
      if (given.has(key)) report('answer-duplicate', here, expected);
      given.add(key);
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
