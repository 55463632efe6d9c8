import type { QuestionnaireResponseItem, QuestionnaireResponseItemAnswer } from 'fhir/r4.js';
import { hasValue, isGiven } from '../answers.ts';
import { itemsOf } from '../scope.ts';
import type { CompiledItem, Condition, RuleContext, Scope, Subject } from '../types.ts';
import { compareValues, equalValues } from '../values/compare.ts';
import { readValue } from '../values/value.ts';
import { every, someOf, type Verdict } from '../values/verdict.ts';

/**
 * True where an item of the scope is opened by its own `enableWhen` and `enableWhenExpression`, false where it is
 * closed, undefined where it cannot be said. "When an item is disabled, all of its descendants are disabled": the items
 * above are for the caller.
 */
export function opens(subject: Subject, context: RuleContext): Verdict {
  const { conditions, formulas, item } = subject.expected;
  let verdict: Verdict = true;
  if (conditions.length > 0) {
    const holds = (condition: Condition) => conditionHolds(condition, subject, context);
    // One condition alone needs no enableBehavior; without it, all have to hold (R4 demands it where there are more).
    verdict = item.enableBehavior === 'any' ? someOf(conditions, holds) : every(conditions.map(holds));
  }
  const formula = formulas?.enableWhen;
  return formula === undefined ? verdict : every([verdict, context.opens?.(formula, subject)]);
}

/**
 * R4 `enableWhen`. Where the question stands several times and engines differ in which one counts, all have to say the
 * same.
 */
function conditionHolds(condition: Condition, subject: Subject, context: RuleContext): Verdict {
  const { question } = condition;
  if (question === undefined) return undefined;
  const verdict = holdsFrom(condition, question, subject, context);
  // A wrong answer is reported for itself; what it would have opened or shut is not.
  return verdict !== true && context.faulty.has(question.linkId) ? undefined : verdict;
}

/**
 * By "the nearest question occurrence reachable by tracing first the ancestor axis" (R4, enableWhen.question), so
 * within the same repetition of a group. Found out once for all repetitions of an item that look from the same place.
 */
function holdsFrom(
  condition: Condition,
  question: CompiledItem,
  { scope, expected }: Subject,
  context: RuleContext,
): Verdict {
  const at = question.several ? nearest(question, scope) : context.scope;
  if (at === undefined) return undefined;
  if (!expected.several) return holdsAt(condition, question, at, context);
  if (at.verdicts?.has(condition)) return at.verdicts.get(condition);
  const result = holdsAt(condition, question, at, context);
  at.verdicts ??= new Map();
  at.verdicts.set(condition, result);
  return result;
}

type Answers = readonly QuestionnaireResponseItemAnswer[];
const none: Answers = [];

function holdsAt(condition: Condition, question: CompiledItem, at: Scope, context: RuleContext): Verdict {
  if (!question.several) {
    const given = context.answers.get(question.linkId);
    return holdsFor(condition, given === undefined ? none : given.map(({ answer }) => answer));
  }
  const [first = none, ...rest] = occurrences(question, at);
  const verdict = holdsFor(condition, first);
  return rest.every((answers) => holdsFor(condition, answers) === verdict) ? verdict : undefined;
}

/**
 * `=` and the orders: "at least one answer"; `!=`: "no answer has a value that is equal". Without any answer, or with
 * several of which some are equal, engines differ over `!=`.
 */
function holdsFor({ operator, expected }: Condition, answers: Answers): Verdict {
  if (operator === 'exists') {
    // Of an answer that has only items engines differ.
    if (answers.length > 0 && !answers.some(hasValue)) return undefined;
    return answers.length > 0 === expected?.value;
  }
  if (expected === undefined) return undefined;
  // An answer without a value (data-absent-reason) is neither equal nor another one.
  const equals = (answer: QuestionnaireResponseItemAnswer): Verdict => {
    const value = readValue(answer);
    return value && equalValues(value, expected);
  };
  if (operator === '=') return someOf(answers, equals);
  if (operator === '!=') {
    const [first, ...rest] = answers.map(equals);
    return first === undefined || rest.some((one) => one !== first) ? undefined : !first;
  }
  return someOf(answers, (answer) => {
    const value = readValue(answer);
    const order = value && compareValues(value, expected);
    return order === undefined ? undefined : inOrder(operator, order);
  });
}

function inOrder(operator: string, order: number): boolean {
  if (order === 0) return operator.endsWith('=');
  return operator.startsWith('<') ? order < 0 : order > 0;
}

/**
 * The place from which the question is found: the answer that holds the item, or the first scope above it that the
 * question stands below.
 */
function nearest(question: CompiledItem, scope: Scope): Scope | undefined {
  for (let at: Scope | undefined = scope; at !== undefined; at = at.parent)
    if (wayDown(question, at.owner) !== undefined) return at;
  return undefined;
}

/** The answers of each occurrence that counts of a question that may come several times. */
function occurrences(question: CompiledItem, at: Scope): readonly Answers[] {
  if (at.owner === question) return [at.answer === undefined ? [] : [at.answer]];
  const [linkId = '', ...rest] = wayDown(question, at.owner) ?? [];
  return itemsBelow(itemsOf(at, linkId), rest).map((found) => (found.answer ?? []).filter(isGiven));
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
  found: readonly QuestionnaireResponseItem[],
  way: readonly string[],
): readonly QuestionnaireResponseItem[] {
  const [linkId, ...rest] = way;
  if (linkId === undefined) return found;
  return itemsBelow(
    found.flatMap((item) =>
      (item.item ?? (item.answer ?? []).flatMap((answer) => answer.item ?? [])).filter((one) => one.linkId === linkId),
    ),
    rest,
  );
}
