import { refuse } from '../../outcome/problem.ts';
import { elementsOf, textOf, type XmlElement } from '../xml/tree.ts';
import { receiptTables } from './tables.ts';

/** What a receipt answers. */
export interface Original {
  readonly envelopeId: string;
  /** EANIdentifiers, as they stand in the message. */
  readonly sender: string;
  readonly receiver: string;
  /** Whether the sender asked for a positive receipt. */
  readonly wanted: boolean;
  readonly letters: readonly OriginalLetter[];
}

export interface OriginalLetter {
  readonly identifier: string;
  readonly version: string;
}

/**
 * What came in, read leniently: what is wrong with it may be why it is refused. A letter without identifier or version
 * is left out, and the receipt answers the envelope alone. Receipts that stand among letters are not answered, and the
 * letters are.
 * Errors: `receipt-unanswerable` at the first of envelope id, sender and receiver that is missing or too long, since no
 * receipt can be made without them; `receipt-of-receipt`, because receipts are never answered.
 */
export function originalOf(root: XmlElement): Original {
  const [, ...rest] = root.name === 'Emessage' ? elementsOf(root) : [];
  const parts = rest.filter(({ name }) => name !== 'Local_Elements');
  const letters = parts.filter((part) => !isReceipt(part));
  if (letters.length === 0 && parts.length > 0) refuse('receipt-of-receipt', { place: { xpath: '/Emessage' } });
  const [first] = letters;
  const party = (side: string) => {
    const found = first && fitting(textOf(first, side, 'EANIdentifier'), 35);
    return found ?? unanswerable(`/Emessage/${first?.name ?? '*'}/${side}/EANIdentifier`);
  };
  return {
    envelopeId: fitting(textOf(root, 'Envelope', 'Identifier'), 14) ?? unanswerable('/Emessage/Envelope/Identifier'),
    sender: party('Sender'),
    receiver: party('Receiver'),
    wanted: textOf(root, 'Envelope', 'AcknowledgementCode') !== 'minuspositivkvitt',
    letters: letters.flatMap((letter) => {
      const identifier = fitting(textOf(letter, 'Letter', 'Identifier'), 14);
      const version = fitting(textOf(letter, 'Letter', 'VersionCode'), 7);
      return identifier === undefined || version === undefined ? [] : [{ identifier, version }];
    }),
  };
}

function isReceipt({ name, namespace }: XmlElement): boolean {
  return receiptTables.some((table) => table.element === name && table.namespace === namespace);
}

function fitting(text: string | undefined, most: number): string | undefined {
  const length = [...(text ?? '')].length;
  return length >= 1 && length <= most ? text : undefined;
}

function unanswerable(xpath: string): never {
  refuse('receipt-unanswerable', { place: { xpath } });
}
