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
import { type Actor, theService } from '../audit/entry.ts';
import { type Archive, isOfStore } from '../keep/archive.ts';
import { everything, type Sight } from '../keep/sight.ts';
import { inJson, inXml, receiveMessageDocument } from '../messages/document.ts';
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
    const { envelope, message, arrival, asXml } = await open(ports, brought);
    refuseOthers(ports, arrival);
    const receipt = await positiveAnswer(ports, message, arrival, envelope);
    const now = await archive.now();
    const named = { arrival, message, vansId: envelope?.envelopeId, receipt, correlation };
    const arriving = { ...named, by, sight, now };
    const taken = await archive.write((records) => takeMessage(ports, records, arriving));
    return isJsonMessage(message) ? { ...taken, receipt: await sentBack(ports, taken, envelope, asXml) } : taken;
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

interface Opened {
  readonly envelope: VansEnvelope | undefined;
  /** A FHIR message as JSON, whatever form it came in: what is done with it, and kept, is of one form. */
  readonly message: Uint8Array;
  readonly arrival: Arrival;
  /** It is a FHIR message that came as XML. */
  readonly asXml: boolean;
}

async function open({ model, schemaDirectory }: Ports, bytes: Uint8Array): Promise<Opened> {
  const options = { schemaDirectory, pdfBlock: readPdfBlock };
  const asXml = isXmlMessage(bytes);
  if (asXml || isJsonMessage(bytes) || !(await isEnvelope(bytes))) {
    const message = await inJson(bytes);
    return { envelope: undefined, message, arrival: await opened(model, message, options), asXml };
  }
  const envelope = await unwrapVans(bytes);
  const { content } = envelope;
  if (content.kind !== 'message') {
    return { envelope, message: bytes, arrival: vansReceiptArrival(envelope, content), asXml };
  }
  const message = await inJson(content.bytes);
  const isXml = isXmlMessage(content.bytes);
  return { envelope, message, arrival: await opened(model, message, options), asXml: isXml };
}

/**
 * Letters are held against their schema as they are read, attachments here. A receipt that can be read is never
 * refused.
 */
async function opened(model: Model, bytes: Uint8Array, options: ReadOptions): Promise<Arrival> {
  if (isJsonMessage(bytes)) return openMessageArrival(model, receiveMessageDocument(bytes).value, options);
  const arrival = await openArrival(model, bytes, options);
  const [first] = arrival.letters;
  if (first.kind === 'attachment') await refuseInvalid(bytes, arrival.namespace, options.schemaDirectory);
  return arrival;
}
