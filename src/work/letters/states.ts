import type { LetterState } from './records.ts';

/** Every state of a letter, those that come in first (`LetterState`). */
export const letterStates: readonly LetterState[] = [
  'level',
  'echo',
  'withdrawal',
  'withdrawn',
  'older',
  'no-level',
  'unmatched',
  'waiting',
  'partner-missing',
  'answered',
  'sent',
  'receipt-awaited',
  'receipt-overdue',
  'receipt-positive',
  'receipt-negative',
];
