/**
 * The decimal places of a number "when the number is written out in full, without e" (maxDecimalPlaces, extensions pack
 * 5.3.0): 1.10 has two, 1.5e-3 has four, 1.5e3 has none.
 */
export function decimalPlaces(literal: string): number {
  const [, fraction = '', exponent = '0'] = /^-?\d+(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(literal) ?? [];
  return Math.max(0, fraction.length - Number(exponent));
}
