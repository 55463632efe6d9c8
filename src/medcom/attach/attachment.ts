import { createHash } from 'node:crypto';
import type { Letter } from '../new-letter/letter.ts';
import { writeXbin } from '../xbin/write.ts';
import type { Attached } from './attach.ts';

/**
 * The XBIN of the PDF that a letter now refers to, in an envelope of its own. The same PDF of the same letter has the same identifiers.
 * Errors: those of `writeXbin`.
 */
export function writeAttachment(
  { letter, reference }: Pick<Attached, 'letter' | 'reference'>,
  pdf: Uint8Array,
  time: string,
): Promise<Letter> {
  if (reference === undefined) throw new TypeError('the letter refers to no PDF');
  const { objectIdentifier } = reference;
  return writeXbin(letter.element, pdf, {
    objectIdentifier,
    envelopeId: derived('envelope', objectIdentifier),
    letterId: derived('letter', objectIdentifier),
    time,
  });
}

/** Base 36 of 72 bits of a digest: 14 characters. */
function derived(kind: 'envelope' | 'letter', objectIdentifier: string): string {
  const digest = createHash('sha256').update(JSON.stringify(['xbin', kind, objectIdentifier]));
  return BigInt(`0x${digest.digest('hex').slice(0, 18)}`)
    .toString(36)
    .toUpperCase()
    .padStart(14, '0');
}
