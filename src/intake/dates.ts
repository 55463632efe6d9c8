import type { QuestionnaireResponse } from 'fhir/r4.js';
import { linkIds } from '../model/link-ids.ts';
import type { Variant } from '../model/types.ts';
import type { Problem } from '../outcome/problem.ts';
import { type Answers, root } from '../questionnaire/answers.ts';
import { danishDay, danishDayOf, momentOf } from '../scoring/day.ts';
import { problemAt } from './question.ts';

/** What clocks and time zones may differ by: as much later than now is not the future yet. */
export const grace = 86_400_000;

/** Programs' zeros of time lie before: 0001 (.NET), 1601 and 1899 (Windows), 1900 (SQL Server), 1970 (Unix). */
const firstDay = '2000-01-01';

/**
 * The time of the assessment: with time of day, seconds and zone, and neither in the future nor a program's zero; a
 * withdrawn response is not measured by dates.
 * Codes: authored-missing, authored-imprecise, authored-seconds, date-future, date-unset.
 */
export function checkAuthored({ authored, status }: QuestionnaireResponse, now: Date): readonly Problem[] {
  const place = `${root}.authored`;
  if (authored === undefined) return [{ code: 'authored-missing', place }];
  // In R4 a time of day never stands without seconds and zone, and what else is wrong with it is a fault of shape.
  if (!authored.includes('T')) return [{ code: 'authored-imprecise', place }];
  if (status === 'entered-in-error') return [];
  const moment = momentOf(authored);
  if (moment > now.getTime() + grace) return [{ code: 'date-future', place }];
  return danishDayOf(moment) < firstDay ? [{ code: 'date-unset', place }] : [];
}

/** The commonest slips of `authored` deserve more than the name of its type. */
export function aboutAuthored({ authored }: { readonly authored?: unknown }): Problem['code'] {
  return /T\d\d:\d\d(?:Z|[+-]\d\d:\d\d)?$/.test(String(authored)) ? 'authored-seconds' : 'authored-imprecise';
}

/**
 * The dates among the answers. FHIR lets a date be a year alone; a letter's marker and a plan's period need the day. An
 * agreement may be dated before or after the assessment, but not in the future. Codes: date-partial, date-future,
 * date-unset, reassessment-before.
 */
export function checkDates(
  variant: Variant,
  { authored }: QuestionnaireResponse,
  answers: Answers,
  now: Date,
): readonly Problem[] {
  const tomorrow = danishDayOf(now.getTime() + grace);
  return [linkIds.agreementDate, linkIds.reassessment].flatMap((linkId) => {
    const answered = answers.get(linkId)?.[0];
    const given = answered?.answer.valueDate;
    if (given === undefined) return [];
    const problem = (code: Problem['code']) => problemAt(variant, linkId, { code, place: `${answered?.place}.value` });
    if (given.length < 10) return [problem('date-partial')];
    if (linkId === linkIds.agreementDate && given > tomorrow) return [problem('date-future')];
    if (linkId === linkIds.agreementDate) return given < firstDay ? [problem('date-unset')] : [];
    return authored !== undefined && given < danishDay(authored) ? [problem('reassessment-before')] : [];
  });
}
