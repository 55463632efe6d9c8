import { spanOf } from '../questionnaire/values/temporal.ts';
import { danishOffset } from '../scoring/day.ts';

/**
 * The first and last millisecond (since 1970) that a date, dateTime or instant covers: a second for one with seconds, a Danish day, month
 * or year for one without a zone. Undefined for any other text.
 */
export function momentsOf(text: string): readonly [from: number, to: number] | undefined {
  const span = spanOf(text);
  if (span === undefined || !/^\d{4}/.test(text)) return undefined;
  if (span.zoned) return [span.from, /\.\d/.test(text) ? span.to : span.to + 999];
  return [inDenmark(span.from), inDenmark(span.to)];
}

/** The moment at which Danish clocks show what `shown` shows in UTC. */
function inDenmark(shown: number): number {
  // Once more with the first guess: the clocks may have been changed in between.
  return shown - danishOffset(shown - danishOffset(shown));
}
