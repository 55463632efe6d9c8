import { isForm } from '../media.ts';
import { isObject, parametersIn, valueIn } from '../parameters.ts';
import { refuseQuery } from '../query.ts';
import type { Incoming } from '../route.ts';

/**
 * A request that may give its search in Parameters, as if it came as a form. A reference by identifier, or an
 * identifier, is `patient:identifier=system|value` there, a coding `system|code`. Codes: parameter-unsupported,
 * query-value.
 */
export function withParameters(incoming: Incoming, known: readonly string[]): Incoming {
  if (incoming.body.length === 0 || isForm(incoming.contentType)) return incoming;
  const query = new URLSearchParams(incoming.query);
  const knows = (name: string) => known.includes(name.split(':', 1)[0] ?? '');
  for (const { name, parameter } of parametersIn(incoming.document(), knows, known)) {
    const value = valueIn(parameter, name);
    const identifier = identifierIn(value);
    const text = identifier === undefined ? textOf(name, value) : token(identifier.system, identifier.value);
    query.append(identifier === undefined || name.includes(':') ? name : `${name}:identifier`, text);
  }
  return { ...incoming, query };
}

/** Of an Identifier, or of a Reference that names one. */
function identifierIn(value: unknown): Readonly<Record<string, unknown>> | undefined {
  if (!isObject(value)) return undefined;
  return isObject(value.identifier) ? value.identifier : 'value' in value ? value : undefined;
}

function textOf(name: string, value: unknown): string {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return value;
  if (!isObject(value)) return refuseQuery(name, 'en værdi', 'a value');
  if (typeof value.reference === 'string') return value.reference;
  const codings: readonly unknown[] = Array.isArray(value.coding) ? value.coding : [value];
  return codings.map((coding) => (isObject(coding) ? token(coding.system, coding.code) : '')).join(',');
}

/** `system|code`; a comma of its own would begin another one. */
function token(system: unknown, value: unknown): string {
  const parts = typeof system === 'string' ? [system, value] : [value];
  return parts.map((part) => (typeof part === 'string' ? part.replace(/[,\\$]/g, '\\$&') : '')).join('|');
}
