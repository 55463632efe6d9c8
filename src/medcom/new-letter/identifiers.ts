import { createHash } from 'node:crypto';
import type { LevelStatement } from '../../scoring/types.ts';
import type { Block } from '../block/write.ts';
import type { Party } from './party.ts';

/** Makes the identifier of an envelope or a letter. */
export type MakeIdentifier = (kind: 'envelope' | 'letter') => string;

/**
 * Identifiers that the same response gives again and another never: base 36 of a digest of the response's identity and version (status,
 * authored and what the letter says), the letter type, sender and receiver (LETTERS.md, b). 14 characters, the most that a letter takes.
 */
export function identifiersOf(
  type: string,
  { identity, status, authored }: LevelStatement,
  block: Block,
  sender: Party,
  receiver: Party,
): MakeIdentifier {
  const ends = [sender, receiver].flatMap((party) => [party.EANIdentifier, party.IdentifierCode, party.Identifier]);
  const version = [identity, status, authored, block];
  return (kind) => {
    const digest = createHash('sha256').update(JSON.stringify([kind, type, ...ends, ...version]));
    // 72 bits: the largest whole number of bytes that 14 digits of base 36 can hold.
    return BigInt(`0x${digest.digest('hex').slice(0, 18)}`)
      .toString(36)
      .toUpperCase()
      .padStart(14, '0');
  };
}
