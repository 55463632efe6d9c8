import { systems } from '../model/systems.ts';
import type { SystemNumber } from '../scoring/people.ts';

/**
 * A CPR number that can be: ten digits that begin with a date. The seventh digit gives the century (CPR-kontoret's
 * table), which matters for 29 February alone, and there for the year 00 alone: 1900 had none. The check by modulus 11
 * is left out, since it does not hold for numbers given after 2007.
 */
export function isPossibleCpr(value: string): boolean {
  if (value.length !== 10 || digitsIn(value) !== 10) return false;
  const part = (from: number, to: number) => Number(value.slice(from, to));
  const [day, month] = [part(0, 2), part(2, 4)];
  const year = (part(6, 7) <= 3 ? 1900 : 2000) + part(4, 6);
  // A day or a month that there is not ends in another month.
  return new Date(Date.UTC(year, month - 1, day)).getUTCMonth() === month - 1;
}

/**
 * A replacement number that can be: the date of birth, as far as it is known, then four letters or digits. dk-core says
 * more of the last four (`x-ecpr`, `d-ecpr`); what regions gave before differs there, and begins with the date alike.
 */
export function isReplacementNumber(value: string): boolean {
  return /^(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])\d\d[0-9A-Za-z]{4}$/.test(value);
}

/** MedCom's mapping of January 2026: X-eCPR when the seventh character is 1 or 7, else D-eCPR. */
export function replacementSystem(value: string): string {
  return /^.{6}[17]/.test(value) ? systems.xEcpr : systems.dEcpr;
}

/** Ten digits stand in many a UUID or digest by chance. */
const machineMade =
  /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?<![0-9a-z])(?=[0-9]*[a-f])[0-9a-f]{32,}(?![0-9a-z])/gi;
const between = String.raw`[^\p{L}\p{N}]`;
/** A year of four digits only before four that stand together: 20.01.2026 10:30 is a time. */
const spelledCpr = new RegExp(
  [
    String.raw`(?<!\d)(?:\d{10}`,
    String.raw`\d\d${between}{0,3}\d\d${between}{0,3}\d\d${between}{1,3}\d\d${between}{0,3}\d\d`,
    String.raw`\d\d${between}{0,3}\d\d${between}{0,3}(?:1[89]|20)\d\d${between}{1,3}\d{4})(?!\d)`,
  ].join('|'),
  'gu',
);

/**
 * True where a text holds one of the `numbers` in any spelling: with dashes, blanks, slashes or invisible characters
 * between the digits, in wide digits, with a year of four digits, or as an address has it (`%2D`).
 */
export function holdsNumber(text: string, numbers: readonly SystemNumber[]): boolean {
  const plain = plainText(text);
  const digits = digitsIn(plain);
  // Each spelling has the digits of the number: most texts have too few.
  const possible = numbers.filter(({ value }) => digitsIn(value) <= digits);
  if (possible.length === 0) return false;
  const bare = (
    isPlain(plain) ? plain.replace(/[^0-9A-Za-z]+/g, '') : plain.replace(/[^\p{L}\p{N}]+/gu, '')
  ).toUpperCase();
  return possible.some(({ value }) => spellings(value).some((spelling) => bare.includes(spelling)));
}

/** A number as it stands, and a CPR number with its year in four digits (25-12-1948-9996). */
function spellings(value: string): readonly string[] {
  const whole = value.toUpperCase();
  if (!isPossibleCpr(value)) return [whole];
  return [whole, ...['18', '19', '20'].map((century) => `${value.slice(0, 4)}${century}${value.slice(4)}`)];
}

/** True where a text holds what may be anybody's CPR number, in any spelling. */
export function holdsCpr(text: string): boolean {
  const plain = plainText(text);
  if (digitsIn(plain) < 10) return false;
  const rest = plain.replace(machineMade, ' ');
  if (digitsIn(rest) < 10) return false;
  return [...rest.matchAll(spelledCpr)].some(([found]) => {
    const digits = found.replace(/\D/g, '');
    return isPossibleCpr(digits.length === 12 ? `${digits.slice(0, 4)}${digits.slice(6)}` : digits);
  });
}

/** Visible ASCII and blanks alone: characters are looked at, since a pattern not just in use takes thrice the time. */
function isPlain(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code < 0x20 || code > 0x7e) return false;
  }
  return true;
}

/** How many digits stand in a plain text. */
export function digitsIn(text: string): number {
  let count = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code >= 0x30 && code <= 0x39) count += 1;
  }
  return count;
}

const unseen = /[\p{C}\p{Default_Ignorable_Code_Point}\p{M}\u2800]/gu;

/**
 * The text with its percent escapes read, without invisible characters, and in plain digits and letters. Marks go
 * before: putting a long row of them in order takes the square of its length.
 */
export function plainText(text: string): string {
  if (isPlain(text) && !text.includes('%')) return text;
  let read = text;
  // An address within an address is escaped twice.
  for (let times = 0; times < 3 && read.includes('%'); times += 1) read = unescaped(read);
  return read.replace(unseen, '').normalize('NFKC').replace(unseen, '').replace(otherDigit, plainDigit);
}

/** Digits of other scripts (Arabic, Devanagari ...), which NFKC leaves as they are. */
const otherDigit = /(?![0-9])\p{Nd}/gu;

/** Unicode has the ten digits of a script in one row. */
function plainDigit(digit: string): string {
  const code = digit.codePointAt(0) ?? 0;
  let zero = code;
  while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return String((code - zero) % 10);
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
