import { refuse } from '../../outcome/problem.ts';
import { type ExchangeTable, writeExchange } from '../message/exchange.ts';
import { type GivenIdentifiers, identifiersFor } from '../message/identifiers.ts';
import { danishTime } from '../message/time.ts';
import type { Values } from '../message/values.ts';
import type { Letter } from '../new-letter/letter.ts';
import { outsideProblems } from '../new-letter/plain.ts';
import type { XmlElement } from '../xml/tree.ts';
import { type Original, originalOf } from './original.ts';
import { type RefuseCode, refuseCodes, xctl02, xctl03 } from './tables.ts';

/**
 * The receipt's own identifiers may be given. Default: derived, so that the same answer is the same letter in a new
 * envelope.
 */
export interface ReceiptOptions extends GivenIdentifiers {
  /** When it is sent: an instant with zone. */
  readonly time: string;
}

/** Why it is refused. Nothing identifying belongs into the text: it is read by technicians. */
export interface ReceiptRefusal {
  readonly code: RefuseCode;
  readonly text?: string | undefined;
}

/**
 * A positive receipt (XCTL03) for a message that came in, whatever its namespace. One receipt answers all letters of
 * the envelope.
 * Errors: those of `originalOf`; `receipt-unwanted` when the sender asked for none, unless `unasked`; those of
 * `writeExchange`; `letter-option-form` at the option `time`.
 */
export async function positiveReceipt(root: XmlElement, options: ReceiptOptions, unasked = false): Promise<Letter> {
  const original = originalOf(root);
  if (!original.wanted && !unasked) {
    refuse('receipt-unwanted', { place: { xpath: '/Emessage/Envelope/AcknowledgementCode' } });
  }
  return write(xctl03, original, undefined, options);
}

/**
 * A negative receipt (XCTL02). The refusal stands at each letter; at the whole where no letter can be named. It is sent
 * whatever the sender asked for, since AcknowledgementCode is about positive receipts only.
 * Errors: those of `originalOf`; `letter-code-unknown` at the option `refuse`; those of `writeExchange`;
 * `letter-option-form` at the option `time`. Warning: `character-outside`.
 */
export async function negativeReceipt(
  root: XmlElement,
  refusal: ReceiptRefusal,
  options: ReceiptOptions,
): Promise<Letter> {
  // Types are not checked at run time: the command passes on what was typed.
  if (!refuseCodes.includes(refusal.code)) {
    refuse('letter-code-unknown', {
      place: { option: 'refuse' },
      values: { element: 'RefuseCode', codes: refuseCodes.join(', ') },
    });
  }
  return write(xctl02, originalOf(root), refusal, options);
}

async function write(
  table: ExchangeTable,
  original: Original,
  refusal: ReceiptRefusal | undefined,
  options: ReceiptOptions,
): Promise<Letter> {
  const { wanted: _, ...answered } = original;
  const { envelopeId, letterId } = identifiersFor([table.type, answered, refusal ?? null], options.time, options);
  const why: Values =
    refusal === undefined
      ? {}
      : { RefuseCode: refusal.code, RefuseText: refusal.text?.replace(/\r\n?/g, '\n').split('\n') };
  const values: Values = {
    // Receipts are never answered, so none is asked for.
    Envelope: {
      Sent: { ...danishTime(options.time) },
      Identifier: envelopeId,
      AcknowledgementCode: 'minuspositivkvitt',
    },
    [table.element]: {
      Letter: { Identifier: letterId, VersionCode: table.version, StatisticalCode: table.type },
      Sender: { EANIdentifier: original.receiver },
      Receiver: { EANIdentifier: original.sender },
      OriginalEmessage: {
        OriginalEnvelopeIdentifier: original.envelopeId,
        OriginalSender: { EANIdentifier: original.sender },
        OriginalReceiver: { EANIdentifier: original.receiver },
        ...(original.letters.length === 0 ? why : {}),
        OriginalLetter: original.letters.map(({ identifier, version }) => ({
          OriginalLetterIdentifier: identifier,
          OriginalVersionCode: version,
          ...why,
        })),
      },
    },
  };
  const sources = {
    '/Emessage/Envelope/Identifier': { option: 'envelopeId' },
    [`/Emessage/${table.element}/Letter/Identifier`]: { option: 'letterId' },
  };
  const made = await writeExchange(table, values, sources);
  return { ...made, warnings: outsideProblems(why, `/Emessage/${table.element}`) };
}
