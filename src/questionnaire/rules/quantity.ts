import type { Coding, Quantity } from 'fhir/r4.js';
import { extensions, extensionValue, url } from '../extensions.ts';
import type { At, MakeCheck } from '../types.ts';
import { convert, isUnit, ucumSystem } from '../values/ucum.ts';
import type { Verdict } from '../values/verdict.ts';

/** What units an item takes. */
interface Units {
  readonly options: readonly Coding[];
  readonly valueSet: string | undefined;
  readonly open: string | undefined;
  readonly supplemental: string | undefined;
}

/**
 * `unitOption` and `unitValueSet` (extensions): "the valueQuantity SHALL have a Quantity.code and Quantity.system that
 * match ... If the Coding only has a display, then the Quantity.unit must match" (extensions pack 5.3.0). SDC's
 * `unitOpen` opens the list to other codes (optionsOrType; of `unitSupplementalSystem`, where it is named) or to texts
 * too (optionsOrString).
 */
export const units: MakeCheck = (item) => {
  if (item.type !== 'quantity') return undefined;
  const options = extensions(item, url.unitOption).flatMap(({ valueCoding }) => valueCoding ?? []);
  const valueSet = extensions(item, url.unitValueSet)[0]?.valueCanonical;
  if (options.length === 0 && valueSet === undefined) return undefined;
  const open = extensions(item, url.unitOpen)[0]?.valueCode;
  const supplemental = extensions(item, url.unitSupplementalSystem)[0]?.valueCanonical;
  return ({ valueQuantity }, at) => {
    if (valueQuantity === undefined) return;
    if (holds(valueQuantity, { options, valueSet, open, supplemental }, at) !== false) return;
    const names = options.flatMap(({ display, code }) => display ?? code ?? []).join(', ');
    at.report('answer-unit', 'value', { allowed: names || (valueSet ?? '–') });
  };
};

function holds(quantity: Quantity, units: Units, { context }: At): Verdict {
  const { options, valueSet, open, supplemental } = units;
  if (options.some((option) => isUnitOf(quantity, option))) return true;
  if (open === 'optionsOrString') return true;
  if (open === 'optionsOrType' && quantity.code !== undefined)
    return supplemental === undefined || quantity.system === supplemental.split('|')[0];
  if (valueSet === undefined || quantity.code === undefined) return false;
  return context.valueSet?.(valueSet, quantity.code, quantity.system)?.contains;
}

function isUnitOf({ system, code, unit }: Quantity, option: Coding): boolean {
  if (option.code === undefined) return unit !== undefined && unit === option.display;
  return code === option.code && (option.system === undefined || system === option.system);
}

/**
 * `unit` (extension) on a quantity: R4 has it for integers and decimals, and demands nothing of a Quantity by it. An
 * answer without a unit, or in one of another kind, is warned of.
 */
export const unit: MakeCheck = (item) => {
  const wanted = extensionValue(item, url.unit)?.value as Coding | undefined;
  const hasOthers = [url.unitOption, url.unitValueSet].some((one) => extensions(item, one).length > 0);
  if (item.type !== 'quantity' || wanted === undefined || hasOthers) return undefined;
  return ({ valueQuantity }, at) => {
    if (valueQuantity !== undefined && isSameKind(valueQuantity, wanted) === false)
      at.report('answer-unit-other', 'value', { expected: wanted.display ?? wanted.code ?? '–' });
  };
};

function isSameKind(quantity: Quantity, wanted: Coding): Verdict {
  if (isUnitOf(quantity, wanted)) return true;
  if (quantity.code === undefined) return quantity.unit === undefined ? false : undefined;
  if (wanted.system !== ucumSystem || quantity.system !== ucumSystem || !isUnit(wanted.code)) return undefined;
  return convert(1, quantity.code, wanted.code) !== undefined;
}
