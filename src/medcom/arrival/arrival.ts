import type { Place } from '../../outcome/place.ts';
import type { CitizenNames, CitizenNumber } from '../message/citizen-number.ts';

/** A message that came in, read and checked, before anything is done about it. */
export interface Arrival {
  readonly namespace: string;
  readonly envelopeId: string;
  /** Where that stands. */
  readonly place: Place;
  /** Whether its sender asks for a positive receipt. */
  readonly wanted: boolean;
  readonly letters: readonly [ArrivedLetter, ...ArrivedLetter[]];
}

/** A letter, attachment or receipt of a message. */
export interface ArrivedLetter extends CitizenNames {
  readonly kind: 'letter' | 'attachment' | 'receipt';
  readonly place: Place;
  /** XDIS91, XBIN01, XCTL03 ... */
  readonly type: string;
  readonly version: string;
  readonly letterId: string;
  /** EANIdentifiers. */
  readonly sender: string;
  readonly receiver: string;
  readonly digest: string;
  readonly citizen: CitizenNumber | undefined;
  /** When the letter says that it was written, in Danish time: `2026-01-20T10:30`. */
  readonly written: string;
  /** The attachments that a letter refers to, or the objects that an attachment carries; without hyphens. */
  readonly objects: readonly string[];
  readonly blocks: readonly ArrivedBlock[];
  /** What a receipt answers. */
  readonly answers: readonly Answer[];
}

/** What a receipt says of a letter that was sent, or of all letters of an envelope. */
export interface Answer {
  readonly positive: boolean;
  /** A negative one that says that the same may be taken when it is sent again. */
  readonly passing: boolean;
  /** Whether the envelope is one of the network (VANS), whose positive receipts say no more than that it arrived. */
  readonly network: boolean;
  readonly envelopeId: string;
  /** Undefined: all of the envelope. */
  readonly letterId: string | undefined;
  /** Who sent the letter, and to whom. */
  readonly sender: string;
  readonly receiver: string;
  /** Who answers: the receiver, or the network, which has other numbers. */
  readonly from: string | undefined;
  readonly reason: { readonly code: string | undefined; readonly text: string | undefined } | undefined;
}

/** A block whose kontrol is right and of which every part is understood. */
export interface ArrivedBlock {
  readonly kind: 'level' | 'withdrawal';
  /** From its marker to its end line. */
  readonly text: string;
  /** Code of the variant, and the version of its model. */
  readonly variant: string;
  readonly version: string;
  /** Instant to the second, with its zone: of the level, or of the one that is taken back. */
  readonly authored: string;
}
