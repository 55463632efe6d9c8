import type { Organization } from 'fhir/r4.js';
import { refuse } from '../outcome/problem.ts';
import { type JsonDocument, readJson } from '../questionnaire/json/document.ts';

/** What came in: bytes, or a document that the door has read already. */
export type Received = Uint8Array | JsonDocument;

/** The document of what came in; bytes are read once, here. Codes: those of `readJson`. */
export function receive(received: Received): JsonDocument {
  return received instanceof Uint8Array ? readJson(received) : received;
}

/** An Organization that came in. `option` names whose it is. Codes: those of `readJson`; organization-wrong. */
export function receiveOrganization(received: Received, option: 'sender' | 'receiver'): Organization {
  const { value } = receive(received);
  return isOrganization(value) ? value : refuse('organization-wrong', { place: { option } });
}

function isOrganization(value: unknown): value is Organization {
  return (
    typeof value === 'object' && value !== null && 'resourceType' in value && value.resourceType === 'Organization'
  );
}
