import type {
  Coding,
  QuestionnaireResponse,
  QuestionnaireResponseItem,
  QuestionnaireResponseItemAnswer,
} from 'fhir/r4.js';
import { url as known } from './extensions.ts';
import { readAbsent, readValue } from './values/value.ts';
import { placeOf, type Way, wayTo } from './way.ts';

/** One given answer and its place in the response, which is written only where something is said of it. */
export class PlacedAnswer {
  readonly answer: QuestionnaireResponseItemAnswer;
  readonly #way: Way;

  constructor(answer: QuestionnaireResponseItemAnswer, way: Way) {
    this.answer = answer;
    this.#way = way;
  }

  get place(): string {
    return placeOf(this.#way);
  }
}

/**
 * Every given answer of a response by linkId, wherever it stands: what is scored does not depend on the order of items.
 */
export type Answers = ReadonlyMap<string, readonly PlacedAnswer[]>;

export const root = 'QuestionnaireResponse';

/** The linkId of an item that could not be read. */
export const unreadable = '\u0000';

const none: readonly QuestionnaireResponseItemAnswer[] = [];

/** Collects the answers of a response that has the right shape. An omitted item is the same as an unanswered one. */
export function collectAnswers(response: QuestionnaireResponse): Answers {
  const answers = new Map<string, PlacedAnswer[]>();
  const visit = (items: readonly QuestionnaireResponseItem[], place: Way): void => {
    let index = -1;
    for (const item of items) {
      index += 1;
      const here = wayTo(place, 'item', index);
      let position = -1;
      for (const answer of item.answer ?? none) {
        position += 1;
        const at = wayTo(here, 'answer', position);
        if (hasValue(answer)) append(answers, item.linkId, new PlacedAnswer(answer, at));
        if (answer.item !== undefined) visit(answer.item, at);
      }
      if (item.item !== undefined) visit(item.item, here);
    }
  };
  visit(response.item ?? [], wayTo(undefined, root));
  return answers;
}

/** The given answers of some questions, without their places. */
export function collectAsked(
  response: QuestionnaireResponse,
  linkIds: ReadonlySet<string>,
): ReadonlyMap<string, readonly { readonly answer: QuestionnaireResponseItemAnswer }[]> {
  const answers = new Map<string, { answer: QuestionnaireResponseItemAnswer }[]>();
  if (linkIds.size === 0) return answers;
  const visit = (items: readonly QuestionnaireResponseItem[]): void => {
    for (const { linkId, answer: given, item } of items) {
      for (const answer of given ?? []) {
        if (linkIds.has(linkId) && isGiven(answer)) append(answers, linkId, { answer });
        if (answer.item !== undefined) visit(answer.item);
      }
      if (item !== undefined) visit(item);
    }
  };
  visit(response.item ?? []);
  return answers;
}

function append<Given>(answers: Map<string, Given[]>, linkId: string, answer: Given): void {
  const list = answers.get(linkId);
  if (list === undefined) answers.set(linkId, [answer]);
  else list.push(answer);
}

/** True where an answer has a value of any type, or says why it has none; a text without anything to see is none. */
export function hasValue(answer: QuestionnaireResponseItemAnswer): boolean {
  return readValue(answer) !== undefined || readAbsent(answer) !== undefined || isReasoned(answer);
}

/** True where an answer has a value, or only answers below it: "answer may have only item" is an answer, too. */
export function isGiven(answer: QuestionnaireResponseItemAnswer): boolean {
  return hasValue(answer) || answer.item?.some(isAnswered) === true;
}

/** True where an item or any below it has an answer. */
export function isAnswered(item: QuestionnaireResponseItem): boolean {
  return item.answer?.some(isGiven) === true || item.item?.some(isAnswered) === true;
}

/** The single coded answer of a question. */
export function coding(answers: Answers, linkId: string): Coding | undefined {
  return answers.get(linkId)?.[0]?.answer.valueCoding;
}

/** Every coded answer of a repeating question. */
export function codings(answers: Answers, linkId: string): readonly Coding[] {
  return (answers.get(linkId) ?? []).flatMap(({ answer }) =>
    answer.valueCoding === undefined ? [] : [answer.valueCoding],
  );
}

/** The text of a string or text question. */
export function text(answers: Answers, linkId: string): string | undefined {
  return answers.get(linkId)?.[0]?.answer.valueString;
}

/** The date of a date question, as answered. */
export function date(answers: Answers, linkId: string): string | undefined {
  return answers.get(linkId)?.[0]?.answer.valueDate;
}

/** The reason may also stand on the answer as a whole. */
function isReasoned({ extension }: QuestionnaireResponseItemAnswer): boolean {
  return extension?.some(({ url }) => url === known.dataAbsentReason) === true;
}
