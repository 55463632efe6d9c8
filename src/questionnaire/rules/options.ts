import type { Coding, Extension } from 'fhir/r4.js';
import { url as known } from '../extensions.ts';
import type { At, MakeCheck, Option } from '../types.ts';
import { valueKey } from '../values/key.ts';
import { readValue, type Value } from '../values/value.ts';

/** `answerOption` of any type: the answer is one of them, but for the free text of an open-choice. */
export function checkOption(value: Value, options: ReadonlyMap<string, Option>, at: At): void {
  const option = options.get(valueKey(value)) ?? optionOfText(value, options);
  if (option === undefined) {
    if (!isFreeText(value, at)) at.report('answer-code', `${at.place}.value`, at.expected);
    return;
  }
  if (value.key !== 'valueCoding') return;
  const coding = value.value as Coding;
  checkDisplay(coding, option.displays, at);
  // "Never trusted": a weight in the response decides nothing, but another one than the Questionnaire's shows another form.
  if (weightDiffers(coding, option)) at.report('weight-differs', `${at.place}.value`, at.expected);
}

/** `answerValueSet`: the code is in the ValueSet, as far as that is at hand. */
export const answerValueSet: MakeCheck = ({ answerValueSet: canonical }) => {
  if (canonical === undefined) return undefined;
  return (answer, at) => {
    const value = readValue(answer);
    if (value === undefined || value.key !== 'valueCoding') return;
    const coding = value.value as Coding;
    const membership =
      coding.code === undefined ? undefined : at.context.valueSet?.(canonical, coding.system, coding.code);
    if (membership?.contains === undefined) {
      if (at.context.valueSet !== undefined)
        at.report('value-set-unknown', `${at.place}.value`, at.expected, { url: canonical });
    } else if (membership.contains === false) at.report('answer-code', `${at.place}.value`, at.expected);
    else checkDisplay(coding, membership.displays, at);
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

function isFreeText({ key }: Value, { expected }: At): boolean {
  return key === 'valueString' && expected.item.type === 'open-choice';
}

/** The wording, if it is given, is one of the code's in any language: a wording of another code makes it a guess which one is meant. */
function checkDisplay({ display, system, code }: Coding, displays: ReadonlySet<string>, at: At): void {
  if (display === undefined || displays.has(display)) return;
  const others = at.context.displays(system ?? '', code ?? '');
  if (others.has(display) || displays.size + others.size === 0) return;
  const wanted = spoken(display);
  for (const one of [...displays, ...others]) if (spoken(one) === wanted) return;
  at.report('answer-display', `${at.place}.value.display`, at.expected);
}

/** Renderers fold white space and change the case. */
function spoken(text: string): string {
  return text.trim().replace(/\s+/g, ' ').toLowerCase();
}

function weightDiffers(coding: Coding, option: Option): boolean {
  return (
    coding.extension?.some(
      (extension) => isWeight(extension) && extension.valueDecimal !== weightOf(extension, option),
    ) === true
  );
}

/** True for the extensions that carry the number of an answer. They stand on its coding; on the answer itself they are an error. */
export function isWeight({ url }: Extension): boolean {
  return url === known.itemWeight || url === known.ordinalValue;
}

function weightOf({ url }: Extension, option: Option): number | undefined {
  return url === known.itemWeight ? option.itemWeight : option.ordinalValue;
}
