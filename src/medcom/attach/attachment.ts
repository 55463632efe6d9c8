import type { Letter } from '../new-letter/letter.ts';
import { writeXbin } from '../xbin/write.ts';
import type { Attached } from './attach.ts';

/**
 * The XBIN of the PDF that a letter now refers to, in an envelope of its own. Its own identifiers come of all
 * that it says, the envelope's of the time too.
 * Errors: those of `writeXbin`.
 */
export function writeAttachment(
  { letter, reference }: Pick<Attached, 'letter' | 'reference'>,
  pdf: Uint8Array,
  time: string,
): Promise<Letter> {
  if (reference === undefined) throw new TypeError('the letter refers to no PDF');
  return writeXbin(letter.element, pdf, { objectIdentifier: reference.objectIdentifier, time });
}
