import type { Coding, QuestionnaireResponseItemAnswer } from 'fhir/r4.js';
import { codingKey, decimalExtension, extensionUrl } from '../model/fhir.ts';
import { hasValue } from './answers.ts';
import type { CompiledItem, Option } from './questionnaire.ts';
import type { Report, RuleContext } from './rules.ts';
import { expectedType, valueKeys } from './types.ts';

/** One answer: its type, its length, and for a coded one its code, wording and weights. */
export function checkAnswer(
  answer: QuestionnaireResponseItemAnswer,
  expected: CompiledItem,
  place: string,
  displays: RuleContext['displays'],
  report: Report,
): void {
  if (!hasValue(answer)) {
    report('answer-empty', place, expected);
    return;
  }
  const { type, maxLength } = expected.item;
  if (!valueKeys[type].some((key) => answer[key] !== undefined)) {
    report('answer-type', place, expected, { expected: expectedType(type) });
    return;
  }
  const text = answer.valueString ?? answer.valueUri;
  if (text !== undefined && maxLength !== undefined && [...text].length > maxLength) {
    report('answer-length', place, expected, { maximum: String(maxLength) });
  }
  if (answer.valueCoding !== undefined && expected.options !== undefined) {
    checkCoding(answer.valueCoding, expected, expected.options, `${place}.value`, displays, report);
  }
}

function checkCoding(
  coding: Coding,
  expected: CompiledItem,
  options: ReadonlyMap<string, Option>,
  place: string,
  displays: RuleContext['displays'],
  report: Report,
): void {
  const option = options.get(codingKey(coding));
  if (option === undefined) {
    report('answer-code', place, expected);
    return;
  }
  const { display } = coding;
  if (
    display !== undefined &&
    !option.displays.has(display) &&
    !displays(coding.system ?? '', coding.code ?? '').has(display)
  ) {
    report('answer-display', `${place}.display`, expected);
  }
  // "Never trusted": a weight in the response decides nothing, but another one than the Questionnaire's shows another form.
  if (weightDiffers(coding, option)) report('weight-differs', place, expected);
}

function weightDiffers(coding: Coding, option: Option): boolean {
  const itemWeight = decimalExtension(coding, extensionUrl.itemWeight);
  const ordinalValue = decimalExtension(coding, extensionUrl.ordinalValue);
  return (
    (itemWeight !== undefined && itemWeight !== option.itemWeight) ||
    (ordinalValue !== undefined && ordinalValue !== option.ordinalValue)
  );
}
