import type { Problem } from '../outcome/problem.ts';
import type { Content } from './tables/types.ts';
import { isDate } from './time.ts';

type TextContent = Exclude<Content, { kind: 'sequence' | 'formatted' }>;

/** Checks the text of one element. Codes: `letter-text-length`, `letter-code-unknown`, `letter-value-form`. */
export function checkText(content: TextContent, text: string, place: string): readonly Problem[] {
  switch (content.kind) {
    case 'text': {
      const length = lengthOf(text);
      if (length >= content.least && length <= content.most) return [];
      const values = {
        element: nameOf(place),
        length: String(length),
        least: String(content.least),
        most: String(content.most),
      };
      return [{ code: 'letter-text-length', place, values }];
    }
    case 'codes':
      if (content.codes.includes(text)) return [];
      return [
        { code: 'letter-code-unknown', place, values: { element: nameOf(place), codes: content.codes.join(', ') } },
      ];
    case 'pattern':
      return content.pattern.test(text) ? [] : [malformed(content.form, place)];
    case 'date':
      return isDate(text) ? [] : [malformed('YYYY-MM-DD', place)];
  }
}

/** Characters as XML Schema counts them: code points. */
export function lengthOf(text: string): number {
  // Spreading costs ten times as much, and few texts have a character of two units.
  return /[\ud800-\udbff]/.test(text) ? [...text].length : text.length;
}

/** The element with the one around it, since Sender and Receiver have the same names. */
function nameOf(place: string): string {
  return place.split('/').slice(-2).join('/');
}

function malformed(form: string, place: string): Problem {
  return { code: 'letter-value-form', place, values: { element: nameOf(place), form } };
}
