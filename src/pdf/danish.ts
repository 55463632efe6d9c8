import { danishTime } from '../medcom/message/time.ts';
import type { LevelStatement } from '../scoring/types.ts';

const months = 'januar februar marts april maj juni juli august september oktober november december'.split(' ');

/** `2026-01-20` as "20. januar 2026". */
export function danishDate(date: string): string {
  const [year = '', month = '', day = ''] = date.split('-');
  return `${Number(day)}. ${months[Number(month) - 1] ?? month} ${year}`;
}

/**
 * When it was assessed, as the clock in Denmark said: the day of the level is the day there, whatever the zone that it
 * was written in.
 */
export function danishInstant(authored: string): string {
  const { Date: date, Time: time } = danishTime(withoutLeapSecond(authored));
  return `${danishDate(date)} kl. ${time.replace(':', '.')}`;
}

/**
 * The instant of the statement, which is the document's date of creation, so that the same response gives the same
 * bytes.
 */
export function instantOf({ authored }: LevelStatement): Date {
  return new Date(withoutLeapSecond(authored));
}

/** FHIR allows a 60th second; Date does not. */
function withoutLeapSecond(authored: string): string {
  return authored.replace(/:60(?=[.Z+-])/, ':59');
}

/** A citizen's number as people read it: a CPR with its hyphen. */
export function numberText(number: string): string {
  return /^\d{10}$/.test(number) ? `${number.slice(0, 6)}-${number.slice(6)}` : number;
}

/** The first letter as a capital. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
