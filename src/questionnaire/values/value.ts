import type { QuestionnaireItem, QuestionnaireResponseItemAnswer } from 'fhir/r4.js';
import { isVisible } from './visible.ts';

export type ValueKey = Exclude<keyof QuestionnaireResponseItemAnswer, 'item' | 'id' | 'extension' | `_${string}`>;
type ItemType = QuestionnaireItem['type'];

/** A value with its type, as `value[x]` has it. */
export interface Value {
  readonly key: ValueKey;
  readonly value: unknown;
}

/**
 * The answer's `value[x]` that each item type takes (R4, Questionnaire item types). Groups and displays take none, and
 * neither does `question`.
 */
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

/** The item types that R4 knows. `question` is abstract: it heads the others and stands for none of them. */
export function isItemType(type: string | undefined): type is ItemType {
  return type !== undefined && Object.hasOwn(valueKeys, type);
}

/**
 * The value of an answer, an option or an initial value; undefined where there is none. A text without anything to see
 * is no answer.
 */
export function readValue(element: object): Value | undefined {
  for (const name in element) {
    if (!isOfValue(name)) continue;
    const value: unknown = element[name as keyof typeof element];
    if (typeof value === 'object' ? isAbsent(value) : typeof value === 'string' && !isVisible(value)) return undefined;
    return { key: name as ValueKey, value };
  }
  return undefined;
}

/**
 * The type of a value that is not told: "a primitive may have an extension instead of a value" (R4, JSON), such as
 * data-absent-reason, and so may an object. The question was answered, by the reason.
 */
export function readAbsent(element: object): ValueKey | undefined {
  for (const name in element) {
    if (name.startsWith('_value') && !(name.slice(1) in element)) return name.slice(1) as ValueKey;
    if (isOfValue(name) && isAbsent(element[name as keyof typeof element])) return name as ValueKey;
  }
  return undefined;
}

/** The names that nearly all answers have are one string wherever they stand: that is seen without reading them. */
function isOfValue(name: string): boolean {
  return name === 'valueCoding' || name === 'valueString' || name.startsWith('value');
}

/** An object without content of its own: nothing but extensions, or primitives that have nothing but extensions. */
function isAbsent(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { code, value: number } = value as { code?: unknown; value?: unknown };
  // By far the most have one of these.
  if (code !== undefined || number !== undefined) return false;
  let isTold = false;
  let hasExtension = false;
  for (const name in value) {
    if (name === 'extension' || name.startsWith('_')) hasExtension = true;
    else if (name !== 'id') isTold = true;
  }
  // A code that is not told leaves open what is meant, whatever else is said.
  return hasExtension && (!isTold || '_code' in value);
}
