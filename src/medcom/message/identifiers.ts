import { createHash } from 'node:crypto';

/** Envelope/Identifier and Letter/Identifier, each 1 to 14 characters and never used again by the sender. */
export interface Identifiers {
  readonly envelopeId: string;
  readonly letterId: string;
}

/** Those that a caller names itself. */
export type GivenIdentifiers = { readonly [name in keyof Identifiers]?: string | undefined };

/**
 * The identifiers of a message with one letter, where the caller names none. The letter's comes from all that it says,
 * so that letters that differ in anything have different ones: a receiver drops the second of two that are alike as a
 * duplicate. The envelope's comes from that and the instant of sending, so that each sending has a new one (MEDCOM.md,
 * Transport and receipts).
 */
export function identifiersFor(said: unknown, time: string, given: GivenIdentifiers): Identifiers {
  const letterId = given.letterId ?? shortId(['letter', said]);
  return { letterId, envelopeId: given.envelopeId ?? shortId(['envelope', letterId, said, Date.parse(time)]) };
}

/**
 * 14 digits of base 36, the most that a message takes. 72 bits are the largest whole number of bytes that they can
 * hold.
 */
function shortId(parts: readonly unknown[]): string {
  const digest = createHash('sha256').update(JSON.stringify(parts));
  return BigInt(`0x${digest.digest('hex').slice(0, 18)}`)
    .toString(36)
    .toUpperCase()
    .padStart(14, '0');
}
