import type { Language } from '../state.ts';

const locales: Readonly<Record<Language, string>> = { da: 'da-DK', en: 'en-GB' };

/** A moment as people write it, by the clock of this machine: today's by the hour, else with its day. */
export function momentText(moment: string, language: Language, now = new Date()): string {
  const at = new Date(moment);
  const isToday = at.toDateString() === now.toDateString();
  const day = isToday ? {} : ({ day: 'numeric', month: 'short', ...thisYear(at, now) } as const);
  return written(at, { ...day, hour: '2-digit', minute: '2-digit' }, language);
}

function thisYear(at: Date, now: Date): Intl.DateTimeFormatOptions {
  return at.getFullYear() === now.getFullYear() ? {} : { year: 'numeric' };
}

/** With seconds: when the page was fetched, when a try began. */
export function exactText(moment: string | Date, language: Language): string {
  const form = { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', second: '2-digit' } as const;
  return written(new Date(moment), form, language);
}

const steps = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const;

/** How long ago that was: "for 3 timer siden". */
export function sinceText(moment: string, language: Language, now = new Date()): string {
  const seconds = (new Date(moment).getTime() - now.getTime()) / 1000;
  const form = new Intl.RelativeTimeFormat(locales[language], { numeric: 'always' });
  const [unit, size] = steps.find(([, least]) => Math.abs(seconds) >= least) ?? (['second', 1] as const);
  return form.format(Math.min(Math.round(seconds / size), 0), unit);
}

/** A number as people write it: 10.000. */
export function countText(count: number, language: Language): string {
  return new Intl.NumberFormat(locales[language]).format(count);
}

/** How long something took. */
export function durationText(milliseconds: number, language: Language): string {
  if (milliseconds < 1000) return `${milliseconds} ms`;
  return `${new Intl.NumberFormat(locales[language], { maximumFractionDigits: 1 }).format(milliseconds / 1000)} s`;
}

/** Danish sets no comma behind the point of "nov.". */
function written(at: Date, form: Intl.DateTimeFormatOptions, language: Language): string {
  return new Intl.DateTimeFormat(locales[language], form).format(at).replace('.,', '.');
}
