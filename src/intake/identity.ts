import { hash } from 'node:crypto';
import type { QuestionnaireResponse } from 'fhir/r4.js';
import { sortedJson } from '../questionnaire/json/sorted.ts';
import type { Assessment } from '../scoring/types.ts';

/** What a response, and this version of it, is known by. */
export type Identity = Pick<Assessment, 'identity' | 'identified' | 'version'>;

/** Every server sets them. */
const ofServers: ReadonlySet<string> = new Set(['id', 'meta']);

/**
 * The response's own identity: its `identifier` as "system|value"; without one, its version. The version is a digest of
 * the content. `id` and `meta` are left out of it, since every server sets its own; the order of properties does not
 * matter. `written` is its text as JSON.stringify writes it, a character for each byte, where that is known.
 */
export function readIdentity(response: QuestionnaireResponse, written?: string): Identity {
  const sorted = written === undefined ? undefined : sortedJson(written, ofServers);
  const version = `${prefix}${sorted === undefined ? digestOf(response) : hash('sha256', sorted)}`;
  const { system, value } = response.identifier ?? {};
  if (system === undefined || value === undefined) return { identity: version, identified: false, version };
  return { identity: `${escaped(system)}|${escaped(value)}`, identified: true, version };
}

/** The digest in a version of `readIdentity`. */
export function digestIn(version: string): string {
  return version.slice(prefix.length);
}

const prefix = 'sha256:';

/** A digest of what a response says: the order of properties, `id` and `meta` do not matter. */
function digestOf(response: QuestionnaireResponse): string {
  const { id: _, meta: __, ...content } = response;
  return hash('sha256', canonicalText(content));
}

/** A value as text, the same for every order of its properties. */
export function canonicalText(value: unknown): string {
  return JSON.stringify(sorted(value));
}

/** A separator inside a part would make two identifiers one. */
function escaped(part: string): string {
  return part.replace(/[\\|]/g, '\\$&');
}

/**
 * A copy with its properties in order. Most objects have a handful: putting them in place one by one, and setting them,
 * takes half the time of `sort` and `Object.fromEntries`.
 */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const copy: Record<string, unknown> = {};
  for (const name of namesOf(value)) copy[name] = sorted((value as Readonly<Record<string, unknown>>)[name]);
  return copy;
}

function namesOf(value: object): readonly string[] {
  const names = Object.keys(value);
  if (names.length > 20) return names.sort();
  const inOrder: string[] = [];
  for (const name of names) {
    let at = inOrder.length;
    for (let before = inOrder[at - 1]; before !== undefined && before > name; before = inOrder[at - 1]) {
      inOrder[at] = before;
      at -= 1;
    }
    inOrder[at] = name;
  }
  return inOrder;
}
