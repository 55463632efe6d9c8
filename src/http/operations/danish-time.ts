import { danishOffset } from '../../scoring/day.ts';

/**
 * An instant in Danish time with its offset, to the second, so that its first ten characters are the Danish calendar
 * date.
 */
export function danishInstant(now: Date): string {
  const offset = danishOffset(now.getTime());
  const clock = new Date(now.getTime() + offset).toISOString().slice(0, 'YYYY-MM-DDTHH:MM:SS'.length);
  const minutes = Math.abs(offset) / 60_000;
  const two = (number: number) => String(number).padStart(2, '0');
  const zone = `${offset < 0 ? '-' : '+'}${two(Math.trunc(minutes / 60))}:${two(minutes % 60)}`;
  return `${clock}${zone}`;
}
