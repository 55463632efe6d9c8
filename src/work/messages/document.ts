import { type JsonDocument, jsonLimits, readJson } from '../../questionnaire/json/document.ts';
import type { Received } from '../receive.ts';

/** An envelope of the network has 50 MB at most, of which base64 takes a quarter; a message may have attachments. */
export const messageLimits = { ...jsonLimits, bytes: 50_000_000 };

/** A message that came in; bytes are read once, here. Codes: those of `readJson`. */
export function receiveMessageDocument(received: Received): JsonDocument {
  return received instanceof Uint8Array ? readJson(received, messageLimits) : received;
}
