import type { Coding, Quantity } from 'fhir/r4.js';
import { extensions, extensionValue, url } from '../extensions.ts';
import type { At, MakeCheck } from '../types.ts';
import { convert, isUnit, ucumSystem } from '../values/ucum.ts';
import type { Verdict } from '../values/verdict.ts';

/**
 * `unitOption` and `unitValueSet` (extensions): "the valueQuantity SHALL have a Quantity.code and Quantity.system that match ... If the
 * Coding only has a display, then the Quantity.unit must match" (extensions pack 5.3.0). With `unit` alone, a unit of the same kind.
 */
export const units: MakeCheck = (item) => {
  if (item.type !== 'quantity') return undefined;
  const options = extensions(item, url.unitOption).flatMap(({ valueCoding }) =>
    valueCoding === undefined ? [] : [valueCoding],
  );
  const valueSet = extensions(item, url.unitValueSet)[0]?.valueCanonical;
  const unit = extensionValue(item, url.unit)?.value as Coding | undefined;
  if (options.length === 0 && valueSet === undefined && unit === undefined) return undefined;
  const allowed = options.length > 0 ? options : unit === undefined ? [] : [unit];
  return ({ valueQuantity }, at) => {
    if (valueQuantity === undefined) return;
    if (holds(valueQuantity, options, valueSet, unit, at) === false) {
      const names = allowed.map(({ display, code }) => display ?? code ?? '').join(', ');
      at.report('answer-unit', `${at.place}.value`, at.expected, { allowed: names || (valueSet ?? '') });
    }
  };
};

function holds(
  quantity: Quantity,
  options: readonly Coding[],
  valueSet: string | undefined,
  unit: Coding | undefined,
  { context }: At,
): Verdict {
  if (options.some((option) => isUnitOf(quantity, option))) return true;
  if (valueSet !== undefined) {
    if (quantity.code === undefined) return false;
    return context.valueSet?.(valueSet, quantity.system, quantity.code)?.contains;
  }
  return options.length > 0 ? false : unit === undefined ? undefined : isSameKind(quantity, unit);
}

function isUnitOf({ system, code, unit }: Quantity, option: Coding): boolean {
  if (option.code === undefined) return unit !== undefined && unit === option.display;
  return code === option.code && (option.system === undefined || system === option.system);
}

function isSameKind(quantity: Quantity, unit: Coding): Verdict {
  if (isUnitOf(quantity, unit)) return true;
  if (quantity.code === undefined) return quantity.unit === undefined ? false : undefined;
  if (unit.code === undefined || unit.system !== ucumSystem || quantity.system !== ucumSystem) return undefined;
  if (!isUnit(unit.code)) return undefined;
  return convert(1, quantity.code, unit.code) !== undefined;
}
