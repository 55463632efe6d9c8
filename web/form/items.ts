import type {
  Coding,
  Questionnaire,
  QuestionnaireItem,
  QuestionnaireItemEnableWhen,
  QuestionnaireResponseItem,
  QuestionnaireResponseItemAnswer,
} from 'fhir/r4.js';
import { isTrue, url } from '../../src/questionnaire/extensions.ts';
import type { Given } from '../state.ts';

/** True for what people answer: the formulas' own items and what is computed are the service's. */
export function isAsked(item: QuestionnaireItem): boolean {
  return item.readOnly !== true && !isTrue(item, url.hidden);
}

/** Opened by the answers that are given (R4 `enableWhen`). The service has the last word. */
export function isOpen({ enableWhen = [], enableBehavior }: QuestionnaireItem, given: Given): boolean {
  if (enableWhen.length === 0) return true;
  const holds = (condition: QuestionnaireItemEnableWhen) => conditionHolds(condition, given);
  return enableBehavior === 'any' ? enableWhen.some(holds) : enableWhen.every(holds);
}

function conditionHolds(condition: QuestionnaireItemEnableWhen, given: Given): boolean {
  const answers = given.get(condition.question) ?? [];
  if (condition.operator === 'exists') return answers.length > 0 === condition.answerBoolean;
  const isEqual = answers.some((answer) => equals(answer, condition));
  return condition.operator === '!=' ? !isEqual : condition.operator === '=' && isEqual;
}

function equals(answer: QuestionnaireResponseItemAnswer, expected: QuestionnaireItemEnableWhen): boolean {
  if (expected.answerCoding !== undefined) return isSame(answer.valueCoding, expected.answerCoding);
  const values = [
    [answer.valueBoolean, expected.answerBoolean],
    [answer.valueString, expected.answerString],
    [answer.valueInteger, expected.answerInteger],
    [answer.valueDecimal, expected.answerDecimal],
    [answer.valueDate, expected.answerDate],
  ];
  return values.some(([one, other]) => one !== undefined && one === other);
}

export function isSame(one: Coding | undefined, other: Coding | undefined): boolean {
  return one !== undefined && one.code === other?.code && one.system === other?.system;
}

/** A linkId of an action that is not of the level shown: it is neither asked nor sent. */
export type Left = (linkId: string) => boolean;

/** The items of a response: what is asked, open and answered, in the form's order. */
export function answeredItems(
  items: Questionnaire['item'],
  given: Given,
  isLeft: Left,
): readonly QuestionnaireResponseItem[] {
  return (items ?? []).flatMap<QuestionnaireResponseItem>((item) => {
    const { linkId, text, type } = item;
    if (!isAsked(item) || !isOpen(item, given) || isLeft(linkId)) return [];
    const head = { linkId, ...(text === undefined ? {} : { text }) };
    const below = answeredItems(item.item, given, isLeft);
    if (type === 'group') return below.length === 0 ? [] : [{ ...head, item: [...below] }];
    const [first, ...rest] = given.get(linkId) ?? [];
    if (first === undefined) return [];
    return [{ ...head, answer: [below.length === 0 ? first : { ...first, item: [...below] }, ...rest] }];
  });
}

/** Every item of a form, however deep it stands. */
export function everyItem(items: Questionnaire['item']): readonly QuestionnaireItem[] {
  return (items ?? []).flatMap((item) => [item, ...everyItem(item.item)]);
}
