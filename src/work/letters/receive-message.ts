import type { Arrival } from '../../medcom/arrival/arrival.ts';
import { openArrival } from '../../medcom/arrival/open.ts';
import { vansReceiptArrival } from '../../medcom/arrival/receipts.ts';
import { openMessageArrival } from '../../medcom/fhir/arrival.ts';
import type { ReadOptions } from '../../medcom/read/read.ts';
import { unwrapVans } from '../../medcom/vans/read.ts';
import type { VansEnvelope } from '../../medcom/vans/types.ts';
import type { Model } from '../../model/types.ts';
import { type Problem, Refusal } from '../../outcome/problem.ts';
import { readPdfBlock } from '../../pdf/block-file.ts';
import { type Actor, theService } from '../audit/entry.ts';
import { type Archive, isOfStore } from '../keep/archive.ts';
import { everything, type Sight } from '../keep/sight.ts';
import { inJson, receiveMessageDocument } from '../messages/document.ts';
import { isJsonMessage } from '../messages/is-message.ts';
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
  let bytes = brought;
  try {
    // A FHIR message in XML is kept as what it says in JSON: whatever is done with it is done in one form.
    bytes = await inJson(brought);
    const { envelope, message, arrival } = await open(ports, bytes);
    const receipt = await positiveAnswer(ports, message, arrival, envelope);
    const now = await archive.now();
    const named = { arrival, message, vansId: envelope?.envelopeId, receipt, correlation };
    const arriving = { ...named, by, sight, now };
    const taken = await archive.write((records) => takeMessage(ports, records, arriving));
    return isJsonMessage(message) ? { ...taken, receipt: await sentBack(ports, taken, envelope) } : taken;
  } catch (error) {
    if (!(error instanceof Refusal) || error.problems.some(isOfStore)) throw error;
    return { result: 'refused', problems: error.problems, receipt: await refusalAnswer(ports, bytes, error.problems) };
  }
}

/**
 * The Acknowledgement that goes back for a FHIR message, in an envelope of the network where the message came in one.
 * For what is known already it is the same as before, but for what each sending has of its own.
 */
async function sentBack(
  ports: Ports,
  { receipt, result }: TakenMessage,
  envelope: VansEnvelope | undefined,
): Promise<Uint8Array | undefined> {
  if (receipt === undefined) return envelope && networkAnswer(ports, envelope);
  return acknowledgementBack(ports, result === 'unchanged' ? sentAgainBy(ports, receipt) : receipt, envelope);
}

interface Opened {
  readonly envelope: VansEnvelope | undefined;
  readonly message: Uint8Array;
  readonly arrival: Arrival;
}

async function open({ model, schemaDirectory }: Ports, bytes: Uint8Array): Promise<Opened> {
  const options = { schemaDirectory, pdfBlock: readPdfBlock };
  if (isJsonMessage(bytes) || !(await isEnvelope(bytes))) {
    return { envelope: undefined, message: bytes, arrival: await opened(model, bytes, options) };
  }
  const envelope = await unwrapVans(bytes);
  const { content } = envelope;
  if (content.kind !== 'message') {
    return { envelope, message: bytes, arrival: vansReceiptArrival(envelope, content) };
  }
  const message = await inJson(content.bytes);
  return { envelope, message, arrival: await opened(model, message, options) };
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
