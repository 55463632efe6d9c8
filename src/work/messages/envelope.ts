import type { Bundle } from 'fhir/r4.js';
import { isAcknowledgement, openAcknowledgement } from '../../medcom/fhir/answered.ts';
import { openCareMessage } from '../../medcom/fhir/open.ts';
import { ackDocument, careDocument, type FhirDocument, wrapFhir } from '../../medcom/vans/fhir.ts';
import type { EndPoint, VansOptions } from '../../medcom/vans/types.ts';
import { readMessageDocument } from './document.ts';

/** Ids of an envelope, and whom it is between where that is not whom the message is between: GLNs. */
export interface MessageEnvelope extends VansOptions {
  readonly messageId: string;
  readonly sender?: string | undefined;
  readonly receiver?: string | undefined;
}

/**
 * A CareCommunication or Acknowledgement, in JSON or XML, in an envelope of the network; its bytes stay. Errors: those
 * of `readMessageDocument`, `openCareMessage` or `openAcknowledgement`, and `wrapFhir`.
 */
export async function wrapMessage(
  bytes: Uint8Array,
  { sender, receiver, ...ids }: MessageEnvelope,
): Promise<Uint8Array> {
  const { document, ...between } = partsOf((await readMessageDocument(bytes)).value);
  const ean = (value: string): EndPoint => ({ type: 'EAN', value });
  const ends = { sender: ean(sender ?? between.sender), receiver: ean(receiver ?? between.receiver) };
  return wrapFhir(bytes, document, { ...ids, ...ends });
}

function partsOf(value: unknown): {
  readonly sender: string;
  readonly receiver: string;
  readonly document: FhirDocument;
} {
  if (isAcknowledgement(value)) {
    const { sender, receiver } = openAcknowledgement(value);
    return { sender, receiver, document: ackDocument(value as Bundle) };
  }
  const { sender, receiver, communication } = openCareMessage(value);
  const category = communication.resource.category?.[0]?.coding?.[0]?.code ?? '';
  return { sender: sender.gln, receiver: receiver.gln, document: careDocument(category) };
}
