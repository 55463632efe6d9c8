import type { QuestionnaireResponse } from 'fhir/r4.js';
import { isError } from '../../outcome/outcome.ts';
import { fhirPathIn } from '../../outcome/place.ts';
import type { Problem } from '../../outcome/problem.ts';
import { root } from '../answers.ts';
import { opens } from '../rules/enabled.ts';
import { isAnswered } from '../rules/missing.ts';
import { placedItems, rootScope } from '../scope.ts';
import type { Constraint, RuleContext } from '../types.ts';
import { checkCalculated } from './calculated.ts';
import type { Evaluator } from './evaluator.ts';

/**
 * What the expressions of a Questionnaire demand of a response: `calculatedExpression`, and `targetConstraint` and `questionnaire-constraint` of
 * a finished one. Where the rules found errors, a value calculated from the wrong answers would be follow-on noise, and so would a
 * constraint around them.
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
  const problems: Problem[] = [];
  const check = (constraints: readonly Constraint[] | undefined, place: string, ...given: Given) => {
    if (!complete || constraints === undefined) return;
    if (errors.some((error) => error === place || error.startsWith(`${place}.`))) return;
    for (const { formula, severity, human } of constraints) {
      // Without a result (an answer is missing) a constraint is not broken.
      if (evaluator.evaluate(formula, ...given)?.[0] !== false) continue;
      problems.push({
        code: severity === 'error' ? 'constraint-failed' : 'constraint-warned',
        place,
        ...(given[0] === undefined ? {} : { question: given[0].question }),
        values: { human: human.da, humanEn: human.en },
      });
    }
  };
  check(questionnaire.formulas?.constraints, root);
  const isOpen = ({ expected, scope }: { expected: Parameters<typeof opens>[0]; scope: Parameters<typeof opens>[1] }) =>
    opens(expected, scope, context) !== false;
  for (const placed of placedItems(rootScope(response), questionnaire, isOpen)) {
    const { item, expected, scope, place } = placed;
    if (expected.formulas === undefined || !isAnswered(item)) continue;
    if (errors.length === 0) problems.push(...checkCalculated(placed, evaluator, context));
    check(expected.formulas.constraints, place, expected, scope, item);
  }
  return problems;
}

type Given = Evaluator['evaluate'] extends (formula: never, ...given: infer Rest) => unknown ? Rest : never;
