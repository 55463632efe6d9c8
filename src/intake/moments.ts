import { spanOf } from '../questionnaire/values/temporal.ts';

// Made when first needed: loading the time zones takes some 20 ms.
let made: Intl.DateTimeFormat | undefined;

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
  made ??= new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Copenhagen', dateStyle: 'short', timeStyle: 'medium' });
  const danish = made;
  const offset = (moment: number) => Date.parse(`${danish.format(moment)}Z`) - Math.floor(moment / 1000) * 1000;
  // Once more with the first guess: the clocks may have been changed in between.
  return shown - offset(shown - offset(shown));
}
