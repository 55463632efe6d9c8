import type { Direction, LetterState, Reason } from './records.ts';

/** A letter as an operator sees it: nothing of the citizen. */
export interface ListedLetter {
  /** Its place in the order in which letters were kept. */
  readonly number: number;
  readonly id: string;
  readonly direction: Direction;
  readonly state: LetterState;
  readonly type: string;
  /** GLN of who sent it, and of whom it is for. */
  readonly sender: string;
  readonly receiver: string;
  readonly reason: Reason | undefined;
  readonly createdAt: number;
  readonly dueAt: number | undefined;
}

/** Which letters; of all that are given. */
export interface LetterSelection {
  /** What has not left waits for no receipt: it is in none of them. */
  readonly states?: readonly LetterState[] | undefined;
  readonly direction?: Direction | undefined;
  /** Only those kept after this one. */
  readonly after?: number | undefined;
  /** At most so many, the oldest first. */
  readonly limit: number;
}

/** How many letters stand in a state that somebody waits or has to care for. */
export interface LetterCount {
  readonly state: LetterState;
  readonly count: number;
  /** Moment at which the oldest was kept. */
  readonly oldest: number;
}

/** A letter whose time is over. */
export interface OverdueLetter {
  readonly id: string;
  readonly state: 'receipt-overdue' | 'partner-missing';
  readonly correlation: string | undefined;
}

/** Letters as operators see them. */
export interface LetterDesk {
  list(selection: LetterSelection): Promise<readonly ListedLetter[]>;
  /** Of the states in `caredFor`; what has not left waits for no receipt. */
  counts(): Promise<readonly LetterCount[]>;
  /** Notes which letters have waited in vain, and gives each once, however many services look. */
  sweep(): Promise<readonly OverdueLetter[]>;
}

/** What somebody waits for, or has to look at. */
export const caredFor: readonly LetterState[] = [
  'waiting',
  'partner-missing',
  'receipt-awaited',
  'receipt-overdue',
  'receipt-negative',
  'unmatched',
];
