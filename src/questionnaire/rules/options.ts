import type { Coding, Element, Extension, QuestionnaireResponseItemAnswer } from 'fhir/r4.js';
import { url as known } from '../extensions.ts';
import type { At, CompiledItem, MakeCheck, Option } from '../types.ts';
import { compareValues } from '../values/compare.ts';
import { valueKey } from '../values/key.ts';
import { readValue, type Value } from '../values/value.ts';

/** `answerOption` of any type: the answer is one of them, but for the free text of an open-choice. */
export function checkOption(value: Value, options: ReadonlyMap<string, Option>, at: At): void {
  if (isAsWritten(value, at.expected)) return;
  const key = valueKey(value);
  const option = options.get(key) ?? optionOfText(value, options) ?? optionOfOtherType(value, at.expected);
  if (option === undefined) {
    if (!isFreeText(value, at) && at.expected.formulas?.answers === undefined) at.report('answer-code', 'value');
    return;
  }
  if (value.key !== 'valueCoding') return;
  checkDisplay(value.value as Coding, option.displays, () => wordingsOf(options), at);
}

/** Of more options, looking at each would take longer than to make a key. */
const fewOptions = 16;

/** True where it is an option letter for letter, as nearly every answer is: that is seen without a key of it. */
function isAsWritten({ key, value }: Value, { item: { answerOption = [] }, options }: CompiledItem): boolean {
  // Of two with one code it is not said which one is meant.
  if (key !== 'valueCoding' || answerOption.length > fewOptions || answerOption.length !== options?.size) return false;
  const { system, code, display } = value as Coding;
  if (code === undefined) return false;
  for (const { valueCoding: own } of answerOption) {
    if (own?.code === code && own.system === system) return display === undefined || display === own.display;
  }
  return false;
}

function wordingsOf(options: ReadonlyMap<string, Option>): ReadonlySet<string> {
  return new Set(options.values().flatMap(({ displays }) => displays));
}

/** SDC `answerExpression` and `answerOptionsToggleExpression`: which answers there are just now. */
export function checkPermitted(value: Value, at: At): void {
  const { expected, context } = at;
  const { answers, toggles = [] } = expected.formulas ?? {};
  if (context.permits === undefined || (answers === undefined && toggles.length === 0)) return;
  const { listed, enabled } = context.permits(value, at);
  if (listed === false && !isFreeText(value, at)) at.report('answer-code', 'value');
  // An unfinished response may have answers that are no longer open.
  else if (enabled === false && context.complete) at.report('option-disabled', 'value');
}

/**
 * `answerValueSet`: the code is in the ValueSet, as far as that is at hand. A string question takes its codes, or their
 * wordings.
 */
export const answerValueSet: MakeCheck = ({ answerValueSet: canonical, type }) => {
  if (canonical === undefined) return undefined;
  return (_answer, at, value) => {
    const { context, expected } = at;
    if (context.valueSet === undefined) return;
    if (value.key === 'valueString' && (type === 'string' || type === 'text')) {
      const membership = context.valueSet(canonical, String(value.value), 'any');
      const isWording = membership?.others.has(String(value.value)) === true;
      if (membership?.contains === undefined) at.report('value-set-unknown', 'value', { url: canonical });
      else if (membership.contains === false && !isWording) at.report('answer-code', 'value');
    }
    if (value.key !== 'valueCoding') return;
    const coding = value.value as Coding;
    const membership = coding.code === undefined ? undefined : context.valueSet(canonical, coding.code, coding.system);
    if (membership?.contains === undefined) at.report('value-set-unknown', 'value', { url: canonical });
    else if (membership.contains === false) {
      // What answerExpression lists is for it to say.
      if (expected.formulas?.answers === undefined) at.report('answer-code', 'value');
    } else checkDisplay(coding, membership.displays, () => membership.others, at);
  };
};

/** An option that is a text, answered by a Coding that has nothing but that text. */
function optionOfText({ key, value }: Value, options: ReadonlyMap<string, Option>): Option | undefined {
  if (key !== 'valueCoding') return undefined;
  const { code, display } = value as Coding;
  return code === undefined && display !== undefined
    ? options.get(valueKey({ key: 'valueString', value: display }))
    : undefined;
}

/**
 * A text that is the wording of a coded option, a whole number among decimals, a day among times, a time written
 * otherwise.
 */
function optionOfOtherType(value: Value, { item, options }: CompiledItem): Option | undefined {
  if (item.type === 'choice' || item.type === 'open-choice') return undefined;
  if (value.key === 'valueString') return options?.values().find(({ displays }) => displays.has(String(value.value)));
  const found = item.answerOption
    ?.flatMap((option) => readValue(option) ?? [])
    .find((one) => compareValues(value, one) === 0);
  return found && options?.get(valueKey(found));
}

function isFreeText({ key }: Value, { expected }: At): boolean {
  return key === 'valueString' && expected.item.type === 'open-choice';
}

/**
 * The wording of a code, if it is given. R4: "a representation of the meaning of the code in the system", of which a
 * code may have many: it is wrong where it is another option's, which makes it a guess which one is meant, or where the
 * whole CodeSystem is at hand and does not have it.
 */
function checkDisplay(coding: Coding, own: ReadonlySet<string>, others: () => ReadonlySet<string>, at: At): void {
  const { display } = coding;
  if (display === undefined || own.has(display)) return;
  const { displays, whole } = at.context.words(coding);
  if (displays.has(display) || own.size + displays.size === 0) return;
  const wanted = spoken(display);
  if (isSpoken(wanted, own) || isSpoken(wanted, displays)) return;
  const isWrong = whole || isSpoken(wanted, others());
  at.report(isWrong ? 'answer-display' : 'answer-display-unknown', 'value.display');
}

function isSpoken(wanted: string, wordings: ReadonlySet<string>): boolean {
  return wordings.values().some((one) => spoken(one) === wanted);
}

/** Renderers fold white space and change the case. */
function spoken(text: string): string {
  return text.trim().replace(/\s+/g, ' ').toLowerCase();
}

/**
 * "Never trusted": a weight in the response decides nothing, but another one than the form's shows another form. The
 * form has it on the option, on the option's coding, in the CodeSystem or the ValueSet; the response on the coding or
 * on the answer. Where no weight is known, none is wrong.
 */
export function checkWeights(answer: QuestionnaireResponseItemAnswer, { key, value }: Value, at: At): void {
  const coding = key === 'valueCoding' ? (value as Coding) : undefined;
  // Of a number or a text, the extensions stand in its companion.
  const extended = coding ?? (at.expected.options && companionOf(answer, key));
  if (extended?.extension === undefined && answer.extension === undefined) return;
  const holders = [
    [extended?.extension, 'value'],
    [answer.extension, undefined],
  ] as const;
  for (const [extensions, part] of holders) {
    const given = extensions?.filter(isWeight) ?? [];
    if (given.length === 0) continue;
    const option = at.expected.options?.get(valueKey({ key, value }));
    const weights = new Set<number | undefined>([
      ...(option?.weights ?? []),
      ...(coding === undefined ? [] : weightsOf(coding, at)),
    ]);
    const isForged = given.some(({ valueDecimal }) => !weights.has(valueDecimal));
    if (weights.size > 0 && isForged) at.report('weight-differs', part);
  }
}

function companionOf(answer: QuestionnaireResponseItemAnswer, key: Value['key']): Element | undefined {
  return answer[`_${key}` as keyof typeof answer] as Element | undefined;
}

/** What the CodeSystem has, and what the question's ValueSet has instead. */
function weightsOf(coding: Coding, { expected, context }: At): readonly number[] {
  const { answerValueSet: set } = expected.item;
  const { system, code } = coding;
  const inSet = set === undefined || code === undefined ? undefined : context.valueSet?.(set, code, system);
  return [...context.words(coding).weights, ...(inSet?.weights ?? [])];
}

function isWeight({ url }: Extension): boolean {
  return url === known.itemWeight || url === known.ordinalValue;
}
