import type { LevelStatement, Particulars } from '../scoring/types.ts';

/** A letter that came in, as its sender calls it. */
export interface LetterName {
  /** XDIS91 ... */
  readonly type: string;
  /** GLN of whoever sent it. */
  readonly sender: string;
  /** Letter/Identifier, which the sender uses once. */
  readonly identifier: string;
}

/**
 * What a letter says of a level: what a response would say, without an answer behind it and without a suggestion of
 * ours.
 */
export interface ToldAssessment extends Particulars {
  /** Tells the versions of one statement apart. */
  readonly version: string;
  readonly statement: LevelStatement | undefined;
}

/** A level that came by letter. */
export interface Told {
  readonly assessment: ToldAssessment;
  readonly letter: LetterName;
}
