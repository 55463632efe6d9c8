import { hash } from 'node:crypto';
import type { QuestionnaireResponse } from 'fhir/r4.js';

/**
 * The response's own identity: its `identifier` as "system|value"; without one, a digest of its content. `id` and `meta` are left out of
 * the digest, since every server sets its own; the order of properties does not matter.
 */
export function identityOf(response: QuestionnaireResponse): { identity: string; identified: boolean } {
  const { system, value } = response.identifier ?? {};
  if (system !== undefined && value !== undefined)
    return { identity: `${escaped(system)}|${escaped(value)}`, identified: true };
  return { identity: `sha256:${digestOf(response)}`, identified: false };
}

/** A digest of what a response says: the order of properties, `id` and `meta` do not matter. */
export function digestOf(response: QuestionnaireResponse): string {
  const { id: _, meta: __, ...content } = response;
  return hash('sha256', canonicalText(content));
}

/** A value as text, the same for every order of its properties. */
export function canonicalText(value: unknown): string {
  return JSON.stringify(value, sorted);
}

/** A separator inside a part would make two identifiers one. */
function escaped(part: string): string {
  return part.replace(/[\\|]/g, '\\$&');
}

function sorted(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)));
}
