import { hash } from 'node:crypto';

/**
 * The block's `kontrol`: a guard against accident that holds the citizen's number, so that a block pasted into another citizen's letter does
 * not read (LETTERS.md, c). `text` is the block as it is written, up to and with "kontrol "; its white space does not count.
 */
export function kontrol(citizenNumber: string, text: string): string {
  return hash('sha256', `${citizenNumber}\n${text.replace(/[ \t\r\n]+/g, '')}`, 'hex').slice(0, 8);
}
