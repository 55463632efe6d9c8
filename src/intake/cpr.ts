/**
 * A CPR number that can be: ten digits that begin with a date. The seventh digit gives the century (CPR-kontoret's table); the
 * check by modulus 11 is left out, since it does not hold for numbers given after 2007.
 */
export function isPossibleCpr(value: string): boolean {
  if (!/^[0-9]{10}$/.test(value)) return false;
  const [day, month, short, seventh] = [value.slice(0, 2), value.slice(2, 4), value.slice(4, 6), value.slice(6, 7)].map(
    Number,
  );
  if (day === undefined || month === undefined || short === undefined || seventh === undefined) return false;
  const year = century(seventh, short) + short;
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

function century(seventh: number, short: number): number {
  if (seventh <= 3) return 1900;
  if (seventh === 4 || seventh === 9) return short <= 36 ? 2000 : 1900;
  return short <= 57 ? 2000 : 1800;
}
