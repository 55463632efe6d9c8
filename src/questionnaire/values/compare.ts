import type { Coding, Quantity, Reference } from 'fhir/r4.js';
import { compareTimes } from './temporal.ts';
import { convert, ucumSystem } from './ucum.ts';
import type { Value } from './value.ts';
import type { Verdict } from './verdict.ts';

/** Negative, zero or positive; undefined where the two cannot be compared. */
export function compareValues(one: Value, other: Value): number | undefined {
  const [a, b] = [one.value, other.value];
  if (typeof a === 'number' && typeof b === 'number') return compareNumbers(a, b);
  if (isTime(one) && isTime(other)) return compareTimes(String(a), String(b));
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : a > b ? 1 : 0;
  if (one.key === 'valueQuantity' && other.key === 'valueQuantity')
    return compareQuantities(a as Quantity, b as Quantity);
  return undefined;
}

/** True where two values mean the same, false where they differ, undefined where neither can be said. */
export function equalValues(one: Value, other: Value): Verdict {
  const [a, b] = [one.value, other.value];
  if (one.key === 'valueCoding' && other.key === 'valueCoding') return equalCodings(a as Coding, b as Coding);
  if (one.key === 'valueReference' && other.key === 'valueReference')
    return equalReferences(a as Reference, b as Reference);
  if (typeof a === 'boolean' && typeof b === 'boolean') return a === b;
  const order = compareValues(one, other);
  return order === undefined ? undefined : order === 0;
}

/** JavaScript's sums are off in the last digits (0.1 + 0.2), and so are converted units. */
function compareNumbers(a: number, b: number): number {
  const difference = a - b;
  return Math.abs(difference) <= 1e-12 * Math.max(Math.abs(a), Math.abs(b)) ? 0 : difference;
}

function isTime({ key }: Value): boolean {
  return key === 'valueDate' || key === 'valueDateTime' || key === 'valueTime';
}

/**
 * Quantities in the unit of the second. A comparator gives a bound: `< 5` is less than 5 and anything above, and says
 * nothing about 3.
 */
function compareQuantities(one: Quantity, other: Quantity): number | undefined {
  const { value: bound, comparator: odd } = other;
  if (one.value === undefined || bound === undefined || odd !== undefined) return undefined;
  const value = inUnitOf(one, one.value, other);
  if (value === undefined) return undefined;
  const order = compareNumbers(value, bound);
  switch (one.comparator) {
    case undefined:
      return order;
    case '<':
      return order <= 0 ? -1 : undefined;
    case '<=':
      return order < 0 ? -1 : undefined;
    case '>':
      return order >= 0 ? 1 : undefined;
    case '>=':
      return order > 0 ? 1 : undefined;
  }
}

function inUnitOf(one: Quantity, value: number, other: Quantity): number | undefined {
  const [from, to] = [one.code ?? one.unit, other.code ?? other.unit];
  // A bound without a unit is meant in the unit of the answer, whichever that is.
  if (to === undefined) return value;
  if (from === undefined) return undefined;
  const isUcum = (quantity: Quantity) => quantity.system === undefined || quantity.system === ucumSystem;
  if (from === to) return one.system === other.system || isUcum(one) === isUcum(other) ? value : undefined;
  return isUcum(one) && isUcum(other) ? convert(value, from, to) : undefined;
}

/** By system and code; without a code by the text. An expected coding without a system leaves the system open. */
function equalCodings(a: Coding, b: Coding): Verdict {
  if (a.code === undefined || b.code === undefined) {
    return a.code === b.code && a.display !== undefined ? a.display === b.display : undefined;
  }
  if (a.code !== b.code) return false;
  return a.system === b.system || (a.system !== undefined && b.system !== undefined ? false : undefined);
}

function equalReferences(a: Reference, b: Reference): Verdict {
  if (a.reference !== undefined && b.reference !== undefined) return a.reference === b.reference;
  const [one, other] = [a.identifier, b.identifier];
  if (one?.value === undefined || other?.value === undefined) return undefined;
  return one.value === other.value && one.system === other.system;
}
