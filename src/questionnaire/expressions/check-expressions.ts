import type { QuestionnaireResponse, QuestionnaireResponseItem, QuestionnaireResponseItemAnswer } from 'fhir/r4.js';
import { isError } from '../../outcome/outcome.ts';
import { fhirPathIn } from '../../outcome/place.ts';
import type { Problem } from '../../outcome/problem.ts';
import { hasValue, isAnswered } from '../answers.ts';
import { once } from '../once.ts';
import { concreteItem } from '../rules/concrete.ts';
import { opens } from '../rules/enabled.ts';
import { type Placed, placedItems } from '../scope.ts';
import type { Constraint, RuleContext } from '../types.ts';
import { readValue } from '../values/value.ts';
import { agreed, type Verdict } from '../values/verdict.ts';
import { placeOf } from '../way.ts';
import { checkCalculated } from './calculated.ts';
import type { Evaluator } from './evaluator.ts';

/**
 * What the expressions of a Questionnaire demand of a response: `calculatedExpression`, and `targetConstraint` and
 * `questionnaire-constraint` of a finished one. Where errors were found, a value calculated from the wrong answers
 * would be follow-on noise, and so would a constraint around them.
 */
export function checkExpressions(
  response: QuestionnaireResponse,
  context: RuleContext,
  evaluator: Evaluator,
  found: readonly Problem[],
): readonly Problem[] {
  // A withdrawn response may have leftovers of what it said.
  if (response.status === 'entered-in-error') return [];
  const { questionnaire, complete } = context;
  const errors = found.filter(isError).map(({ place }) => fhirPathIn(place));
  const around = placesAround(errors);
  const problems: Problem[] = [];
  const isTold = once(() => !hasAbsent(response.item ?? []));
  const check = (constraints: readonly Constraint[] | undefined, placed?: Placed) => {
    if (!complete || constraints === undefined || constraints.length === 0) return;
    const place = placeOf((placed ?? context.scope).place);
    if (around.has(place)) return;
    for (const { formula, severity, human } of constraints) {
      const verdicts = evaluator.evaluate(formula, placed).map((results) => isKept(results?.[0]));
      if (agreed(verdicts) !== false) continue;
      problems.push({
        code: severity === 'error' ? 'constraint-failed' : 'constraint-warned',
        place,
        ...(placed === undefined ? {} : { question: placed.expected.question }),
        values: { human: human.da, humanEn: human.en },
      });
    }
  };
  evaluator.settle();
  check(questionnaire.formulas?.constraints);
  // What a closed item holds is wrong already, and of one that is not answered nothing is demanded.
  const enter = (placed: Placed) =>
    isAnswered(placed.item) && opens({ ...placed, expected: concreteItem(placed, context) }, context) !== false;
  for (const placed of placedItems(context.scope, questionnaire, enter)) {
    const { expected } = placed;
    if (expected.formulas === undefined) continue;
    evaluator.settle(placed);
    if (errors.length === 0) problems.push(...checkCalculated(placed, evaluator, context, isTold));
    check(expected.formulas.constraints, placed);
  }
  return problems;
}

/** Whether any answer says why it has no value: what was calculated of it may be right all the same. */
function hasAbsent(items: readonly QuestionnaireResponseItem[]): boolean {
  const isAbsent = (answer: QuestionnaireResponseItemAnswer) => hasValue(answer) && readValue(answer) === undefined;
  return items.some(
    ({ answer = [], item = [] }) => answer.some((one) => isAbsent(one) || hasAbsent(one.item ?? [])) || hasAbsent(item),
  );
}

/** Without a result (an answer is missing) a constraint is not broken. */
function isKept(result: unknown): Verdict {
  return result === false ? false : result === undefined ? undefined : true;
}

/** The places of errors, and all that stand around them. */
function placesAround(places: readonly string[]): ReadonlySet<string> {
  const found = new Set<string>();
  for (const place of places)
    for (let at = place; at !== '' && !found.has(at); at = at.slice(0, Math.max(0, at.lastIndexOf('.')))) found.add(at);
  return found;
}
