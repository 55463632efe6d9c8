import type { QuestionnaireResponse, QuestionnaireResponseItem, QuestionnaireResponseItemAnswer } from 'fhir/r4.js';
import { mostProblems, type Problem } from '../../outcome/problem.ts';
import { isAnswered, root, unreadable } from '../answers.ts';
import { innerScope } from '../scope.ts';
import type { CompiledItem, CompiledQuestionnaire, Report, RuleContext, Scope, Subject } from '../types.ts';
import { placeOf, type Way, wayTo } from '../way.ts';
import { checkAnswers } from './answers.ts';
import { concreteItem } from './concrete.ts';
import { opens } from './enabled.ts';
import { checkMissing } from './missing.ts';
import { checkSignature } from './signature.ts';

/**
 * Measures a response of the right shape by its Questionnaire. One problem per fault, the first 10,000, in the order in
 * which the response is read.
 */
export function checkRules(response: QuestionnaireResponse, context: RuleContext): readonly Problem[] {
  const problems: Problem[] = [];
  const report: Report = (code, place, item, values) => {
    if (problems.length === mostProblems) return;
    problems.push({
      code,
      place: placeOf(place),
      ...(item === undefined ? {} : { question: item.question }),
      ...(values === undefined ? {} : { values }),
    });
  };
  const { signature } = context.questionnaire;
  if (context.complete && signature !== undefined)
    checkSignature(response, signature, context.scope.place, undefined, report);
  checkItems(context.scope, context, report);
  if (context.complete) checkMissing(context.scope, context, report);
  return problems;
}

/** The items below one parent: each known, in place, in order and there once, or as often as it may. */
function checkItems(scope: Scope, context: RuleContext, report: Report): void {
  const { items, owner, place } = scope;
  const { questionnaire } = context;
  // The last item in the form's order so far, and how often it came.
  let last = -1;
  let times = 0;
  let counts: Map<string, number> | undefined;
  let index = -1;
  for (const item of items) {
    index += 1;
    const here = wayTo(place, 'item', index);
    const expected = questionnaire.items.get(item.linkId);
    if (item.linkId === unreadable || isAmbiguous(item.linkId, questionnaire)) continue;
    if (expected === undefined) {
      report('linkid-unknown', here);
      continue;
    }
    if (expected.parent !== owner) {
      report('linkid-misplaced', here, expected, parentOf(expected));
      continue;
    }
    // In a form that is in order, nothing has to be counted.
    const isBefore = expected.order < last;
    if (isBefore) counts ??= countsBefore(items, index);
    const before = counts?.get(item.linkId) ?? (expected.order === last ? times : 0);
    counts?.set(item.linkId, before + 1);
    times = before + 1;
    const subject = { expected, scope, item };
    const { maxOccurs, item: asked } = concreteItem(subject, context);
    if (before > 0 && !(asked.type === 'group' && asked.repeats === true)) {
      report('linkid-repeated', here, expected);
      continue;
    }
    if (before === maxOccurs) report('occurs-many', here, expected, { maximum: String(maxOccurs) });
    if (isBefore) report('item-order', here, expected);
    last = Math.max(last, expected.order);
    checkItem(item, here, subject, context, report);
  }
}

function isAmbiguous(linkId: string, { ambiguous }: CompiledQuestionnaire): boolean {
  return ambiguous.size > 0 && ambiguous.has(linkId);
}

const none: readonly QuestionnaireResponseItemAnswer[] = [];

function parentOf({ parent }: CompiledItem) {
  return { parent: parent?.question.da ?? root, parentEn: parent?.question.en ?? root };
}

/** How often each item stands before one. */
function countsBefore(items: readonly QuestionnaireResponseItem[], index: number): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { linkId } of items.slice(0, index)) counts.set(linkId, (counts.get(linkId) ?? 0) + 1);
  return counts;
}

function checkItem(
  item: QuestionnaireResponseItem,
  place: Way,
  written: Subject,
  around: RuleContext,
  report: Report,
): void {
  const { scope } = written;
  const subject =
    written.expected.dynamics.length === 0 ? written : { ...written, expected: concreteItem(written, around) };
  const { expected } = subject;
  const isOpen = around.complete ? opens(subject, around) : true;
  const context: RuleContext = isOpen === undefined ? { ...around, undecided: true } : around;
  if (isOpen !== true && !isAnswered(item)) return;
  if (isOpen === false) {
    // One issue for the whole branch: what stands below a disabled item is disabled with it.
    report('item-disabled', place, expected);
    return;
  }
  const { text } = item;
  // As it is written in the form, as nearly every one is, it is found without making a key of it.
  if (text !== undefined && text !== expected.item.text && expected.texts.size > 0 && !isTextOf(expected, text))
    report('text-differs', wayTo(place, 'text'), expected);
  if (context.complete && expected.signature !== undefined && isAnswered(item))
    checkSignature(item, expected.signature, place, expected, report);
  const { type } = expected.item;
  if (type === 'group' || type === 'display') {
    if (item.answer !== undefined) report('group-answered', place, expected);
    else {
      const inner = innerScope(scope, written.expected, item, place);
      checkItems(inner, context, report);
      // "An omitted item is the same as an unanswered one": an empty group owes no more than one that is left out.
      if (context.complete && isAnswered(item)) checkMissing(inner, context, report);
    }
  } else if (item.item !== undefined) {
    if (expected.keys !== undefined && type !== 'question') report('question-as-group', place, expected);
  } else {
    checkAnswers(item.answer ?? none, subject, place, context, report, checkBelow);
  }
}

/** The items below an answer. */
function checkBelow(
  answer: QuestionnaireResponseItemAnswer,
  place: Way,
  { expected, scope, item }: Subject,
  context: RuleContext,
  report: Report,
): void {
  if ((answer.item === undefined && expected.children.length === 0) || item === undefined) return;
  const owner = context.questionnaire.items.get(expected.linkId) ?? expected;
  const inner = innerScope(scope, owner, item, place, answer);
  checkItems(inner, context, report);
  if (context.complete) checkMissing(inner, context, report);
}

function isTextOf({ texts }: CompiledItem, text: string): boolean {
  if (texts.has(text)) return true;
  const folded = fold(text);
  for (const one of texts) if (fold(one) === folded) return true;
  return false;
}

/** Renderers fold white space. */
function fold(text: string): string {
  return text.trim().replace(/\s+/g, ' ');
}
