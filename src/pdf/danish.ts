import { danishTime } from '../medcom/message/time.ts';
import type { LevelStatement } from '../scoring/types.ts';

const months = 'januar februar marts april maj juni juli august september oktober november december'.split(' ');

/** `2026-01-20` as "20. januar 2026". */
export function danishDate(date: string): string {
  const [year = '', month = '', day = ''] = date.split('-');
  return `${Number(day)}. ${months[Number(month) - 1] ?? month} ${year}`;
}

/**
 * When it was assessed, as written, so that the date is the one of the level in force. An offset that is not the Danish one at that time is
 * shown too.
 */
export function danishInstant(authored: string): string {
  const date = authored.slice(0, 10);
  const time = authored.slice(11, 16);
  const local = danishTime(withoutLeapSecond(authored));
  const zone = /(?:Z|[+-]\d\d:\d\d)$/.exec(authored)?.[0].replace('Z', '') ?? '';
  const shown = local.Date === date && local.Time === time ? '' : ` (UTC${zone})`;
  return `${danishDate(date)} kl. ${time.replace(':', '.')}${shown}`;
}

/** The instant of the statement, which is the document's date of creation, so that the same response gives the same bytes. */
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
