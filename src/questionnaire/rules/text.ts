import type { QuestionnaireResponseItemAnswer } from 'fhir/r4.js';
import { extensionValue, integerOf, url } from '../extensions.ts';
import type { MakeCheck } from '../types.ts';
import { readPattern } from '../values/pattern.ts';

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

/** `regex` (extension): the whole answer has to match. Where the pattern cannot be used (questionnaire-pattern), it is not measured. */
export const regex: MakeCheck = (item, place, mistake, isTrusted) => {
  const pattern = extensionValue(item, url.regex)?.value;
  if (typeof pattern !== 'string') return undefined;
  if (!isTrusted) {
    mistake('expressions-unchecked', 'Questionnaire');
    return undefined;
  }
  const compiled = readPattern(pattern);
  if (compiled === undefined) {
    mistake('questionnaire-pattern', place);
    return undefined;
  }
  return (answer, { report, place, expected }) => {
    const text = textOf(answer);
    if (text !== undefined && !compiled.testExact(text)) report('answer-pattern', place, expected);
  };
};
