import type { Problem } from '../../outcome/problem.ts';
import { hasElement } from '../tables/lookup.ts';
import type { LetterTable } from '../tables/types.ts';
import { hasStatus } from './content.ts';
import { takesDiagnosis } from './diagnosis.ts';
import type { LetterOptions } from './options.ts';

/**
 * What a caller says that the letter has no place for, since leaving it out without a word would lose it; and a
 * category without its department.
 * Codes: `letter-option-unused`, `letter-department`.
 */
export function checkUnused(table: LetterTable, options: LetterOptions): readonly Problem[] {
  const { rows, type } = table;
  const categorised = hasElement(rows, 'RelevantClinicalInformation', 'CategoryCode');
  const places: readonly (readonly [string, string | undefined, boolean])[] = [
    ['episodeType', options.episodeType, hasElement(rows, 'Letter', 'EpisodeOfCare')],
    ['episodeStatus', options.episodeStatus, hasStatus(table)],
    ['referrer', options.referrer, hasElement(rows, 'Sender', 'Referrer')],
    ['diagnosis', options.diagnosis, takesDiagnosis(table)],
    ['category', options.category, categorised],
    ['department', options.department, categorised],
  ];
  const unused = places.filter(([, given, used]) => given !== undefined && !used);
  const department: readonly Problem[] =
    categorised && options.department === undefined
      ? [{ code: 'letter-department', place: { option: 'department' } }]
      : [];
  return [
    ...unused.map(([option]): Problem => ({ code: 'letter-option-unused', place: { option }, values: { type } })),
    ...department,
  ];
}
