/**
 * What a letter that comes in is, by the ids that are known of its sender (MEDCOM.md, Transport and receipts):
 * - `new`: process it, and answer.
 * - `duplicate`: the same envelope came again. Ignore the content, log, and answer with the same receipt as before.
 * - `lost-receipt`: a new envelope with a letter that is known. The sender lost our receipt: resend the original one,
 *   do not process again.
 * - `error`: a known envelope id with a letter that it did not bring. Ids are never used twice: refuse.
 */
export type Arrival = 'new' | 'duplicate' | 'lost-receipt' | 'error';

/** What is known of one sender, whose ids are unique for ever. Another sender's ids say nothing. */
export interface SeenBefore {
  /** The letters that this envelope id brought before; undefined when it never came. */
  readonly envelopeBrought: readonly string[] | undefined;
  /** Whether this letter id came before, in whatever envelope. */
  readonly letterSeen: boolean;
}

/**
 * How to treat one letter of an envelope. The letter id decides, not its version: a receipt is matched in the same way.
 */
export function arrivalOf(letterId: string, { envelopeBrought, letterSeen }: SeenBefore): Arrival {
  if (envelopeBrought !== undefined) return envelopeBrought.includes(letterId) ? 'duplicate' : 'error';
  return letterSeen ? 'lost-receipt' : 'new';
}
