import type { QuestionnaireItem, QuestionnaireResponseItemAnswer } from 'fhir/r4.js';
import { isVisible } from './visible.ts';

export type ValueKey = Exclude<keyof QuestionnaireResponseItemAnswer, 'item' | 'id' | 'extension' | `_${string}`>;
type ItemType = QuestionnaireItem['type'];

/** A value with its type, as `value[x]` has it. */
export interface Value {
  readonly key: ValueKey;
  readonly value: unknown;
}

/** The answer's `value[x]` that each item type takes (R4, Questionnaire item types). Groups and displays take none. */
export const valueKeys: Readonly<Record<ItemType, readonly ValueKey[]>> = {
  group: [],
  display: [],
  question: [],
  boolean: ['valueBoolean'],
  decimal: ['valueDecimal'],
  integer: ['valueInteger'],
  date: ['valueDate'],
  dateTime: ['valueDateTime'],
  time: ['valueTime'],
  string: ['valueString'],
  text: ['valueString'],
  url: ['valueUri'],
  choice: ['valueCoding'],
  'open-choice': ['valueCoding', 'valueString'],
  attachment: ['valueAttachment'],
  reference: ['valueReference'],
  quantity: ['valueQuantity'],
};

/** The item types that R4 knows, but for the abstract `question`. */
export function isItemType(type: string | undefined): type is ItemType {
  return type !== undefined && type !== 'question' && Object.hasOwn(valueKeys, type);
}

/** The value of an answer, an option or an initial value; undefined where there is none. A text without anything to see is no answer. */
export function readValue(element: object): Value | undefined {
  for (const name in element) {
    if (!name.startsWith('value')) continue;
    const value: unknown = element[name as keyof typeof element];
    return typeof value === 'string' && !isVisible(value) ? undefined : { key: name as ValueKey, value };
  }
  return undefined;
}
