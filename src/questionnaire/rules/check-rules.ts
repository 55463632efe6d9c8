import type { QuestionnaireResponse, QuestionnaireResponseItem, QuestionnaireResponseItemAnswer } from 'fhir/r4.js';
import { mostProblems, type Problem } from '../../outcome/problem.ts';
import { root } from '../answers.ts';
import { rootScope } from '../scope.ts';
import type { CompiledItem, Report, RuleContext, Scope } from '../types.ts';
import { checkAnswers } from './answers.ts';
import { opens } from './enabled.ts';
import { checkMissing, isAnswered } from './missing.ts';
import { checkSignature } from './signature.ts';

/** Measures a response of the right shape by its Questionnaire. One problem per fault, the first 10,000, in the order in which the response is read. */
export function checkRules(response: QuestionnaireResponse, given: RuleContext): readonly Problem[] {
  const context = { ...given, faulty: new Set<QuestionnaireResponseItemAnswer>() };
  const problems: Problem[] = [];
  const report: Report = (code, place, item, values) => {
    if (problems.length === mostProblems) return;
    problems.push({
      code,
      place,
      ...(item === undefined ? {} : { question: item.question }),
      ...(values === undefined ? {} : { values }),
    });
  };
  const { signature } = context.questionnaire;
  if (context.complete && signature !== undefined) checkSignature(response, signature, root, undefined, report);
  const scope = rootScope(response);
  checkItems(scope, context, report);
  if (context.complete) checkMissing(scope, context, report);
  return problems;
}

/** The items below one parent: each known, in place, in order and there once, or as often as it may. */
function checkItems(scope: Scope, context: RuleContext, report: Report): void {
  const { items, owner, place } = scope;
  const { questionnaire } = context;
  // The last item in the form's order so far, and how often it came.
  let last = -1;
  let times = 0;
  for (const [index, item] of items.entries()) {
    const here = `${place}.item[${index}]`;
    const expected = questionnaire.items.get(item.linkId);
    if (questionnaire.ambiguous.has(item.linkId)) continue;
    if (expected === undefined) {
      report('linkid-unknown', here);
      continue;
    }
    if (expected.parent !== owner) {
      report('linkid-misplaced', here, expected, { parent: expected.parent?.question.da ?? root });
      continue;
    }
    // In a form that is in order, nothing has to be counted.
    const count = expected.order > last ? 1 : expected.order === last ? times + 1 : timesBefore(items, index) + 1;
    if (expected.order >= last) times = count;
    if (count > 1 && !isRepeatingGroup(expected)) {
      report('linkid-repeated', here, expected);
      continue;
    }
    if (count === expected.maxOccurs + 1)
      report('occurs-many', here, expected, { maximum: String(expected.maxOccurs) });
    if (expected.order < last) report('item-order', here, expected);
    last = Math.max(last, expected.order);
    checkItem(item, expected, here, scope, context, report);
  }
}

function timesBefore(items: readonly QuestionnaireResponseItem[], index: number): number {
  const linkId = items[index]?.linkId;
  return items.slice(0, index).filter((item) => item.linkId === linkId).length;
}

function checkItem(
  item: QuestionnaireResponseItem,
  expected: CompiledItem,
  place: string,
  scope: Scope,
  context: RuleContext,
  report: Report,
): void {
  if (context.complete && opens(expected, scope, context) === false) {
    // One issue for the whole branch: what stands below a disabled item is disabled with it.
    if (isAnswered(item)) report('item-disabled', place, expected);
    return;
  }
  if (item.text !== undefined && expected.texts.size > 0 && !isTextOf(expected, item.text))
    report('text-differs', `${place}.text`, expected);
  if (context.complete && expected.signature !== undefined && isAnswered(item))
    checkSignature(item, expected.signature, place, expected, report);
  const { type } = expected.item;
  if (type === 'group' || type === 'display') {
    if (item.answer !== undefined) report('group-answered', place, expected);
    else {
      const inner = { items: item.item ?? [], owner: expected, answer: undefined, item, parent: scope, place };
      checkItems(inner, context, report);
      // "An omitted item is the same as an unanswered one": an empty group owes no more than one that is left out.
      if (context.complete && isAnswered(item)) checkMissing(inner, context, report);
    }
  } else if (item.item !== undefined) {
    if (expected.keys !== undefined) report('question-as-group', place, expected);
  } else {
    checkAnswers(item.answer ?? [], { place, expected, context, report }, (answer, at) => {
      if (answer.item === undefined && expected.children.length === 0) return;
      const inner = { items: answer.item ?? [], owner: expected, answer, item, parent: scope, place: at };
      checkItems(inner, context, report);
      if (context.complete) checkMissing(inner, context, report);
    });
  }
}

function isTextOf({ item, texts }: CompiledItem, text: string): boolean {
  if (text === item.text || texts.has(text)) return true;
  const folded = fold(text);
  for (const one of texts) if (fold(one) === folded) return true;
  return false;
}

/** Renderers fold white space. */
function fold(text: string): string {
  return text.trim().replace(/\s+/g, ' ');
}

function isRepeatingGroup({ item }: CompiledItem): boolean {
  return item.type === 'group' && item.repeats === true;
}
