import type { Bundle, MessageHeader } from 'fhir/r4.js';
import { refuse } from '../../outcome/problem.ts';
import { ackVersion, careVersion } from '../fhir/vocabulary.ts';
import { mostBytes } from './limits.ts';
import type { EndPoint, MetaInformation, VansOptions } from './types.ts';
import { checkUuid, metaValues, writeEnvelope } from './write.ts';

/** What an envelope calls its content (MedCom, "FHIR messages and network envelopes"). */
export type FhirDocument = Pick<MetaInformation, 'name' | 'version'>;

/** A CareCommunication is called by its category, too. */
export function careDocument(category: string): FhirDocument {
  return { name: `MCM:FDIS91#${category}`, version: careVersion };
}

/** An Acknowledgement is called by what it says, too. */
export function ackDocument({ entry: [header] = [] }: Bundle): FhirDocument {
  const response = (header?.resource as MessageHeader | undefined)?.response;
  return { name: `MCM:FCTL#${response?.code}`, version: ackVersion };
}

/** A MedCom FHIR message in an envelope of the network. Errors: xml-too-large over 50 MB; those of `writeEnvelope`. */
export async function wrapFhir(
  message: Uint8Array,
  document: FhirDocument,
  options: VansOptions & { readonly messageId: string; readonly sender: EndPoint; readonly receiver: EndPoint },
): Promise<Uint8Array> {
  const { messageId, sender, receiver } = options;
  checkUuid(messageId, 'messageId');
  if (message.length > mostBytes)
    refuse('xml-too-large', { place: { xpath: '/' }, values: { limit: String(mostBytes) } });
  const meta = { identifier: messageId, format: 'HL7', ...document, size: message.length };
  const data = Buffer.from(message.buffer, message.byteOffset, message.byteLength).toString('base64');
  return writeEnvelope(sender, receiver, { Message: { MetaInformation: metaValues(meta), Data: data } }, options);
}
