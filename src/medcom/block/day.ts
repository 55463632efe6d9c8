import { momentOf } from '../../scoring/day.ts';
import { isDate } from '../message/time.ts';

/** `2026-01-22` as a block has it: `22.01.2026`. */
export function shownDay(date: string): string {
  return `${date.slice(8)}.${date.slice(5, 7)}.${date.slice(0, 4)}`;
}

/** `22.01.2026` as a date; undefined for a day that is not in the calendar. */
export function dateOf(shown: string): string | undefined {
  const [day, month, year] = shown.split('.');
  const date = `${year}-${month}-${day}`;
  return isDate(date) ? date : undefined;
}

/** An instant to the second, with its zone. */
export function toTheSecond(instant: string): string {
  return instant.replace(/\.\d+/, '');
}

/** When a level was stated: its day, and the instant at which it was assessed. */
export interface Stated {
  readonly day: string;
  /** With its zone. */
  readonly authored: string;
}

/**
 * True where the one is older than the other: by the day of the level, then by the instant, to the second as a block
 * has it.
 */
export function isOlder(one: Stated, other: Stated): boolean {
  if (one.day !== other.day) return one.day < other.day;
  return momentOf(toTheSecond(one.authored)) < momentOf(toTheSecond(other.authored));
}

/** True for an instant to the second that there is. */
export function isInstant(text: string): boolean {
  return isDate(text.slice(0, 'YYYY-MM-DD'.length)) && !Number.isNaN(momentOf(text));
}
