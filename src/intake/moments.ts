import { isDate, isTime } from '../questionnaire/shape/formats.ts';
import { spanOf } from '../questionnaire/values/temporal.ts';
import { danishOffset } from '../scoring/day.ts';

const form = /^([\d-]+)(?:T(\d\d:\d\d)(:\d\d(\.\d+)?)?(?:Z|[+-](?:(?:0\d|1[0-3]):[0-5]\d|14:00))?)?$/;

/**
 * The first and last millisecond (since 1970) that a date, dateTime or instant covers: a minute or a second for one
 * that ends with it, a day, month or year for one without a time. Without a zone it is what clocks and calendars in
 * Denmark show. Undefined for any other text, and for a day or a zone that there is not (R4's reach to 14 hours).
 */
export function momentsOf(text: string): readonly [from: number, to: number] | undefined {
  const [, day = '', minute, second, fraction] = form.exec(text) ?? [];
  const isMoment = isDate(day) && (minute === undefined || isTime(`${minute}${second ?? ':00'}`));
  // Databases keep whole milliseconds; .NET writes seven digits of a second.
  const span = isMoment ? spanOf(text.replace(/(\.\d{3})\d+/, '$1')) : undefined;
  if (span === undefined) return undefined;
  const { from, zoned } = span;
  const to = span.to + (minute === undefined || fraction !== undefined ? 0 : second === undefined ? 59_999 : 999);
  return zoned ? [from, to] : [inDenmark(from), inDenmark(to)];
}

/** The moment at which Danish clocks show what `shown` shows in UTC. */
function inDenmark(shown: number): number {
  // Once more with the first guess: the clocks may have been changed in between.
  return shown - danishOffset(shown - danishOffset(shown));
}
