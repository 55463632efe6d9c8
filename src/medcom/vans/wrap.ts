import { refuse } from '../../outcome/problem.ts';
import { elementAt } from '../message/exchange.ts';
import { attachmentLimits, parseXml } from '../xml/parse.ts';
import { elementsOf, textOf } from '../xml/tree.ts';
import { mostBytes } from './limits.ts';
import type { EndPoint, VansEnvelope, VansError, VansOptions } from './types.ts';
import { checkUuid, metaValues, writeEnvelope } from './write.ts';

export interface WrapOptions extends VansOptions {
  /** MetaInformation/Identifier: a UUID of the message, which stays when the same message is sent again. */
  readonly messageId: string;
  /** GLN of sender and receiver. Default: those of the letter. */
  readonly sender?: string | undefined;
  readonly receiver?: string | undefined;
}

/**
 * A letter, attachment or receipt (an Emessage) in an envelope of the network. Its bytes are not touched.
 * Errors: those of `parseXml`, `xml-too-large` over 50 MB; `vans-no-letter` when it is no Emessage with a letter; those
 * of `writeEnvelope`.
 */
export async function wrapVans(message: Uint8Array, options: WrapOptions): Promise<Uint8Array> {
  checkUuid(options.messageId, 'messageId');
  const { root } = await parseXml(message, { ...attachmentLimits, bytes: mostBytes });
  const letter = elementsOf(root)[1];
  const header = letter && elementAt(letter, 'Letter');
  if (root.name !== 'Emessage' || letter === undefined || header === undefined)
    refuse('vans-no-letter', { place: { xpath: '/' } });
  // Receipts have no TypeCode.
  const type = textOf(header, 'TypeCode') ?? textOf(header, 'StatisticalCode') ?? '';
  const meta = {
    identifier: options.messageId,
    format: 'XML',
    name: `MCM:${type}`,
    version: textOf(header, 'VersionCode'),
    size: message.length,
  };
  const party = (side: string) => textOf(letter, side, 'EANIdentifier') ?? '';
  const data = Buffer.from(message.buffer, message.byteOffset, message.byteLength).toString('base64');
  return writeEnvelope(
    { type: 'EAN', value: options.sender ?? party('Sender') },
    { type: 'EAN', value: options.receiver ?? party('Receiver') },
    { Message: { MetaInformation: metaValues(meta), Data: data } },
    options,
  );
}

/**
 * The receiver of the message says: delivered. Errors: `vans-no-message` for an envelope with a receipt; those of
 * `writeEnvelope`.
 */
export function positiveMessage(answered: VansEnvelope, options: VansOptions): Promise<Uint8Array> {
  return answer(answered, 'PositiveMessage', {}, options);
}

/** The receiver of the message refuses it, such as a letter too broken for an XCTL02. Errors: as `positiveMessage`. */
export function negativeMessage(answered: VansEnvelope, error: VansError, options: VansOptions): Promise<Uint8Array> {
  return answer(answered, 'NegativeMessage', errorValues(error), options);
}

/**
 * An envelope is refused, of which no more may be known than its id and where it came from and went to: OriginalMessage
 * is left out.
 * Errors: those of `writeEnvelope`.
 */
export function negativeVans(
  answered: { readonly envelopeId: string; readonly sender: EndPoint; readonly receiver: EndPoint },
  error: VansError,
  options: VansOptions,
): Promise<Uint8Array> {
  const values = { ...errorValues(error), OriginalEnvelopeIdentifier: answered.envelopeId };
  return writeEnvelope(answered.receiver, answered.sender, { Receipt: { NegativeVans: values } }, options);
}

function answer(
  { sender, receiver, envelopeId, content }: VansEnvelope,
  kind: 'PositiveMessage' | 'NegativeMessage',
  error: ReturnType<typeof errorValues> | Record<never, never>,
  options: VansOptions,
): Promise<Uint8Array> {
  // Answering answers would never end.
  if (content.kind !== 'message') refuse('vans-no-message', { place: { xpath: '/VANSEnvelope/Receipt' } });
  const values = { ...error, OriginalEnvelopeIdentifier: envelopeId, OriginalMessage: metaValues(content.meta) };
  return writeEnvelope(receiver, sender, { Receipt: { [kind]: values } }, options);
}

function errorValues({ code, description }: VansError) {
  return { Error: { ...(code === undefined ? {} : { Code: String(code) }), Description: description } };
}
