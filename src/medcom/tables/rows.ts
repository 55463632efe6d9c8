import type { ChoiceRow, CodesContent, Content, ElementRow, Row } from './types.ts';

/** The words in which the tables are written. */

export function one(name: string, content: Content): ElementRow {
  return { name, least: 1, most: 1, content };
}

export function optional(name: string, content: Content): ElementRow {
  return { name, least: 0, most: 1, content };
}

export function many(name: string, least: number, most: number, content: Content): ElementRow {
  return { name, least, most, content };
}

export function choice(...rows: readonly ElementRow[]): ChoiceRow {
  return { choice: rows };
}

export function sequence(...rows: readonly Row[]): Content {
  return { kind: 'sequence', rows };
}

/** Text of so many characters (code points, as XML Schema counts). */
export function text(least: number, most: number): Content {
  return { kind: 'text', least, most };
}

/** Text of at least one character. */
export function upTo(most: number): Content {
  return text(1, most);
}

export function codes(...list: readonly string[]): CodesContent {
  return { kind: 'codes', codes: list };
}

/** `form` is what a person is told, in Danish too where it is words. */
export function pattern(expression: RegExp, form: string, inDanish = form): Content {
  return { kind: 'pattern', pattern: expression, form: { da: inDanish, en: form } };
}

/** A date without zone (`dateNoTZ`, 2016/09/23). */
export const date: Content = { kind: 'date' };

/** Text with Space, Break, Bold and the like (`formatted.ts`). */
export const formatted: Content = { kind: 'formatted' };
