import type { QuestionnaireResponseItemAnswer } from 'fhir/r4.js';
import type { At, CompiledItem, Report, ReportAnswer, RuleContext, Scope, Subject } from '../types.ts';
import { valueKey } from '../values/key.ts';
import type { Value } from '../values/value.ts';
import { type Way, wayTo } from '../way.ts';
import { checkAnswer } from './answer.ts';

/** Looks at what stands below an answer. */
type Below = (
  answer: QuestionnaireResponseItemAnswer,
  place: Way,
  subject: Subject,
  context: RuleContext,
  report: Report,
) => void;

/**
 * The answers to the question at `place`: no more than it takes, and none beside one that excludes the others. The same
 * one twice is warned of. What stands below each that counts is for `below`.
 */
export function checkAnswers(
  answers: readonly QuestionnaireResponseItemAnswer[],
  subject: Subject,
  place: Way,
  context: RuleContext,
  report: Report,
  below: Below,
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
    const value = checkAnswer(answer, new AnswerAt(subject, here, context, report));
    if (value !== undefined) choices?.take(value, answer, here);
    below(answer, here, subject, context, report);
  }
  choices?.end();
}

/** One answer under measure: one object for all that its rules look at, since there is one for every answer. */
class AnswerAt implements At {
  readonly expected: CompiledItem;
  readonly scope: Scope;
  readonly item: Subject['item'];
  readonly place: Way;
  readonly context: RuleContext;
  readonly #tell: Report;

  constructor({ expected, scope, item }: Subject, place: Way, context: RuleContext, tell: Report) {
    this.expected = expected;
    this.scope = scope;
    this.item = item;
    this.place = place;
    this.context = context;
    this.#tell = tell;
  }

  report(...[code, part, values]: Parameters<ReportAnswer>): void {
    const { expected, place, context } = this;
    // What depends on an answer in which something is wrong cannot be said.
    context.faulty.add(expected.linkId);
    this.#tell(code, part === undefined ? place : wayTo(place, part), expected, values);
  }
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
