import type { Organization } from 'fhir/r4.js';
import { refuse } from '../outcome/problem.ts';
import { type JsonDocument, readJson } from '../questionnaire/json/document.ts';

/** What came in: bytes, or a document that the door has read already. */
export type Received = Uint8Array | JsonDocument;

/** The document of what came in; bytes are read once, here. Codes: those of `readJson`. */
export function receive(received: Received): JsonDocument {
  return received instanceof Uint8Array ? readJson(received) : received;
}

/**
 * An Organization that came in, with the elements that a letter takes in the form that R4 gives them. `option` names
 * whose it is.
 * Codes: those of `readJson`; organization-wrong, with the element.
 */
export function receiveOrganization(received: Received, option: 'sender' | 'receiver'): Organization {
  const { value } = receive(received);
  if (!isObject(value) || value.resourceType !== 'Organization') {
    refuse('organization-wrong', { place: { option }, values: { side: option } });
  }
  const wrong = wrongElement(value);
  if (wrong !== undefined) {
    refuse('organization-wrong', { place: { option, path: `Organization.${wrong}` }, values: { side: option } });
  }
  return value as unknown as Organization;
}

/** The path of the first element that is not as R4 has it; undefined where all are. */
function wrongElement({ name, alias, identifier }: Readonly<Record<string, unknown>>): string | undefined {
  if (!isTextOrNone(name)) return 'name';
  if (alias !== undefined && !(Array.isArray(alias) && alias.every((one) => one === null || isTextOrNone(one)))) {
    return 'alias';
  }
  if (identifier === undefined) return undefined;
  if (!Array.isArray(identifier)) return 'identifier';
  for (const [index, one] of identifier.entries()) {
    if (!isObject(one)) return `identifier[${index}]`;
    const part = ['use', 'system', 'value'].find((key) => !isTextOrNone(one[key]));
    if (part !== undefined) return `identifier[${index}].${part}`;
  }
  return undefined;
}

function isTextOrNone(value: unknown): boolean {
  return value === undefined || typeof value === 'string';
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
