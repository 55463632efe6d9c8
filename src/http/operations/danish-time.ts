import { danishTime } from '../../medcom/message/time.ts';

/** An instant in Danish time with its offset, so that its first ten characters are the Danish calendar date. */
export function danishInstant(now: Date): string {
  const { Date: date, Time: time } = danishTime(now.toISOString());
  const minutes = Math.round(
    (Date.parse(`${date}T${time}:00Z`) - Math.floor(now.getTime() / 60_000) * 60_000) / 60_000,
  );
  const two = (number: number) => String(number).padStart(2, '0');
  const sign = minutes < 0 ? '-' : '+';
  const offset = `${sign}${two(Math.trunc(Math.abs(minutes) / 60))}:${two(Math.abs(minutes) % 60)}`;
  return `${date}T${time}:${two(now.getUTCSeconds())}${offset}`;
}
