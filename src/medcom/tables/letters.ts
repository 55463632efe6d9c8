import { envelope } from './parts.ts';
import { one, sequence } from './rows.ts';
import type { ElementRow, LetterTable } from './types.ts';
import { xdis91 } from './xdis91.ts';

/** The letters that can be made whole, by type, in the version that is sent. */
export const newLetters = { XDIS91: xdis91 } as const satisfies Readonly<Record<string, LetterTable>>;

export type LetterType = keyof typeof newLetters;

/** True for the types that can be made whole. */
export function isLetterType(type: string): type is LetterType {
  return Object.hasOwn(newLetters, type);
}

/** The whole message: an Emessage of one envelope and one letter. */
export function emessage(table: LetterTable): ElementRow {
  return one('Emessage', sequence(one('Envelope', envelope), one(table.element, sequence(...table.rows))));
}
