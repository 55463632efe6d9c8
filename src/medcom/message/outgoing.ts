import { attachmentLimits, parseXml } from '../xml/parse.ts';
import { elementsOf, textOf } from '../xml/tree.ts';
import { type CitizenNames, type CitizenNumber, namesIn, numberIn } from './citizen-number.ts';
import { letterDigest } from './digest.ts';

/** A letter of ours, or one that a level was put into, as it is known afterwards. */
export interface Outgoing extends CitizenNames {
  readonly envelopeId: string;
  readonly letterId: string;
  readonly type: string;
  readonly version: string;
  /** EANIdentifiers. */
  readonly sender: string;
  readonly receiver: string;
  /** Whether a positive receipt is asked for. */
  readonly wanted: boolean;
  readonly digest: string;
  readonly citizen: CitizenNumber | undefined;
}

/**
 * What a receipt will answer of a message that was made here. A plain Error where it has no such letter, which is a
 * mistake of ours.
 */
export async function outgoing(bytes: Uint8Array, letterId: string): Promise<Outgoing> {
  const { root } = await parseXml(bytes, attachmentLimits);
  const letter = elementsOf(root).find((one) => textOf(one, 'Letter', 'Identifier') === letterId);
  if (letter === undefined) throw new Error('the letter is not in its message');
  const text = (...path: readonly string[]) => textOf(letter, ...path) ?? '';
  return {
    envelopeId: textOf(root, 'Envelope', 'Identifier') ?? '',
    letterId,
    type: text('Letter', 'TypeCode'),
    version: text('Letter', 'VersionCode'),
    sender: text('Sender', 'EANIdentifier'),
    receiver: text('Receiver', 'EANIdentifier'),
    wanted: textOf(root, 'Envelope', 'AcknowledgementCode') === 'pluspositivkvitt',
    digest: letterDigest(letter),
    citizen: numberIn(letter),
    ...namesIn(letter),
  };
}
