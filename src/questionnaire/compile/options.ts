import type { Coding, QuestionnaireItem, QuestionnaireItemAnswerOption } from 'fhir/r4.js';
import { decimalExtension, type Extensible, isTrue, translations, url } from '../extensions.ts';
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
  const holders: readonly (Extensible | undefined)[] = [option, option.valueCoding];
  const weights = holders.flatMap((one) =>
    [url.itemWeight, url.ordinalValue].map((wanted) => decimalExtension(one, wanted)),
  );
  return {
    displays: option.valueCoding === undefined ? new Set() : displaysOf(option.valueCoding),
    weights: weights.filter((weight) => weight !== undefined),
    exclusive: isTrue(option, url.optionExclusive),
  };
}

function displaysOf(coding: Coding): ReadonlySet<string> {
  return new Set([
    ...(coding.display === undefined ? [] : [coding.display]),
    ...translations(coding._display).values(),
  ]);
}

/**
 * The types of answer that an item takes. R4 lets a choice have options that are no codings: then the answer has the type of an
 * option; of a text LHC-Forms makes a Coding with the text as its display. An unknown type is a mistake of the Questionnaire, and takes any answer.
 */
export function keysOf(item: QuestionnaireItem, place: string, mistake: Mistake): ReadonlySet<ValueKey> | undefined {
  // @types/fhir says that every item has a type, and one of R4's.
  const type = item.type as string | undefined;
  if (type === 'question' || !isItemType(type)) mistake('questionnaire-type', place);
  if (!isItemType(type)) return undefined;
  const own = valueKeys[type];
  // A string with a ValueSet takes the codes of that set.
  if (type === 'string' && item.answerValueSet !== undefined) return new Set([...own, 'valueCoding']);
  if (type !== 'choice' && type !== 'open-choice') return new Set(own);
  const ofOptions = (item.answerOption ?? []).flatMap((option) => readValue(option)?.key ?? []);
  const isClosed = type === 'choice' && item.answerValueSet === undefined && ofOptions.length > 0;
  const takesOwn = !isClosed || ofOptions.includes('valueString');
  return new Set(takesOwn ? [...own, ...ofOptions] : ofOptions);
}
