import { once } from '../questionnaire/once.ts';
import { textOf } from './fixed.ts';
import { insideString, jsonText } from './json-bytes.ts';
import type { Part } from './narrative.ts';
import { utf8 } from './utf8.ts';

/** What a response says, ready to be placed: a text, XHTML in both languages, or a whole value. */
type Placed = string | Part | object | undefined;
export type Values = Readonly<Record<string, Placed>>;

/** Values that several resources place. */
export interface Given<Named extends Values = Values> {
  readonly values: Named;
  /** Which of them there are. */
  readonly shape: () => string;
  /** The same with the JSON of each that is no Part. */
  readonly inJson: () => InJson;
}

export type InJson = Readonly<Record<string, string | Part | undefined>>;

export function given<Named extends Values>(values: Named): Given<Named> {
  return { values, shape: once(() => shapeOf(values)), inJson: once(() => inJson(values)) };
}

export function shapeOf(values: Values): string {
  let shape = '';
  for (const name in values) shape += values[name] === undefined ? '0' : '1';
  return shape;
}

export function inJson(values: Values): InJson {
  const found: Record<string, string | Part | undefined> = {};
  for (const name in values) {
    const value = values[name];
    if (value === undefined) found[name] = value;
    else if (typeof value === 'string') found[name] = insideString(value);
    else found[name] = isPart(value) ? value : wholeText(value);
  }
  return found;
}

/** JSON.stringify is quicker than joining texts, but for lists of what is `fixed`. */
function wholeText(value: object): string {
  return Array.isArray(value) && value.some((one) => textOf(one) !== undefined)
    ? jsonText(value)
    : utf8(JSON.stringify(value));
}

export function isPart(value: object): value is Part {
  return 'xhtml' in value;
}
