import type { QuestionnaireResponseItemAnswer } from 'fhir/r4.js';
import { extensionValue, integerOf, url } from '../extensions.ts';
import type { At, MakeCheck } from '../types.ts';
import { isMatchable } from '../values/matchable.ts';
import { readPattern } from '../values/pattern.ts';

/**
 * What is counted and matched: the answer as it was sent (12.50 has five characters). Codings and other objects have no
 * length.
 */
function textOf(answer: QuestionnaireResponseItemAnswer, { context, place }: At): string | undefined {
  const { valueString, valueUri, valueInteger, valueDecimal, valueDate, valueDateTime, valueTime } = answer;
  const text = valueString ?? valueUri ?? valueDate ?? valueDateTime ?? valueTime ?? valueInteger?.toString();
  if (valueDecimal === undefined) return text;
  return context.literal?.(place, valueDecimal, ['valueDecimal']) ?? String(valueDecimal);
}

/**
 * `maxLength`: "the maximum number of characters that are permitted"; characters as people count them, not UTF-16
 * units.
 */
export const maxLength: MakeCheck = ({ maxLength: maximum }) => {
  if (maximum === undefined) return undefined;
  return (answer, at) => {
    const text = textOf(answer, at);
    if (text !== undefined && text.length > maximum && [...text].length > maximum)
      at.report('answer-length', undefined, { maximum: String(maximum) });
  };
};

/** `minLength` (extension): the least number of characters. */
export const minLength: MakeCheck = (item, place, mistake) => {
  const minimum = integerOf(item, url.minLength);
  if (minimum === undefined) return undefined;
  if (item.maxLength !== undefined && item.maxLength < minimum) mistake('questionnaire-bounds', place);
  return (answer, at) => {
    const text = textOf(answer, at);
    if (text !== undefined && [...text].length < minimum)
      at.report('answer-short', undefined, { minimum: String(minimum) });
  };
};

/**
 * `regex` (extension): the whole answer has to match. Written as the FHIRPath that it is tested by, matches('...'), it
 * is read as that: there a part of the answer may match. Where the pattern cannot be used (questionnaire-pattern), it
 * is not measured.
 */
export const regex: MakeCheck = (item, place, mistake, isTrusted) => {
  const written = extensionValue(item, url.regex)?.value;
  if (typeof written !== 'string') return undefined;
  if (!isTrusted) {
    mistake('expressions-unchecked', 'Questionnaire');
    return undefined;
  }
  const called = calledPattern(written);
  const pattern = readPattern(called ?? written);
  if (pattern === undefined || !isMatchable(pattern)) {
    mistake('questionnaire-pattern', place);
    return undefined;
  }
  return (answer, at) => {
    const text = textOf(answer, at);
    if (text === undefined) return;
    const isMatch = called === undefined ? pattern.testExact(text) : pattern.test(text);
    if (!isMatch) at.report('answer-pattern', undefined);
  };
};

const call = /^\s*(?:\$this\s*\.\s*)?matches(Full)?\s*\(\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")\s*\)\s*$/s;
const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', f: '\f' };

/**
 * The pattern in matches('...'), with the escapes of a FHIRPath string undone where it has them; others are those of
 * the pattern.
 */
function calledPattern(written: string): string | undefined {
  const [, full, single, double] = call.exec(written) ?? [];
  const text = single ?? double;
  if (text === undefined) return undefined;
  const pattern = text
    .replace(/\\(['"`/\\])/g, '$1')
    .replace(/\\([nrtf])/g, (_, letter: string) => escapes[letter] ?? letter);
  return full === undefined ? pattern : `^(?:${pattern})$`;
}
