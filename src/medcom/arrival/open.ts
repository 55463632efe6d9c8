import type { Model } from '../../model/types.ts';
import { refuse } from '../../outcome/problem.ts';
import type { FoundBlock } from '../block/find.ts';
import { namesIn } from '../message/citizen-number.ts';
import { letterDigest } from '../message/digest.ts';
import { bare, referredObjects } from '../message/facts.ts';
import type { KnownLetter } from '../message/known-letter.ts';
import { openMessage } from '../message/open.ts';
import { readBlocks } from '../read/blocks.ts';
import { blocksIn, pdfBlocksIn, type ReadOptions } from '../read/read.ts';
import { isReceipt, receiptsOf } from '../receipts/read.ts';
import { isXbin, xbinOf } from '../xbin/read.ts';
import { attachmentLimits, parseXml } from '../xml/parse.ts';
import type { PlacedDocument } from '../xml/placed.ts';
import { elementsOf, textOf, type XmlElement } from '../xml/tree.ts';
import type { Arrival, ArrivedBlock, ArrivedLetter } from './arrival.ts';
import { receiptArrival } from './receipts.ts';

/**
 * Reads a message that came in: letters, an attachment, receipts. Nothing is skipped: what is not understood is
 * refused, with the whole message.
 * Errors: those of `parseXml`; of `openMessage` for letters; of `xbinOf` for an attachment; of `receiptsOf` for
 * receipts; of `readBlocks`.
 */
export async function openArrival(model: Model, bytes: Uint8Array, options: ReadOptions): Promise<Arrival> {
  const { root } = await parseXml(bytes, attachmentLimits);
  const [first, ...more] = await lettersIn(model, bytes, root, options);
  if (first === undefined) refuse('letter-unknown', { place: { xpath: '/' } });
  return {
    namespace: root.namespace,
    envelopeId: textOf(root, 'Envelope', 'Identifier') ?? '',
    place: { xpath: '/Emessage/Envelope/Identifier' },
    wanted: textOf(root, 'Envelope', 'AcknowledgementCode') === 'pluspositivkvitt',
    letters: [first, ...more],
  };
}

async function lettersIn(
  model: Model,
  bytes: Uint8Array,
  root: XmlElement,
  options: ReadOptions,
): Promise<readonly ArrivedLetter[]> {
  if (isXbin(root)) return [attachmentIn(model, root, options)];
  const receipts = isReceipt(root) ? receiptsOf(root).map(receiptArrival) : [];
  const others = root.name === 'Emessage' ? elementsOf(root).slice(1) : [];
  // Letters of 2005/08/07 may have receipts among them.
  const rest = others.filter(({ name }) => name !== 'Local_Elements').length - receipts.length;
  if (receipts.length > 0 && rest <= 0) return receipts;
  const { document, letters } = await openMessage(bytes, options.schemaDirectory);
  return [...receipts, ...letters.map((letter) => arrivedLetter(model, document, letter))];
}

function arrivedLetter(model: Model, document: PlacedDocument, letter: KnownLetter): ArrivedLetter {
  const { table, element, place, identifier, citizen } = letter;
  return {
    kind: 'letter',
    place,
    type: table.type,
    version: table.version,
    letterId: identifier,
    ...partiesOf(element),
    digest: letterDigest(element),
    citizen,
    ...namesIn(element),
    written: writtenIn(element),
    objects: referredObjects(letter),
    blocks: arrivedBlocks(model, blocksIn(document, letter), place),
    answers: [],
  };
}

function attachmentIn(model: Model, root: XmlElement, { pdfBlock }: ReadOptions): ArrivedLetter {
  const xbin = xbinOf(root);
  const { type, version, letterId, sender, receiver, citizen, objects } = xbin;
  const [, letter = root] = elementsOf(root);
  const place = { xpath: `/Emessage/${letter.name}` };
  return {
    ...{ kind: 'attachment', place, type, version, letterId, sender, receiver, citizen },
    digest: letterDigest(letter),
    ...namesIn(letter),
    written: writtenIn(letter),
    objects: objects.map(({ identifier }) => bare(identifier)),
    blocks: arrivedBlocks(model, pdfBlocksIn(xbin, pdfBlock), place),
    answers: [],
  };
}

function partiesOf(letter: XmlElement): Pick<ArrivedLetter, 'sender' | 'receiver'> {
  return {
    sender: textOf(letter, 'Sender', 'EANIdentifier') ?? '',
    receiver: textOf(letter, 'Receiver', 'EANIdentifier') ?? '',
  };
}

function writtenIn(letter: XmlElement): string {
  const at = (part: string) => textOf(letter, 'Letter', 'Authorisation', part) ?? '';
  return `${at('Date')}T${at('Time')}`;
}

/** What a GP is asked to do stays in the letter; it is only seen that it is understood. */
export function arrivedBlocks(
  model: Model,
  blocks: readonly FoundBlock[],
  place: ArrivedLetter['place'],
): readonly ArrivedBlock[] {
  readBlocks(model, blocks, place);
  return blocks.flatMap(({ kind, variant, version, authored, compact, start, end }) =>
    kind === 'recommendation' ? [] : [{ kind, variant, version, authored, text: compact.original.slice(start, end) }],
  );
}
