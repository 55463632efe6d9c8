import type { Quantity } from 'fhir/r4.js';
import { extensionValue, integerOf, url } from '../extensions.ts';
import type { Check, MakeCheck } from '../types.ts';
import { compareValues } from '../values/compare.ts';
import { decimalPlaces } from '../values/decimals.ts';
import { isUnit, ucumSystem } from '../values/ucum.ts';
import { type Value, valueKeys } from '../values/value.ts';

/**
 * `minValue` and `maxValue`, `minQuantity` and `maxQuantity` (extensions): inclusive; zero is a value. A partial date
 * is outside where the whole of it is; a quantity is converted to the unit of the bound by UCUM. Bounds that contradict
 * each other are each applied: no answer is right.
 */
export const bounds: MakeCheck = (item, place, mistake) => {
  const minimum = extensionValue(item, url.minValue, url.minQuantity);
  const maximum = extensionValue(item, url.maxValue, url.maxQuantity);
  const [low, high] = [readBound(item.type, minimum), readBound(item.type, maximum)];
  const isWrong = (minimum !== undefined && low === undefined) || (maximum !== undefined && high === undefined);
  if (isWrong || areCrossed(low, high)) mistake('questionnaire-bounds', place);
  return low === undefined && high === undefined ? undefined : checkBounds(low, high);
};

function areCrossed(minimum: Value | undefined, maximum: Value | undefined): boolean {
  return minimum !== undefined && maximum !== undefined && (compareValues(minimum, maximum) ?? 0) > 0;
}

function checkBounds(minimum: Value | undefined, maximum: Value | undefined): Check {
  const bound = minimum ?? maximum;
  return (_answer, at, value) => {
    if (minimum !== undefined && (compareValues(value, minimum) ?? 0) < 0)
      at.report('value-low', 'value', { minimum: written(minimum) });
    if (maximum !== undefined && (compareValues(value, maximum) ?? 0) > 0)
      at.report('value-high', 'value', { maximum: written(maximum) });
    if (bound?.key === 'valueQuantity' && areOtherUnits(value, bound))
      at.report('answer-unit', 'value', { allowed: unitOf(bound.value as Quantity) });
  };
}

/** Undefined where there is none, or it has a type that answers to the item cannot have. */
function readBound(type: string, bound: Value | undefined): Value | undefined {
  const keys: readonly string[] = Object.hasOwn(valueKeys, type) ? valueKeys[type as keyof typeof valueKeys] : [];
  const [key] = keys;
  if (key === undefined || bound === undefined) return undefined;
  // A whole number is a decimal, and a day is a time; a number alone is a bound in the unit of the answer.
  const kind = (name: string) => name.replace('Integer', 'Decimal').replace('DateTime', 'Date');
  if (kind(key) === kind(bound.key)) return bound;
  if (key === 'valueQuantity' && typeof bound.value === 'number')
    return { key: 'valueQuantity', value: { value: bound.value } };
  return undefined;
}

/** Both are units of UCUM, and neither can be converted into the other: kilograms are no bound for centimetres. */
function areOtherUnits(value: Value, bound: Value): boolean {
  const [given, wanted] = [value.value as Quantity, bound.value as Quantity];
  if (given.code === wanted.code || given.system !== ucumSystem || wanted.system !== ucumSystem) return false;
  const comparable = compareValues({ ...value, value: { ...given, comparator: undefined } }, bound) !== undefined;
  return !comparable && isUnit(given.code) && isUnit(wanted.code);
}

function unitOf({ unit, code }: Quantity): string {
  return unit ?? code ?? '';
}

function written({ key, value }: Value): string {
  if (key !== 'valueQuantity') return String(value);
  const quantity = value as Quantity;
  return `${quantity.value ?? ''} ${unitOf(quantity)}`.trim();
}

/** `maxDecimalPlaces` (extension), by the number as it was sent: 1.10 has two decimal places. */
export const maxDecimalPlaces: MakeCheck = (item) => {
  const maximum = integerOf(item, url.maxDecimalPlaces);
  if (maximum === undefined) return undefined;
  return ({ valueDecimal, valueQuantity }, at) => {
    const [value, path] =
      valueQuantity === undefined
        ? [valueDecimal, ['valueDecimal']]
        : [valueQuantity.value, ['valueQuantity', 'value']];
    if (value === undefined) return;
    const literal = at.context.literal?.(at.place, value, path) ?? String(value);
    if (decimalPlaces(literal) > maximum) at.report('answer-decimals', 'value', { maximum: String(maximum) });
  };
};
