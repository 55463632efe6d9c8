import type { QuestionnaireResponse, QuestionnaireResponseItem, QuestionnaireResponseItemAnswer } from 'fhir/r4.js';
import { codingKey } from '../model/fhir.ts';
import type { IssueCode } from '../outcome/catalog.ts';
import type { Problem } from '../outcome/problem.ts';
import { checkAnswer } from './answer.ts';
import { type Answers, hasValue, root } from './answers.ts';
import { isEnabled } from './enabled.ts';
import type { CompiledItem, CompiledQuestionnaire } from './questionnaire.ts';

export interface RuleContext {
  readonly questionnaire: CompiledQuestionnaire;
  readonly answers: Answers;
  /** A finished response must be complete and has no answers to disabled items; an unfinished one may. */
  readonly complete: boolean;
  /** Wordings of a code that stand in its CodeSystem. */
  readonly displays: (system: string, code: string) => ReadonlySet<string>;
}

export type Report = (code: IssueCode, place: string, item?: CompiledItem, values?: Problem['values']) => void;

/** Measures a response of the right shape by its Questionnaire. One problem per fault, in the order of their places. */
export function checkRules(response: QuestionnaireResponse, context: RuleContext): readonly Problem[] {
  const problems: Problem[] = [];
  const report: Report = (code, place, item, values) => {
    problems.push({
      code,
      place,
      ...(item === undefined ? {} : { question: item.question }),
      ...(values === undefined ? {} : { values }),
    });
  };
  checkItems(response.item ?? [], undefined, root, context, report);
  return problems;
}

/** The items below one parent: each known, in place, in order and there once; then what is required and missing. */
function checkItems(
  items: readonly QuestionnaireResponseItem[],
  parent: CompiledItem | undefined,
  place: string,
  context: RuleContext,
  report: Report,
): void {
  const seen = new Set<string>();
  let last = -1;
  for (const [index, item] of items.entries()) {
    const here = `${place}.item[${index}]`;
    const expected = context.questionnaire.items.get(item.linkId);
    if (expected === undefined) {
      report('linkid-unknown', here);
    } else if (expected.parent !== parent) {
      report('linkid-misplaced', here, expected, { parent: expected.parent?.question.da ?? root });
    } else if (seen.has(item.linkId) && !isRepeatingGroup(expected)) {
      report('linkid-repeated', here, expected);
    } else {
      if (expected.order < last) report('item-order', here, expected);
      last = Math.max(last, expected.order);
      seen.add(item.linkId);
      checkItem(item, expected, here, context, report);
    }
  }
  if (context.complete) checkMissing(items, parent, place, context, report);
}

function checkItem(
  item: QuestionnaireResponseItem,
  expected: CompiledItem,
  place: string,
  context: RuleContext,
  report: Report,
): void {
  if (context.complete && isAnswered(item) && !isEnabled(expected, context.answers)) {
    // One issue for the whole branch: what stands below a disabled item is disabled with it.
    report('item-disabled', place, expected);
    return;
  }
  if (item.text !== undefined && expected.texts.size > 0 && !expected.texts.has(item.text)) {
    report('text-differs', `${place}.text`, expected);
  }
  const { type } = expected.item;
  if (type === 'group' || type === 'display') {
    if (item.answer !== undefined) report('group-answered', place, expected);
    else checkItems(item.item ?? [], expected, place, context, report);
  } else if (item.item !== undefined) {
    report('question-as-group', place, expected);
  } else {
    checkAnswers(item.answer ?? [], expected, place, context, report);
  }
}

function checkAnswers(
  answers: readonly QuestionnaireResponseItemAnswer[],
  expected: CompiledItem,
  place: string,
  context: RuleContext,
  report: Report,
): void {
  const given = new Set<string>();
  for (const [index, answer] of answers.entries()) {
    const here = `${place}.answer[${index}]`;
    if (index > 0 && expected.item.repeats !== true) {
      report('answer-repeated', here, expected);
      continue;
    }
    checkAnswer(answer, expected, here, context.displays, report);
    const key = answer.valueCoding === undefined ? undefined : codingKey(answer.valueCoding);
    if (key !== undefined && given.has(key)) report('answer-duplicate', here, expected);
    if (key !== undefined) given.add(key);
    checkItems(answer.item ?? [], expected, here, context, report);
  }
}

function checkMissing(
  items: readonly QuestionnaireResponseItem[],
  parent: CompiledItem | undefined,
  place: string,
  context: RuleContext,
  report: Report,
): void {
  for (const child of parent?.children ?? context.questionnaire.roots) {
    if (child.item.required !== true || !isEnabled(child, context.answers)) continue;
    if (!items.some((item) => item.linkId === child.linkId && isAnswered(item)))
      report('required-missing', place, child);
  }
}

function isRepeatingGroup({ item }: CompiledItem): boolean {
  return item.type === 'group' && item.repeats === true;
}

function isAnswered(item: QuestionnaireResponseItem): boolean {
  return item.answer?.some((answer) => hasValue(answer)) === true || item.item?.some(isAnswered) === true;
}
