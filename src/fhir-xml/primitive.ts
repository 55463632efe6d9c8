import { isHeld } from '../questionnaire/json/fault.ts';
import { keptNumber } from '../questionnaire/json/numbers.ts';

const decimal = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
const integer = /^[+-]?(?:0|[1-9]\d*)$/;

/**
 * The JSON value of a primitive's text: a number with its digits as sent, a boolean, or the text itself, whose form is
 * for the check of the type. A fault by its code: what no value of the type is written like, or a number that JSON
 * cannot hold.
 */
export function jsonValue(type: string, text: string): { readonly value: unknown } | 'format-wrong' | 'json-number' {
  switch (type) {
    case 'boolean':
      return text === 'true' || text === 'false' ? { value: text === 'true' } : 'format-wrong';
    case 'decimal':
      return decimal.test(text) ? numberOf(text) : 'format-wrong';
    case 'integer':
    case 'positiveInt':
    case 'unsignedInt':
      // R4 lets a plus stand before an integer, and JSON does not.
      return integer.test(text) ? numberOf(text.replace('+', '')) : 'format-wrong';
    default:
      return { value: text };
  }
}

function numberOf(literal: string): { readonly value: unknown } | 'json-number' {
  return isHeld(literal) ? { value: keptNumber(literal) } : 'json-number';
}
