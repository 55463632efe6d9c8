import { createRequire } from 'node:module';
import { once } from '../once.ts';

/** The part of `@lhncbc/ucum-lhc` that is used; it has no types of its own. */
interface Ucum {
  readonly UcumLhcUtils: {
    getInstance(): {
      convertUnitTo(from: string, value: number, to: string): { status: string; toVal: number | null };
      validateUnitString(unit: string): { status: string };
    };
  };
}

export const ucumSystem = 'http://unitsofmeasure.org';

// 160 ms to load (1,500 units), so it waits for the first two units that differ. fhirpath brings the same library
// along.
const load = createRequire(import.meta.url);
const units = once(() => (load('@lhncbc/ucum-lhc') as Ucum).UcumLhcUtils.getInstance());

/** A value in another UCUM unit; undefined where the units are of different kinds, or one is no UCUM unit. */
export function convert(value: number, from: string, to: string): number | undefined {
  if (from === to) return value;
  try {
    const { status, toVal } = units().convertUnitTo(from, value, to);
    return status === 'succeeded' && toVal !== null ? toVal : undefined;
  } catch {
    // Codes such as "constructor" or an empty one make it throw.
    return undefined;
  }
}

/** True for a unit of UCUM. */
export function isUnit(code: string | undefined): code is string {
  try {
    return code !== undefined && units().validateUnitString(code).status === 'valid';
  } catch {
    return false;
  }
}
