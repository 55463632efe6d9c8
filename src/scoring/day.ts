// Made when first needed: loading the time zones takes some 20 ms.
let made: Intl.DateTimeFormat | undefined;

const hour = 3_600_000;

/**
 * The day (YYYY-MM-DD) on which an instant with zone falls in Denmark (Europe/Copenhagen): 23.30 UTC is the next day there in winter.
 */
export function danishDay(instant: string): string {
  return danishDayOf(momentOf(instant));
}

/** An instant in milliseconds since 1970; FHIR's 60th second belongs to its minute. */
export function momentOf(instant: string): number {
  return Date.parse(instant.replace(/:60(?=[.Z+-])/, ':59'));
}

/** The same for a moment in milliseconds since 1970. */
export function danishDayOf(moment: number): string {
  // Danish time has been one or two hours ahead of UTC since 1894; only where the two differ in their day is the zone needed.
  const [winter, summer] = [utcDay(moment + hour), utcDay(moment + 2 * hour)];
  return winter === summer ? winter : zonedDay(moment);
}

function utcDay(moment: number): string {
  return new Date(moment).toISOString().slice(0, 10);
}

function zonedDay(moment: number): string {
  const part = zoned(moment);
  return [part('year'), part('month'), part('day')].join('-');
}

/** The time of day (HH:MM) of an instant with zone in Denmark. */
export function danishTimeOfDay(instant: string): string {
  return timeOfDay(momentOf(instant));
}

function timeOfDay(moment: number): string {
  const part = zoned(moment);
  return `${part('hour')}:${part('minute')}`;
}

/** How far Danish clocks are ahead of UTC at a moment, in milliseconds: whole minutes, since 1894. */
export function danishOffset(moment: number): number {
  const minute = 60_000;
  return Date.parse(`${danishDayOf(moment)}T${timeOfDay(moment)}Z`) - Math.floor(moment / minute) * minute;
}

function zoned(moment: number): (part: Intl.DateTimeFormatPartTypes) => string {
  made ??= new Intl.DateTimeFormat('en-GB', {
    ...{ timeZone: 'Europe/Copenhagen', calendar: 'iso8601', numberingSystem: 'latn', hourCycle: 'h23' },
    ...{ year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' },
  });
  const parts = new Map(made.formatToParts(moment).map(({ type, value }) => [type, value]));
  return (part) => parts.get(part) ?? '';
}
