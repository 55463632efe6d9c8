import type { SystemNumber } from '../scoring/people.ts';

/**
 * A CPR number that can be: ten digits that begin with a date. The seventh digit gives the century (CPR-kontoret's table); the
 * check by modulus 11 is left out, since it does not hold for numbers given after 2007.
 */
export function isPossibleCpr(value: string): boolean {
  if (!/^[0-9]{10}$/.test(value)) return false;
  const part = (from: number, to: number) => Number(value.slice(from, to));
  const [day, month, short] = [part(0, 2), part(2, 4), part(4, 6)] as const;
  const date = new Date(Date.UTC(century(part(6, 7), short) + short, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

function century(seventh: number, short: number): number {
  if (seventh <= 3) return 1900;
  if (seventh === 4 || seventh === 9) return short <= 36 ? 2000 : 1900;
  return short <= 57 ? 2000 : 1800;
}

/** Ten digits stand in many a UUID or digest by chance. */
const machineMade =
  /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?<![0-9a-z])(?=[0-9]*[a-f])[0-9a-f]{32,}(?![0-9a-z])/gi;
const between = '[^\\p{L}\\p{N}]';
const spelledCpr = new RegExp(
  `(?<!\\d)(?:\\d{10}|\\d\\d${between}{0,3}\\d\\d${between}{0,3}\\d\\d${between}{1,3}\\d\\d${between}{0,3}\\d\\d)(?!\\d)`,
  'gu',
);

/**
 * True where a text holds one of the `numbers` in any spelling: with dashes, blanks, slashes or invisible characters between the digits, in
 * wide digits, or as an address has it (`%2D`).
 */
export function holdsNumber(text: string, numbers: readonly SystemNumber[]): boolean {
  const bare = plainText(text)
    .replace(/[^\p{L}\p{N}]/gu, '')
    .toUpperCase();
  return numbers.some(({ value }) => bare.includes(value.toUpperCase()));
}

/** True where a text holds what may be anybody's CPR number, in any spelling. */
export function holdsCpr(text: string): boolean {
  const spelled = plainText(text).replace(machineMade, ' ').matchAll(spelledCpr);
  return [...spelled].some(([found]) => isPossibleCpr(found.replace(/\D/g, '')));
}

/** The text with its percent escapes read, without invisible characters, and in plain digits and letters. */
export function plainText(text: string): string {
  let read = text;
  // An address within an address is escaped twice.
  for (let times = 0; times < 3 && read.includes('%'); times += 1) read = unescaped(read);
  return read.normalize('NFKC').replace(/[\p{C}\p{Default_Ignorable_Code_Point}\p{M}\u2800]/gu, '');
}

function unescaped(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (escaped) => {
    try {
      return decodeURIComponent(escaped);
    } catch {
      // Of another encoding: whatever it stands for, its own digits are not the text's.
      return ' ';
    }
  });
}
