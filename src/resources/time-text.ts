import { freeze } from '../model/freeze.ts';
import type { Text } from '../model/types.ts';
import { danishDay, danishTimeOfDay } from '../scoring/day.ts';

const months = 'January February March April May June July August September October November December'.split(' ');

/** A day (YYYY-MM-DD, or a part of one as FHIR allows) as people read it: 20.01.2026, 20 January 2026. */
export function dayText(day: string): Text {
  const known = days.get(day) ?? freeze(shown(day));
  if (days.size > mostDays) days.clear();
  days.set(day, known);
  return known;
}

/** What a response says of its days is asked for six times. */
const days = new Map<string, Text>();
const mostDays = 10_000;

function shown(day: string): Text {
  const [year = '', month, date] = day.split('-');
  const name = months[Number(month) - 1];
  if (name === undefined) return { da: year, en: year };
  if (date === undefined) return { da: `${month}.${year}`, en: `${name} ${year}` };
  return { da: `${date}.${month}.${year}`, en: `${Number(date)} ${name} ${year}` };
}

/** An instant as people read it, in Danish time: 20.01.2026 kl. 10.30; a day alone as a day. */
export function timeText(time: string): Text {
  if (!time.includes('T')) return dayText(time);
  const { da, en } = dayText(danishDay(time));
  const clock = danishTimeOfDay(time);
  return { da: `${da} kl. ${clock.replace(':', '.')}`, en: `${en} at ${clock}` };
}
