import { hash } from 'node:crypto';
import type { QuestionnaireResponse } from 'fhir/r4.js';
import type { Assessment } from '../scoring/types.ts';

/**
 * The response's own identity: its `identifier` as "system|value"; without one, its version. The version is a digest of
 * the content. `id` and `meta` are left out of it, since every server sets its own; the order of properties does not
 * matter.
 */
export function readIdentity(response: QuestionnaireResponse): Pick<Assessment, 'identity' | 'identified' | 'version'> {
  const version = `${prefix}${digestOf(response)}`;
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

/** Two thirds of the time that JSON.stringify takes with a function for each value. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const names = Object.keys(value).sort();
  return Object.fromEntries(names.map((name) => [name, sorted((value as Readonly<Record<string, unknown>>)[name])]));
}
