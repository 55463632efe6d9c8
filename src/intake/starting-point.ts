import type {
  Coding,
  Questionnaire,
  QuestionnaireItem,
  QuestionnaireResponse,
  QuestionnaireResponseItem,
  QuestionnaireResponseItemAnswer,
} from 'fhir/r4.js';
import { linkIds } from '../model/link-ids.ts';
import type { Variant } from '../model/types.ts';

type Answers = readonly QuestionnaireResponseItemAnswer[];

/** The items of a form that is begun, and how many answers were not taken along, since the form does not have them. */
export interface StartingPoint {
  readonly item: QuestionnaireResponseItem[];
  readonly left: number;
}

/**
 * What an assessment anew starts from: the form's own initial answers, and of an earlier response the situation of the
 * citizen, which is factors with weights and reasons, the coordinating professional, and the tools. What was settled
 * about it is settled anew: the assessed level and its reason, participation, agreement, decisions on actions, dates
 * and comment; nor is anything carried that is computed. An answer that this version of the form no longer offers is
 * left.
 */
export function startingPoint(
  { questionnaire, factors }: Pick<Variant, 'questionnaire' | 'factors'>,
  earlier: QuestionnaireResponse | undefined,
): StartingPoint {
  const carried = new Set<string>([
    linkIds.coordinator,
    linkIds.tools,
    ...factors.flatMap(({ linkId }) => [linkId.rating, linkId.weight, linkId.reason]),
  ]);
  const given = new Map([...answersOf(earlier?.item)].filter(([linkId]) => carried.has(linkId)));
  let left = [...given.values()].flat().length;
  const begun = (items: Questionnaire['item']): QuestionnaireResponseItem[] =>
    (items ?? []).flatMap<QuestionnaireResponseItem>((item) => {
      const head = { linkId: item.linkId, ...(item.text !== undefined && { text: item.text }) };
      const below = begun(item.item);
      if (item.type === 'group') return below.length === 0 ? [] : [{ ...head, item: below }];
      const kept = (given.get(item.linkId) ?? []).flatMap((answer) => fitting(item, answer) ?? []);
      left -= kept.length;
      const answer = kept.length > 0 ? kept : initialOf(item);
      return answer.length === 0 ? [] : [{ ...head, answer: [...answer] }];
    });
  const item = begun(questionnaire.item);
  return { item, left };
}

/** Every answer of a response by its question; what is below an answer stands for itself. */
function answersOf(items: readonly QuestionnaireResponseItem[] = []): Map<string, Answers> {
  const found = new Map<string, Answers>();
  for (const { linkId, answer = [], item } of items) {
    const values = answer.map(({ item: _, ...value }) => value);
    if (values.length > 0) found.set(linkId, values);
    for (const below of [item, ...answer.map((one) => one.item)]) {
      for (const [inner, inAnswer] of answersOf(below)) found.set(inner, inAnswer);
    }
  }
  return found;
}

/** The answer in the words of this form; undefined where it has none such. */
function fitting(item: QuestionnaireItem, answer: QuestionnaireResponseItemAnswer): Answers[number] | undefined {
  const { valueCoding, valueString } = answer;
  if (valueCoding !== undefined) {
    const options = (item.answerOption ?? []).flatMap((option) => option.valueCoding ?? []);
    const option = options.find(({ system, code }) => system === valueCoding.system && code === valueCoding.code);
    return option && { valueCoding: bare(option) };
  }
  const isText = item.type === 'string' || item.type === 'text';
  return isText && valueString !== undefined ? { valueString } : undefined;
}

function initialOf({ answerOption = [], initial = [] }: QuestionnaireItem): Answers {
  const selected = answerOption.flatMap(({ initialSelected, valueCoding }) =>
    initialSelected === true && valueCoding !== undefined ? [{ valueCoding: bare(valueCoding) }] : [],
  );
  const values = initial.flatMap(({ valueCoding, valueString, valueBoolean, valueInteger }): Answers => {
    if (valueCoding !== undefined) return [{ valueCoding: bare(valueCoding) }];
    if (valueString !== undefined) return [{ valueString }];
    if (valueInteger !== undefined) return [{ valueInteger }];
    return valueBoolean === undefined ? [] : [{ valueBoolean }];
  });
  return [...selected, ...values];
}

/** Weights and translations are the form's: the answer names the option. */
function bare({ system, code, display }: Coding): Coding {
  return {
    ...(system !== undefined && { system }),
    ...(code !== undefined && { code }),
    ...(display !== undefined && { display }),
  };
}
