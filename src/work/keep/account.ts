import { findBlocks, inPdf } from '../../medcom/block/find.ts';
import type { CitizenNumber } from '../../medcom/message/citizen-number.ts';
import { readBlocks } from '../../medcom/read/blocks.ts';
import { toStatement } from '../../medcom/read/to-statement.ts';
import type { Model } from '../../model/types.ts';
import type { LetterName, Told } from '../../resources/told.ts';
import type { Particulars } from '../../scoring/types.ts';
import type { ScoredResponse } from '../score.ts';
import type { KeptHead } from './records.ts';

/** What a kept version says of a level: a response that was scored, or what a letter told. */
export type Account = ScoredResponse | Told;

/** What is kept of a level that came by letter: the words themselves, from which all else follows. */
export interface ToldText {
  readonly letter: LetterName;
  /** Time of the letter as it is written, by which corrections follow each other: `2026-01-20T10:30`. */
  readonly written: string;
  readonly citizen: CitizenNumber;
  readonly variant: string;
  /** Instant to the second, with its zone. */
  readonly authored: string;
  readonly status: Particulars['status'];
  /** The block from its marker to its end line; undefined for a withdrawal of a level that had not come. */
  readonly block: string | undefined;
  /**
   * Of a level that went with a response that had said the same: when its letter was written. Its own sender has taken
   * nothing back, and may tell another.
   */
  readonly wentWithResponse?: string | undefined;
}

/** What a kept text of a letter's level tells. Codes: block-version-unknown where its version of the model is gone. */
export function readTold(model: Model, text: string): Told {
  const told = JSON.parse(text) as ToldText;
  return toldBy(model, told) ?? unreadable();
}

/** The level of a block, told by this letter; undefined where there is none. */
export function toldBy(model: Model, { letter, citizen, block, status, written }: ToldText): Told | undefined {
  const found = block === undefined ? [] : findBlocks(block, citizen.value, inPdf).valid;
  const readings = readBlocks(model, found, '/Emessage');
  const [stated] = readings.levels;
  if (stated === undefined) return undefined;
  const statement = toStatement({ ...letter, version: '', citizen, ...readings }, stated);
  const changed = { ...statement, status, changed: written.slice(0, 10) };
  return {
    letter,
    assessment: { ...changed, version: `${status} ${written}`, statement: changed },
  };
}

/** An account under the identity and the number of the citizen by which it became known, so that all its ids stay. */
export function named<Told extends Account>(
  account: Told,
  { identity, namedBy }: Pick<KeptHead, 'identity' | 'namedBy'>,
): Told {
  const { assessment } = account;
  const citizen = { ...assessment.citizen, firstKnownBy: namedBy };
  const { statement } = assessment;
  const stated = statement && { ...statement, identity, citizen };
  return { ...account, assessment: { ...assessment, identity, citizen, statement: stated } };
}

function unreadable(): never {
  throw new Error('a kept level of a letter has no block');
}
