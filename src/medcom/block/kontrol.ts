import { hash } from 'node:crypto';

/**
 * The block's `kontrol`: a guard against accident that holds the citizen's number, so that a block pasted into another citizen's letter does
 * not read (LETTERS.md, c). White space does not count.
 * `text` is the block up to and with "kontrol ".
 */
export function kontrol(citizenNumber: string, text: string): string {
  const counted = text.replace(/[ \t\r\n]+/g, '');
  return hash('sha256', `${citizenNumber}\n${counted}`, 'hex').slice(0, 8);
}
