import type { Coding, QuestionnaireItem, QuestionnaireItemAnswerOption } from 'fhir/r4.js';
import { extendedWeights, extensions, isTrue, translations, url } from '../extensions.ts';
import type { Mistake, Option } from '../types.ts';
import { valueKey } from '../values/key.ts';
import { isItemType, readAbsent, readValue, type ValueKey, valueKeys } from '../values/value.ts';

/** The options of an item by what tells them apart; undefined where it has none. */
export function compileOptions(
  options: readonly QuestionnaireItemAnswerOption[] | undefined,
  place: string,
  mistake: Mistake,
): ReadonlyMap<string, Option> | undefined {
  if (options === undefined) return undefined;
  const entries = options.flatMap((option, index) => {
    const value = readValue(option);
    if (value !== undefined) return [[valueKey(value), toOption(option)] as const];
    // One that is computed is known for a response only.
    if (readAbsent(option) === undefined)
      mistake('questionnaire-malformed', `${place}.answerOption[${index}]`, { type: 'value[x]' });
    return [];
  });
  return entries.length === 0 ? undefined : new Map(entries);
}

function toOption(option: QuestionnaireItemAnswerOption): Option {
  const { valueCoding, _valueString, _valueInteger, _valueDate, _valueTime } = option;
  const holders = [option, valueCoding, _valueString, _valueInteger, _valueDate, _valueTime];
  return {
    displays: option.valueCoding === undefined ? new Set() : displaysOf(option.valueCoding),
    weights: holders.flatMap((one) => (one === undefined ? [] : extendedWeights(one))),
    exclusive: isTrue(option, url.optionExclusive),
  };
}

function displaysOf(coding: Coding): ReadonlySet<string> {
  return new Set([
    ...(coding.display === undefined ? [] : [coding.display]),
    ...translations(coding._display).values(),
  ]);
}

/** What `answerOption` may be in R4, and so what `answerExpression` may list. */
const optionKeys: readonly ValueKey[] = [
  'valueCoding',
  'valueString',
  'valueInteger',
  'valueDate',
  'valueTime',
  'valueReference',
];

/**
 * The types of answer that an item takes. R4 lets a choice have options that are no codings: then the answer has the
 * type of an option; of a text LHC-Forms makes a Coding with the text as its display. An unknown type is a mistake of
 * the Questionnaire, and takes any answer.
 */
export function keysOf(item: QuestionnaireItem, place: string, mistake: Mistake): ReadonlySet<ValueKey> | undefined {
  // @types/fhir says that every item has a type, and one of R4's.
  const type = item.type as string | undefined;
  if (type === 'question' || !isItemType(type)) mistake('questionnaire-type', place);
  if (!isItemType(type)) return undefined;
  const own = valueKeys[type];
  // One that is computed has a type all the same.
  const ofOptions = (item.answerOption ?? []).flatMap((option) => readValue(option)?.key ?? readAbsent(option) ?? []);
  if (type !== 'choice' && type !== 'open-choice') {
    // A text with a ValueSet, or with coded options, takes these codes.
    const isCoded = item.answerValueSet !== undefined || ofOptions.includes('valueCoding');
    return new Set(own.includes('valueString') && isCoded ? [...own, 'valueCoding'] : own);
  }
  if (extensions(item, url.answerExpression).length > 0) return new Set([...own, ...optionKeys]);
  const isClosed = type === 'choice' && item.answerValueSet === undefined && ofOptions.length > 0;
  const takesOwn = !isClosed || ofOptions.includes('valueString');
  return new Set(takesOwn ? [...own, ...ofOptions] : ofOptions);
}
