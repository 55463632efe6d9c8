import { openFhirXml } from '../../fhir-xml/fhir-xml.ts';
import { type JsonDocument, jsonLimits, readJson } from '../../questionnaire/json/document.ts';
import type { Received } from '../receive.ts';
import { isJsonMessage, isXmlMessage } from './is-message.ts';

/** An envelope of the network has 50 MB at most, of which base64 takes a quarter; a message may have attachments. */
export const messageLimits = { ...jsonLimits, bytes: 50_000_000 };

/** A message in JSON or XML. Codes: those of `readJson` or `readResource`. */
export async function readMessageDocument(bytes: Uint8Array): Promise<JsonDocument> {
  return isXmlMessage(bytes) ? (await openFhirXml()).read(bytes, messageLimits) : readJson(bytes, messageLimits);
}

/** A FHIR message in XML as what it says in JSON, anything else as it is. Codes: those of `readResource`. */
export async function inJson(bytes: Uint8Array): Promise<Uint8Array> {
  return isXmlMessage(bytes) ? Buffer.from(JSON.stringify((await readMessageDocument(bytes)).kept)) : bytes;
}

/** A FHIR message in JSON as XML, anything else as it is. Codes: those of `readJson`; xml-unwritable. */
export async function inXml(bytes: Uint8Array): Promise<Uint8Array> {
  if (!isJsonMessage(bytes)) return bytes;
  const { kept } = readJson(bytes, messageLimits);
  return (await openFhirXml()).write(Object(kept));
}

/** A message that came in; bytes are read once, here. Codes: those of `readJson`. */
export function receiveMessageDocument(received: Received): JsonDocument {
  return received instanceof Uint8Array ? readJson(received, messageLimits) : received;
}
