import type { QuestionnaireResponseItem, QuestionnaireResponseItemAnswer } from 'fhir/r4.js';
import { hasValue } from '../answers.ts';
import type { CompiledItem, Condition, RuleContext, Scope } from '../types.ts';
import { compareValues, equalValues } from '../values/compare.ts';
import { readValue } from '../values/value.ts';
import { every, some, type Verdict } from '../values/verdict.ts';

/**
 * True where an item of the scope is opened by its own `enableWhen` and `enableWhenExpression`, false where it is closed, undefined where it
 * cannot be said. "When an item is disabled, all of its descendants are disabled": the items above are for the caller.
 */
export function opens(item: CompiledItem, scope: Scope, context: RuleContext): Verdict {
  const { conditions, formulas } = item;
  let verdict: Verdict = true;
  if (conditions.length > 0) {
    const verdicts = conditions.map((condition) => conditionHolds(condition, scope, context));
    // One condition alone needs no enableBehavior; without it, all have to hold (R4 demands it where there are more).
    verdict = item.item.enableBehavior === 'any' ? some(verdicts) : every(verdicts);
  }
  const formula = formulas?.enableWhen;
  return formula === undefined ? verdict : every([verdict, context.opens?.(formula, item, scope)]);
}

/** R4 `enableWhen`. Where the question stands several times and engines differ in which one counts, all have to say the same. */
function conditionHolds(condition: Condition, scope: Scope, context: RuleContext): Verdict {
  const { question } = condition;
  if (question === undefined) return undefined;
  const [first = [], ...rest] = occurrences(question, scope, context);
  const holds = (answers: Answers): Verdict => {
    const verdict = holdsFor(condition, answers);
    // A wrong answer is reported for itself; what it would have opened or shut is not.
    return verdict !== true && answers.some((answer) => context.faulty?.has(answer)) ? undefined : verdict;
  };
  const verdict = holds(first);
  return rest.every((answers) => holds(answers) === verdict) ? verdict : undefined;
}

type Answers = readonly QuestionnaireResponseItemAnswer[];

/**
 * `=` and the orders: "at least one answer"; `!=`: "no answer has a value that is equal". Without any answer, or with several of which
 * some are equal, engines differ over `!=`.
 */
function holdsFor({ operator, expected }: Condition, answers: Answers): Verdict {
  if (operator === 'exists') return answers.length > 0 === expected?.value;
  const values = answers.flatMap((answer) => readValue(answer) ?? []);
  if (expected === undefined) return undefined;
  if (operator === '=') return some(values.map((value) => equalValues(value, expected)));
  if (operator === '!=') {
    const [first, ...rest] = values.map((value) => equalValues(value, expected));
    return first === undefined || rest.some((one) => one !== first) ? undefined : !first;
  }
  const verdicts = values.map((value) => {
    const order = compareValues(value, expected);
    return order === undefined ? undefined : inOrder(operator, order);
  });
  return some(verdicts);
}

function inOrder(operator: string, order: number): boolean {
  if (order === 0) return operator.endsWith('=');
  return operator.startsWith('<') ? order < 0 : order > 0;
}

/**
 * The answers of each occurrence of a question that counts for an item: "the nearest question occurrence reachable by tracing first the
 * ancestor axis" (R4, enableWhen.question), so within the same repetition of a group.
 */
function occurrences(question: CompiledItem, scope: Scope, context: RuleContext): readonly Answers[] {
  if (!question.several) return [(context.answers.get(question.linkId) ?? []).map(({ answer }) => answer)];
  for (let at: Scope | undefined = scope; at !== undefined; at = at.parent) {
    if (at.owner === question) return [at.answer === undefined ? [] : [at.answer]];
    const way = wayDown(question, at.owner);
    if (way !== undefined) return itemsBelow(at.items, way).map((found) => (found.answer ?? []).filter(hasValue));
  }
  return [];
}

/** The items from below an owner down to the question; undefined where the question does not stand below it. */
function wayDown(question: CompiledItem, owner: CompiledItem | undefined): readonly string[] | undefined {
  const way: string[] = [];
  for (let at: CompiledItem | undefined = question; at !== owner; at = at.parent) {
    if (at === undefined) return undefined;
    way.unshift(at.linkId);
  }
  return way;
}

function itemsBelow(
  items: readonly QuestionnaireResponseItem[],
  way: readonly string[],
): readonly QuestionnaireResponseItem[] {
  const [linkId, ...rest] = way;
  const found = items.filter((item) => item.linkId === linkId);
  if (rest.length === 0) return found;
  return found.flatMap((item) => itemsBelow(itemsOf(item), rest));
}

function itemsOf(item: QuestionnaireResponseItem): readonly QuestionnaireResponseItem[] {
  return item.item ?? (item.answer ?? []).flatMap((answer) => answer.item ?? []);
}
