import type { QuestionnaireResponse } from 'fhir/r4.js';
import { once } from '../once.ts';
import type { CompiledItem, CompiledQuestionnaire, Formula, Mistake, Scope } from '../types.ts';
import type { Verdict } from '../values/verdict.ts';
import { compileExpression, type Environment, type Evaluate, plain, TimelessError } from './engine.ts';

/** Evaluates the expressions of one Questionnaire for one response. */
export interface Evaluator {
  /** The results for an item of the scope, or for the whole response; undefined where the expression cannot be evaluated. */
  evaluate(formula: Formula, item?: CompiledItem, scope?: Scope, focus?: object): readonly unknown[] | undefined;
  /** `enableWhenExpression`: "if the expression does not resolve to a boolean, it is considered an error in the design". Nothing is no. */
  opens(formula: Formula, item: CompiledItem, scope: Scope): Verdict;
}

/** The expressions of one Questionnaire, each read once. */
export type Expressions = (response: QuestionnaireResponse, mistake: Mistake) => Evaluator;

/** fhirpath marks what it is given: it gets its own copy of the Questionnaire, once, and the caller's of the response. */
export function createExpressions(questionnaire: CompiledQuestionnaire): Expressions {
  const source = once(() => copy(questionnaire.source));
  const known = new Map<Formula, Evaluate | 'wrong'>();
  const read = (formula: Formula, focus: 'response' | 'item'): Evaluate | 'wrong' => {
    const result = known.get(formula) ?? compileFormula(formula, focus);
    known.set(formula, result);
    return result;
  };
  return (response, mistake) => createEvaluator(response, { questionnaire, source: source(), read }, mistake);
}

interface Prepared {
  readonly questionnaire: CompiledQuestionnaire;
  readonly source: object;
  readonly read: (formula: Formula, focus: 'response' | 'item') => Evaluate | 'wrong';
}

function createEvaluator(
  response: QuestionnaireResponse,
  { questionnaire, source, read }: Prepared,
  mistake: Mistake,
): Evaluator {
  const run = (formula: Formula, focus: object, environment: Environment): readonly unknown[] | undefined => {
    const evaluate = read(formula, focus === response ? 'response' : 'item');
    try {
      if (evaluate !== 'wrong') return evaluate(focus, environment);
    } catch (error) {
      if (error instanceof TimelessError) return undefined;
    }
    mistake('questionnaire-expression', formula.place);
    return undefined;
  };
  let top: Environment | undefined;
  const topEnvironment = () => {
    top ??= withVariables(
      // targetConstraint: "the constraint expression will have access to %target and %definition"
      { resource: response, questionnaire: source, target: response, definition: source },
      questionnaire.formulas?.variables,
      response,
      run,
    );
    return top;
  };
  /** "Variables are available to descendants": those of the Questionnaire, of the groups around, and of the item. */
  const environmentOf = (scope: Scope | undefined): Environment => {
    if (scope === undefined) return topEnvironment();
    const above = environmentOf(scope.parent);
    return withVariables(above, scope.owner?.formulas?.variables, scope.item ?? { linkId: scope.owner?.linkId }, run);
  };
  const evaluate: Evaluator['evaluate'] = (formula, item, scope, given) => {
    if (item === undefined) {
      const results = run(formula, response, topEnvironment());
      return results && plain(results);
    }
    const focus = given ?? scope?.items.find(({ linkId }) => linkId === item.linkId) ?? { linkId: item.linkId };
    const environment = withVariables(
      { ...environmentOf(scope), qitem: item.item },
      item.formulas?.variables,
      focus,
      run,
    );
    const results = run(formula, focus, environment);
    return results && plain(results);
  };
  return {
    evaluate,
    opens(formula, item, scope) {
      const results = evaluate(formula, item, scope);
      if (results === undefined) return undefined;
      const [first = false] = results;
      if (typeof first === 'boolean' && results.length < 2) return first;
      mistake('questionnaire-expression', formula.place);
      return undefined;
    },
  };
}

/** What nests too deeply to be copied is not there for expressions. */
function copy(source: object): object {
  try {
    return structuredClone(source);
  } catch {
    return {};
  }
}

function compileFormula({ text }: Formula, focus: 'response' | 'item'): Evaluate | 'wrong' {
  try {
    return compileExpression(text, focus);
  } catch {
    return 'wrong';
  }
}

/** The environment with further variables, in their order: each may use those before it. */
function withVariables(
  environment: Environment,
  variables: readonly Formula[] | undefined,
  focus: object,
  run: (formula: Formula, focus: object, environment: Environment) => readonly unknown[] | undefined,
): Environment {
  if (variables === undefined || variables.length === 0) return environment;
  const result = { ...environment };
  for (const variable of variables) {
    if (variable.name !== undefined) result[variable.name] = run(variable, focus, result) ?? [];
  }
  return result;
}
