import { createRequire } from 'node:module';
import type { QuestionnaireResponseItemAnswer } from 'fhir/r4.js';
import { extensionValue, integerOf, url } from '../compile/extensions.ts';
import type { MakeCheck } from '../compiled.ts';

// 30 ms to load: for the first pattern only.
const load = createRequire(import.meta.url);

/** What is counted and matched: the answer as it would be written. Codings and other objects have no length. */
function textOf(answer: QuestionnaireResponseItemAnswer): string | undefined {
  const { valueString, valueUri, valueInteger, valueDecimal, valueDate, valueDateTime, valueTime } = answer;
  const text = valueString ?? valueUri ?? valueDate ?? valueDateTime ?? valueTime;
  return text ?? (valueInteger ?? valueDecimal)?.toString();
}

/** `maxLength`: "the maximum number of characters that are permitted"; characters as people count them, not UTF-16 units. */
export const maxLength: MakeCheck = ({ maxLength: maximum }) => {
  if (maximum === undefined) return undefined;
  return (answer, { report, place, expected }) => {
    const text = textOf(answer);
    if (text !== undefined && text.length > maximum && [...text].length > maximum)
      report('answer-length', place, expected, { maximum: String(maximum) });
  };
};

/** `minLength` (extension): the least number of characters. */
export const minLength: MakeCheck = (item, place, mistake) => {
  const minimum = integerOf(item, url.minLength);
  if (minimum === undefined) return undefined;
  if (item.maxLength !== undefined && item.maxLength < minimum) {
    mistake('questionnaire-bounds', place);
    return undefined;
  }
  return (answer, { report, place, expected }) => {
    const text = textOf(answer);
    if (text !== undefined && [...text].length < minimum)
      report('answer-short', place, expected, { minimum: String(minimum) });
  };
};

/**
 * `regex` (extension): the whole answer has to match. RE2 takes time in proportion to the text, whatever the pattern; patterns that need
 * looking around or back are not in it, and then the answer is not measured (questionnaire-pattern).
 */
export const regex: MakeCheck = (item, place, mistake) => {
  const pattern = extensionValue(item, url.regex)?.value;
  if (typeof pattern !== 'string') return undefined;
  const { RE2JS } = load('re2js') as typeof import('re2js');
  let compiled: InstanceType<typeof RE2JS>;
  try {
    compiled = RE2JS.compile(pattern);
  } catch {
    mistake('questionnaire-pattern', place);
    return undefined;
  }
  return (answer, { report, place, expected }) => {
    const text = textOf(answer);
    if (text !== undefined && !compiled.testExact(text)) report('answer-pattern', place, expected);
  };
};
