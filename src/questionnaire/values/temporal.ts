/**
 * The stretch of time that a partial date, dateTime or time stands for, in milliseconds; `zoned` where its zone is
 * known.
 */
interface Span {
  readonly from: number;
  readonly to: number;
  readonly zoned: boolean;
}

const hour = 3_600_000;

/** A date without zone begins at the earliest in UTC+14 and ends at the latest in UTC-12. */
const widest = { before: 14 * hour, after: 12 * hour };

/**
 * Compares two dates, dateTimes or times: negative, zero or positive; undefined where it cannot be said, because one
 * lies within the other (2026 and 2026-03) or a zone is missing. FHIRPath does the same ("if one is specified to a
 * greater precision, the result is empty").
 */
export function compareTimes(one: string, other: string): number | undefined {
  if (isDay(one) && isDay(other)) return one < other ? -1 : one > other ? 1 : 0;
  const [left, right] = [spanOf(one), spanOf(other)];
  if (left === undefined || right === undefined) return undefined;
  const sameZone = left.zoned === right.zoned;
  const [a, b] = sameZone ? [left, right] : [widened(left), widened(right)];
  if (a.to < b.from) return -1;
  if (a.from > b.to) return 1;
  return sameZone && a.from === b.from && a.to === b.to ? 0 : undefined;
}

/** Whole days, the most frequent of all, are in the order of their texts. */
function isDay(text: string): boolean {
  return text.length === 10 && text[4] === '-' && text[7] === '-';
}

function widened(span: Span): Span {
  return span.zoned ? span : { ...span, from: span.from - widest.before, to: span.to + widest.after };
}

const clock = /^(\d\d):(\d\d)(?::(\d\d)(\.\d+)?)?$/;
const calendar = /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T([\d:.]+)(Z|[+-]\d\d:\d\d)?)?)?)?$/;

/** The stretch that a text stands for; undefined for what is no date, dateTime or time. */
export function spanOf(text: string): Span | undefined {
  const alone = timeOfDay(text);
  if (alone !== undefined) return { from: alone, to: alone, zoned: false };
  const parts = calendar.exec(text);
  if (parts === null) return undefined;
  const [, year = '', month, day, time, zone] = parts;
  const start = (y: number, m: number, d: number) => {
    const date = new Date(0);
    // Date.UTC takes the years 0 to 99 for 1900 to 1999.
    date.setUTCFullYear(y, m, d);
    return date.getTime();
  };
  const [y, m, d] = [Number(year), Number(month ?? 1) - 1, Number(day ?? 1)];
  const from = start(y, m, d);
  if (time !== undefined) {
    const at = timeOfDay(time);
    if (at === undefined) return undefined;
    const instant = from + at - offset(zone);
    return { from: instant, to: instant, zoned: zone !== undefined };
  }
  const next = day !== undefined ? start(y, m, d + 1) : month !== undefined ? start(y, m + 1, 1) : start(y + 1, 0, 1);
  return { from, to: next - 1, zoned: false };
}

function timeOfDay(text: string): number | undefined {
  const parts = clock.exec(text);
  if (parts === null) return undefined;
  const [, hours, minutes, seconds = '0', fraction = '0'] = parts;
  return Number(hours) * hour + Number(minutes) * 60_000 + (Number(seconds) + Number(fraction)) * 1000;
}

function offset(zone: string | undefined): number {
  if (zone === undefined || zone === 'Z') return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4, 6));
  return (zone.startsWith('-') ? -minutes : minutes) * 60_000;
}
