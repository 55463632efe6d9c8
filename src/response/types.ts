import type { QuestionnaireItem, QuestionnaireResponseItemAnswer } from 'fhir/r4.js';

type ValueKey = Exclude<keyof QuestionnaireResponseItemAnswer, 'item' | 'id' | 'extension' | `_${string}`>;
type ItemType = QuestionnaireItem['type'];

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

/** The value types of an item for a message: "valueCoding". */
export function expectedType(type: ItemType): string {
  return valueKeys[type].join(' / ');
}
