import { danishOffset, momentOf } from '../../scoring/day.ts';

/** An instant as clocks in Denmark show it, to the second, with their zone: `2026-01-20T10:30:00+01:00`. */
export function danishInstant(time: string): string {
  const moment = momentOf(time);
  const offset = danishOffset(moment);
  const hours = String(Math.floor(offset / 3_600_000)).padStart(2, '0');
  return `${new Date(moment + offset).toISOString().slice(0, 19)}+${hours}:00`;
}
