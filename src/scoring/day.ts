// Made when first needed: loading the time zones takes some 20 ms.
let made: Intl.DateTimeFormat | undefined;

const hour = 3_600_000;
const day = 24 * hour;

/**
 * The day (YYYY-MM-DD) on which an instant with zone falls in Denmark (Europe/Copenhagen): 23.30 UTC is the next day
 * there in winter.
 */
export function danishDay(instant: string): string {
  return danishDayOf(momentOf(instant));
}

/** An instant in milliseconds since 1970; FHIR's 60th second belongs to its minute. */
export function momentOf(instant: string): number {
  return Date.parse(instant.includes(':60') ? instant.replace(/:60(?=[.Z+-])/, ':59') : instant);
}

/** The same for a moment in milliseconds since 1970. */
export function danishDayOf(moment: number): string {
  // Danish time has been one or two hours ahead of UTC since 1894; only where the two differ in their day is the zone
  // needed.
  const [winter, summer] = [moment + hour, moment + 2 * hour];
  const number = Math.floor(winter / day);
  return number === Math.floor(summer / day) ? dayOf(number) : clockAt(moment).slice(0, 10);
}

/** A day by its number since 1970. A response asks for the same few four times. */
function dayOf(number: number): string {
  const known = days.get(number) ?? new Date(number * day).toISOString().slice(0, 10);
  if (days.size > mostDays) days.clear();
  days.set(number, known);
  return known;
}

const days = new Map<number, string>();
const mostDays = 10_000;

/** The time of day (HH:MM) of an instant with zone in Denmark. */
export function danishTimeOfDay(instant: string): string {
  return clockAt(momentOf(instant)).slice(11, 16);
}

/**
 * How far Danish clocks are ahead of UTC at a moment, in milliseconds: whole minutes, since 1894. Before the year 1000
 * and after 9998 as at these ends.
 */
export function danishOffset(moment: number): number {
  // They are put forward and back at full hours. To ask Intl each time takes a twentieth of scoring a response.
  const of = Math.floor(Math.min(Math.max(moment, first), last) / hour);
  const known = offsets.get(of) ?? offsetIn(of * hour);
  if (offsets.size > mostOffsets) offsets.clear();
  offsets.set(of, known);
  return known;
}

/** Where Intl writes years in four digits, as dates are read. */
const [first, last] = [Date.UTC(1000, 0), Date.UTC(9999, 0)];

/** By hours since 1970. */
const offsets = new Map<number, number>();
const mostOffsets = 10_000;

function offsetIn(moment: number): number {
  return Date.parse(`${shown(moment).replace(' ', 'T')}Z`) - moment;
}

/** What Danish clocks show, to the minute at least: `2026-01-20T10:30`. */
function clockAt(moment: number): string {
  return new Date(moment + danishOffset(moment)).toISOString();
}

/**
 * An instant as clocks in Denmark show it, to the second, with their zone: `2026-01-20T10:30:00+01:00`. Its first ten
 * characters are the Danish calendar date.
 */
export function danishInstant(instant: string): string {
  const moment = momentOf(instant);
  const offset = danishOffset(moment);
  const clock = new Date(moment + offset).toISOString().slice(0, 'YYYY-MM-DDTHH:MM:SS'.length);
  return `${clock}+${new Date(offset).toISOString().slice(11, 16)}`;
}

/** What clocks and calendars in Denmark show at a moment: `2026-01-20 10:30`, as Sweden writes it. */
function shown(moment: number): string {
  made ??= new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Copenhagen', dateStyle: 'short', timeStyle: 'short' });
  return made.format(moment);
}
