import type { XmlPlace } from '../../outcome/place.ts';
import type { Problem } from '../../outcome/problem.ts';
import type { Content } from '../tables/types.ts';
import { isDate } from './time.ts';

type TextContent = Exclude<Content, { kind: 'sequence' | 'formatted' }>;

/** True where the text is one that the content may be: where `checkText` finds nothing. */
export function isText(content: TextContent, text: string): boolean {
  switch (content.kind) {
    case 'text': {
      const { least, most } = content;
      // A text has as many characters as units, or down to half of them.
      if (text.length <= most && text.length >= least * 2) return true;
      const length = lengthOf(text);
      return length >= least && length <= most;
    }
    case 'codes':
      return content.codes.includes(text);
    case 'pattern':
      return content.pattern.test(text);
    case 'date':
      return isDate(text);
  }
}

/** True for white space of XML alone; without a regular expression, since a letter has one between any two tags. */
export function isBlank(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return false;
  }
  return true;
}

/** Checks the text of one element. Codes: `letter-text-length`, `letter-code-unknown`, `letter-value-form`. */
export function checkText(content: TextContent, text: string, xpath: string): readonly Problem[] {
  return isText(content, text) ? [] : [textProblem(content, text, { xpath })];
}

function textProblem(content: TextContent, text: string, place: XmlPlace): Problem {
  const element = nameOf(place.xpath);
  switch (content.kind) {
    case 'text': {
      const [least, most] = [String(content.least), String(content.most)];
      return { code: 'letter-text-length', place, values: { element, length: String(lengthOf(text)), least, most } };
    }
    case 'codes':
      return { code: 'letter-code-unknown', place, values: { element, codes: content.codes.join(', ') } };
    case 'pattern':
      return { code: 'letter-value-form', place, values: { element, form: content.form.da, formEn: content.form.en } };
    case 'date':
      return { code: 'letter-value-form', place, values: { element, form: 'ÅÅÅÅ-MM-DD', formEn: 'YYYY-MM-DD' } };
  }
}

/** Characters as XML Schema counts them: code points. */
export function lengthOf(text: string): number {
  // Spreading costs ten times as much, and few texts have a character of two units.
  return /[\ud800-\udbff]/.test(text) ? [...text].length : text.length;
}

/** The element with the one around it, since Sender and Receiver have the same names. */
function nameOf(xpath: string): string {
  return xpath.split('/').slice(-2).join('/');
}
