import { refuse } from '../../outcome/problem.ts';
import { danishDay, danishTimeOfDay } from '../../scoring/day.ts';

const instant =
  /^((?:19|20)\d{2}-\d{2}-\d{2})T(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d)$/;

/** Date (YYYY-MM-DD) and time (HH:MM) of a letter: MedCom's have no zone and mean Danish time. */
export interface LocalTime {
  readonly Date: string;
  readonly Time: string;
}

/**
 * The Danish date and time of an instant such as `2026-01-20T09:30:00Z`. Error: `letter-option-form` at the option
 * `time`.
 */
export function danishTime(time: string): LocalTime {
  if (!isInstant(time)) {
    const form = '2026-01-20T10:30:00+01:00';
    refuse('letter-option-form', { place: { option: 'time' }, values: { form, formEn: form } });
  }
  return { Date: danishDay(time), Time: danishTimeOfDay(time) };
}

/** True for an instant with zone, on a day that is in the calendar, in this century or the last. */
export function isInstant(text: string): boolean {
  return isDate(instant.exec(text)?.[1] ?? '');
}

/** True for YYYY-MM-DD that is in the calendar. */
export function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const [year, month, day] = [Number(text.slice(0, 4)), Number(text.slice(5, 7)), Number(text.slice(8))];
  return month >= 1 && month <= 12 && day >= 1 && day <= daysOf(year, month);
}

function daysOf(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}
