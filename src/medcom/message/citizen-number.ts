import { refuse } from '../../outcome/problem.ts';
import type { Citizen } from '../../scoring/people.ts';
import { textOf, type XmlElement } from '../xml/tree.ts';

/**
 * The number by which a letter or a page names a citizen: the CPR number, or a replacement number where there is none.
 */
export interface CitizenNumber {
  readonly kind: 'cpr' | 'replacement';
  readonly value: string;
}

/** Where a letter has either. */
const elements = { cpr: 'CivilRegistrationNumber', replacement: 'AlternativeIdentifier' } as const;

/** CPR, else the replacement number (MEDCOM.md, Traps). Error: `letter-citizen-number`. */
export function citizenNumber({ cpr, replacement }: Citizen): CitizenNumber {
  if (cpr !== undefined) return { kind: 'cpr', value: cpr };
  if (replacement !== undefined) return { kind: 'replacement', value: replacement.value };
  refuse('letter-citizen-number', { place: 'QuestionnaireResponse.subject' });
}

/** The element of a letter's Patient that takes a number. */
export function numberElement({ kind }: CitizenNumber): (typeof elements)[CitizenNumber['kind']] {
  return elements[kind];
}

/** The number of a letter's Patient; undefined where there is none. */
export function numberIn(letter: XmlElement): CitizenNumber | undefined {
  const cpr = textOf(letter, 'Patient', elements.cpr);
  if (cpr !== undefined) return { kind: 'cpr', value: cpr };
  const replacement = textOf(letter, 'Patient', elements.replacement);
  return replacement === undefined ? undefined : { kind: 'replacement', value: replacement };
}

/** How a message names its citizen beside the number. */
export interface CitizenNames {
  /** Given names and surname, as the message has them. */
  readonly citizenName: string | undefined;
  /** The system of a replacement number, where the message names it: a letter never does. */
  readonly citizenSystem: string | undefined;
}

/** The name of a letter's Patient. */
export function namesIn(letter: XmlElement): CitizenNames {
  const names = ['PersonGivenName', 'PersonSurnameName'].flatMap((part) => textOf(letter, 'Patient', part) ?? []);
  return { citizenName: names.length === 0 ? undefined : names.join(' '), citizenSystem: undefined };
}
