import { hash } from 'node:crypto';

/** What of a text counts in a kontrol: all but space, tab, CR and LF. */
export function countedText(text: string): string {
  return text.replace(/[ \t\r\n]+/g, '');
}

/**
 * The block's `kontrol`: a guard against accident that holds the citizen's number, so that a block pasted into another
 * citizen's letter does not read (LETTERS.md, c). `counted` is what counts of the block as it is written, up to and
 * with "kontrol".
 */
export function kontrol(citizenNumber: string, counted: string): string {
  return hash('sha256', `${citizenNumber}\n${counted}`, 'hex').slice(0, 8);
}
