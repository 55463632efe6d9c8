import { dischargeLetters, xdis01 } from './discharge.ts';
import { hospitalReferrals, xref01 } from './hospital-referrals.ts';
import { municipalityLetters, xref15 } from './municipality.ts';
import { envelope } from './parts.ts';
import { practiceReferrals } from './practice-referrals.ts';
import { reports } from './reports.ts';
import { one, sequence } from './rows.ts';
import type { ElementRow, LetterTable } from './types.ts';
import { clinicalEmails, xdis91 } from './xdis91.ts';

/** Every letter that may carry a level, in every version (LETTERS.md, a). */
export const letterTables: readonly LetterTable[] = [
  ...dischargeLetters,
  ...municipalityLetters,
  ...reports,
  ...hospitalReferrals,
  ...practiceReferrals,
  ...clinicalEmails,
];

const byNamespace = new Map(
  [...Map.groupBy(letterTables, ({ namespace }) => namespace)].map(([namespace, tables]) => {
    return [namespace, Map.groupBy(tables, ({ element }) => element)];
  }),
);

/** The tables of an element of a namespace, one per version; none for what never carries a level or is not known. */
export function tablesOf(namespace: string, element: string): readonly LetterTable[] {
  return byNamespace.get(namespace)?.get(element) ?? [];
}

/** The letters that can be made whole, by type, in the version that is sent. */
export const newLetters = {
  XDIS91: xdis91,
  XREF15: xref15,
  XREF01: xref01,
  XDIS01: xdis01,
} as const satisfies Readonly<Record<string, LetterTable>>;

export type LetterType = keyof typeof newLetters;

/** True for the types that can be made whole. */
export function isLetterType(type: string): type is LetterType {
  return Object.hasOwn(newLetters, type);
}

/** The whole message: an Emessage of one envelope and one letter. */
export function emessage(table: LetterTable): ElementRow {
  return one('Emessage', sequence(one('Envelope', envelope), letterRow(table)));
}

/** The letter alone. */
export function letterRow(table: LetterTable): ElementRow {
  return one(table.element, { kind: 'sequence', rows: table.rows });
}
