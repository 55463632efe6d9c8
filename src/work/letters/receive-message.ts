import type { Arrival } from '../../medcom/arrival/arrival.ts';
import { openArrival } from '../../medcom/arrival/open.ts';
import { vansReceiptArrival } from '../../medcom/arrival/receipts.ts';
import { openMessageArrival } from '../../medcom/fhir/arrival.ts';
import type { ReadOptions } from '../../medcom/read/read.ts';
import { unwrapVans } from '../../medcom/vans/read.ts';
import type { VansEnvelope } from '../../medcom/vans/types.ts';
import type { Model } from '../../model/types.ts';
import { within } from '../../outcome/place.ts';
import { type Problem, Refusal, refuse } from '../../outcome/problem.ts';
import { readPdfBlock } from '../../pdf/block-file.ts';
import type { JsonDocument } from '../../questionnaire/json/document.ts';
import { type Actor, theService } from '../audit/entry.ts';
import { type Archive, isOfStore } from '../keep/archive.ts';
import { everything, type Sight } from '../keep/sight.ts';
import { inXml, readMessageDocument } from '../messages/document.ts';
import { isJsonMessage, isXmlMessage } from '../messages/is-message.ts';
import type { Ports } from '../ports.ts';
import { refuseInvalid } from '../receipt.ts';
import { acknowledgementBack, networkAnswer, positiveAnswer, refusalAnswer, sentAgainBy } from './answer.ts';
import { isEnvelope } from './is-envelope.ts';
import { type TakenMessage, takeMessage } from './take-message.ts';

/** What somebody brings. */
export interface Brought {
  /**
   * A letter, attachment or receipt (Emessage), a FHIR message, or an envelope of the network (VANSEnvelope) with one
   * of them.
   */
  readonly bytes: Uint8Array;
  readonly correlation: string | undefined;
  /** Who brings it; the service itself, which has fetched it, where nothing is said. */
  readonly by?: Actor | undefined;
  /** Whose it is what is brought; nobody's where not given. */
  readonly sight?: Sight | undefined;
}

/** What became of it. */
export type Reception =
  | TakenMessage
  | { readonly result: 'refused'; readonly problems: readonly Problem[]; readonly receipt: Uint8Array | undefined };

/**
 * Receives a message: it is read, kept with all that it gives in one transaction, and answered by the receipt that goes
 * back to its sender, in an envelope of the network where it came in one. What cannot be taken changes nothing, and is
 * answered by a negative receipt as far as one can be made. Throws a Refusal where the store cannot write, and nothing
 * may be said of the message: store-unavailable, store-full.
 */
export async function receiveMessage(
  ports: Ports,
  archive: Archive,
  { bytes: brought, correlation, by = theService, sight = everything }: Brought,
): Promise<Reception> {
  try {
    const { envelope, message, document, arrival, asXml } = await open(ports, brought);
    refuseOthers(ports, arrival);
    const receipt = await positiveAnswer(ports, document ?? message, arrival, envelope);
    const now = await archive.now();
    const named = { arrival, message, vansId: envelope?.envelopeId, receipt, correlation };
    const arriving = { ...named, by, sight, now };
    const taken = await archive.write((records) => takeMessage(ports, records, arriving));
    return document === undefined ? taken : { ...taken, receipt: await sentBack(ports, taken, envelope, asXml) };
  } catch (error) {
    if (!(error instanceof Refusal) || error.problems.some(isOfStore)) throw error;
    const { problems } = error;
    return { result: 'refused', problems, receipt: await refusalAnswer(ports, brought, problems) };
  }
}

/**
 * A letter for somebody else got here by mistake: whoever acknowledged it would keep it from its receiver. A receipt
 * finds the letter that it answers, or none. Code: letter-other-receiver.
 */
function refuseOthers({ ownGlns }: Ports, { letters }: Arrival): void {
  for (const { kind, place, receiver } of letters) {
    if (kind === 'receipt' || ownGlns === undefined || ownGlns.includes(receiver)) continue;
    refuse('letter-other-receiver', { place: within(place, 'Receiver/EANIdentifier'), values: { gln: receiver } });
  }
}

/**
 * The Acknowledgement that goes back for a FHIR message, in the form of the message, and in an envelope of the network
 * where that came in one.
 * For what is known already it is the same as before, but for what each sending has of its own.
 */
async function sentBack(
  ports: Ports,
  { receipt, result }: TakenMessage,
  envelope: VansEnvelope | undefined,
  asXml: boolean,
): Promise<Uint8Array | undefined> {
  if (receipt === undefined) return envelope && networkAnswer(ports, envelope);
  const sending = result === 'unchanged' ? sentAgainBy(ports, receipt) : receipt;
  return acknowledgementBack(ports, asXml ? await inXml(sending) : sending, envelope);
}

interface Opened extends ReadMessage {
  readonly envelope: VansEnvelope | undefined;
  readonly arrival: Arrival;
}

interface ReadMessage {
  /** A FHIR message as JSON, whatever form it came in: what is done with it, and kept, is of one form. */
  readonly message: Uint8Array;
  /** Of a FHIR message, which is read once. */
  readonly document: JsonDocument | undefined;
  /** It is a FHIR message that came as XML. */
  readonly asXml: boolean;
}

async function open({ model, schemaDirectory }: Ports, bytes: Uint8Array): Promise<Opened> {
  const options = { schemaDirectory, pdfBlock: readPdfBlock };
  const isMessage = isJsonMessage(bytes) || isXmlMessage(bytes);
  if (isMessage || !(await isEnvelope(bytes))) {
    const read = await readMessage(bytes);
    return { ...read, envelope: undefined, arrival: await opened(model, read, options) };
  }
  const envelope = await unwrapVans(bytes);
  const { content } = envelope;
  if (content.kind !== 'message') {
    const arrival = vansReceiptArrival(envelope, content);
    return { envelope, message: bytes, document: undefined, asXml: false, arrival };
  }
  const read = await readMessage(content.bytes);
  return { ...read, envelope, arrival: await opened(model, read, options) };
}

async function readMessage(bytes: Uint8Array): Promise<ReadMessage> {
  const asXml = isXmlMessage(bytes);
  if (!asXml && !isJsonMessage(bytes)) return { message: bytes, document: undefined, asXml };
  const document = await readMessageDocument(bytes);
  return { message: document.bytes, document, asXml };
}

/**
 * Letters are held against their schema as they are read, attachments here. A receipt that can be read is never
 * refused.
 */
async function opened(model: Model, { message, document }: ReadMessage, options: ReadOptions): Promise<Arrival> {
  if (document !== undefined) return openMessageArrival(model, document.value, options);
  const arrival = await openArrival(model, message, options);
  const [first] = arrival.letters;
  if (first.kind === 'attachment') await refuseInvalid(message, arrival.namespace, options.schemaDirectory);
  return arrival;
}
