import type { SystemNumber } from '../../scoring/people.ts';
import type { Sight } from '../keep/sight.ts';

/** Which way a letter went. */
export type Direction = 'in' | 'out';

/** What one part of a message is. */
export type LetterKind = 'letter' | 'attachment' | 'receipt';

/**
 * Where a letter stands.
 * In: `level` (it gave one), `echo` (its level is held already), `withdrawal` (it took one back), `withdrawn` (its
 * level had been taken back before), `older` (a later letter says otherwise), `no-level`, `unmatched` (it takes back,
 * or answers, what is not known), `waiting` (for its attachment, or the attachment for its letter), `partner-missing`
 * (waited in vain), `answered` (a receipt that found its letter). Out: `sent` (nothing is awaited), `receipt-awaited`,
 * `receipt-overdue`, `receipt-positive`, `receipt-negative`.
 */
export type LetterState = Gave | 'waiting' | 'partner-missing' | 'answered' | OutState;

/** What a letter that came in gave. */
export type Gave = 'level' | 'echo' | 'withdrawal' | 'withdrawn' | 'older' | 'no-level' | 'unmatched';

export type OutState = 'sent' | 'receipt-awaited' | 'receipt-overdue' | 'receipt-positive' | 'receipt-negative';

/** Why a receipt is negative, by MedCom's code and in its sender's words. */
export interface Reason {
  readonly code: string | undefined;
  readonly text: string | undefined;
}

/** A letter, attachment or receipt, in or out. */
export interface LetterHead {
  /** Ours, for addresses and logs: nothing identifying is in it. */
  readonly id: string;
  readonly direction: Direction;
  readonly kind: LetterKind;
  /** GLNs. */
  readonly sender: string;
  readonly receiver: string;
  /** Letter/Identifier and Envelope/Identifier, as the sender writes them. */
  readonly letterId: string;
  readonly envelopeId: string;
  /** XDIS91, XD9134L ... */
  readonly type: string;
  readonly version: string;
  readonly state: LetterState;
  /** What it gave, where it is waiting still. */
  readonly gave: Gave | undefined;
  readonly reason: Reason | undefined;
  /** Our own keys of the citizen, and of the response or level that it is about. */
  readonly citizen: number | undefined;
  readonly response: number | undefined;
  /** Of all that it says, whatever its white space and its envelope. */
  readonly digest: string;
  /**
   * The levels that it tells, where they wait for their letter, or what a receipt says of a letter that is not known;
   * and who it says that it is about, where a replacement number alone does not tell.
   */
  readonly tells: string | undefined;
  /** The envelope that the receipt answers which decided its state. */
  readonly answeredEnvelope: string | undefined;
  /** When what it waits for is overdue. */
  readonly dueAt: number | undefined;
  readonly correlation: string | undefined;
  /** Of what the outbox sends: its delivery; of a message, how often it was repeated, and when last. */
  readonly delivery?: number | undefined;
  readonly resends?: number;
  readonly resentAt?: number | undefined;
}

export interface KeptLetter extends LetterHead {
  readonly number: number;
}

/** As it is read from outside. */
export interface StoredLetter extends KeptLetter {
  readonly content: Uint8Array;
  /** Every number that is known to be its citizen's. */
  readonly numbers: readonly SystemNumber[];
  /** The receipt that it was answered with. */
  readonly receipt: Uint8Array | undefined;
  /** The published id of the response or level that it is about. */
  readonly responseId: string | undefined;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/**
 * Which: of this delivery its letter, or the attachment that goes beside it; or the last message before it about a
 * response to a receiver (a GLN).
 */
export interface SentBy {
  readonly delivery: number;
  readonly kind?: 'letter' | 'attachment';
  readonly earlier?: { readonly response: number; readonly receiver: string };
}

/** A message that was sent, as the outbox asks for it. */
export interface SentMessage {
  readonly content: Uint8Array;
  readonly letterId: string;
  readonly resends: number;
  readonly resentAt: number | undefined;
}

/** A letter about a citizen: whose it is, and what it tells of them. */
export type LetterAbout = Pick<KeptLetter, 'number' | 'sender' | 'letterId' | 'tells'>;

/** Letters, inside one transaction. */
export interface LetterRecords {
  /** Holds what is named by these keys against other transactions, in one order. */
  hold(keys: readonly string[]): Promise<void>;
  find(direction: Direction, sender: string, letterId: string): Promise<KeptLetter | undefined>;
  byNumber(number: number): Promise<KeptLetter | undefined>;
  /** The letters that an envelope brought; empty where it never came. */
  brought(direction: Direction, sender: string, envelopeId: string): Promise<readonly KeptLetter[]>;
  add(letter: LetterHead, content: Uint8Array, receipt: Uint8Array | undefined, now: number): Promise<number>;
  change(number: number, changes: Partial<LetterHead>, now: number): Promise<void>;
  /** Letters by their ids: a receipt that is awaited still is overdue then. */
  await(ids: readonly string[], dueAt: number): Promise<void>;
  /** In place of what was kept: it had not been sent yet. */
  rewrite(number: number, content: Uint8Array): Promise<void>;
  bring(direction: Direction, sender: string, envelopeId: string, letter: number, now: number): Promise<void>;
  receipt(number: number): Promise<Uint8Array | undefined>;
  isSeen(number: number, sight: Sight): Promise<boolean>;
  /** Organisations that brought it, or had it made. */
  addSenders(number: number, organizations: readonly string[]): Promise<void>;
  /** What a letter refers to, an attachment carries, or a receipt answers that is not known yet. */
  addObjects(letter: number, role: 'refers' | 'carries' | 'answers', objects: readonly string[]): Promise<void>;
  objects(letter: number): Promise<readonly string[]>;
  /** Letters of a sender that came in and refer to one of these, or attachments that carry one. */
  partners(sender: string, role: 'refers' | 'carries', objects: readonly string[]): Promise<readonly KeptLetter[]>;
  /** Receipts that have answered one of these before it was known, in the order in which they came. */
  earlyAnswers(objects: readonly string[]): Promise<readonly Pick<KeptLetter, 'number' | 'tells'>[]>;
  /** Whom a replacement number is known of: the systems that it was given under, each with its citizen. */
  citizensBy(value: string): Promise<readonly { readonly system: string; readonly citizen: number }[]>;
  /** The letters about a citizen, in the order in which they were kept; receipts name nobody. */
  about(citizen: number): Promise<readonly LetterAbout[]>;
  content(number: number): Promise<Uint8Array | undefined>;
}
