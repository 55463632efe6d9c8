import { refuse } from '../../../outcome/problem.ts';
import { type JsonDocument, takePart } from '../../../questionnaire/json/document.ts';
import type { Archive } from '../../../work/keep/archive.ts';
import type { Received } from '../../../work/receive.ts';
import { isObject, valueIn } from '../../parameters.ts';
import type { Incoming, ParameterDoc } from '../../route.ts';
import { type KeptSource, namedResponse } from './stored.ts';

/** What somebody orders, by JSON or by Parameters: a letter or a message with the level of a response. */
export interface Order {
  readonly value: Readonly<Record<string, unknown>>;
  readonly response: Received;
  /** The kept response that the address names; undefined where one is sent along. */
  readonly stored: KeptSource | undefined;
  /** A part, as a document of its own. */
  readonly part: (name: string) => JsonDocument;
}

/**
 * The parts of an order, each one of `known`, with those that must be there. The response is left out where the address
 * names one that is kept. Codes: request-part-missing, request-part-unknown, resource-unknown.
 */
export async function readOrder(
  archive: Archive | undefined,
  incoming: Incoming,
  known: readonly string[],
  required: readonly string[],
): Promise<Order> {
  const received = incoming.document();
  const value = orderIn(received.value);
  const stored = await namedResponse(archive, incoming);
  // Two responses, and which is meant?
  const left = (names: readonly string[]) => names.filter((name) => stored === undefined || name !== 'response');
  const taken = left(known);
  const missing = isObject(value) ? left(required).find((name) => value[name] === undefined) : required[0];
  if (!isObject(value) || missing !== undefined) {
    refuse('request-part-missing', { values: { name: missing ?? '', known: taken.join(', ') } });
  }
  if (Object.keys(value).some((name) => !taken.includes(name))) {
    refuse('request-part-unknown', { values: { known: taken.join(', ') } });
  }
  const part = (name: string) => takePart(received, (whole) => partIn(orderIn(whole), name));
  return { value, response: stored?.response ?? part('response'), stored, part };
}

function partIn(order: unknown, name: string): unknown {
  return isObject(order) ? order[name] : undefined;
}

/** An order that came as Parameters, as the object that it stands for. Codes: those of `named`. */
function orderIn(value: unknown): unknown {
  if (!isObject(value) || value.resourceType !== 'Parameters') return value;
  return named(value.parameter, 'Parameters.parameter');
}

/**
 * The parameters of a list by their names: a resource, a value of whatever type, or others in their parts. Codes:
 * request-part-form, parameter-repeated, query-value.
 */
function named(list: unknown, place: string): Readonly<Record<string, unknown>> {
  const found = new Map<string, unknown>();
  for (const [index, one] of (Array.isArray(list) ? (list as readonly unknown[]) : []).entries()) {
    const at = `${place}[${index}]`;
    const name = isObject(one) ? one.name : undefined;
    if (!isObject(one) || typeof name !== 'string') {
      return refuse('request-part-form', { place: at, values: { name: at, form: 'name' } });
    }
    if (found.has(name)) refuse('parameter-repeated', { place: at });
    found.set(name, one.resource ?? (one.part === undefined ? valueIn(one, name) : named(one.part, `${at}.part`)));
  }
  return Object.fromEntries(found);
}

/** Options of the right names and types. Codes: request-part-unknown, request-part-form. */
export function orderOptions(given: unknown, docs: readonly ParameterDoc[]): Readonly<Record<string, unknown>> {
  if (given === undefined) return {};
  if (!isObject(given)) return refuseForm('options', 'object');
  for (const [name, value] of Object.entries(given)) {
    const option = docs.find((one) => one.name === name);
    if (option === undefined) {
      const names = docs.map((one) => one.name).join(', ');
      refuse('request-part-unknown', { place: { option: 'options' }, values: { known: names } });
    }
    if (typeof value !== option.type) refuseForm(option.name, option.type);
  }
  return given;
}

export function refuseForm(option: string, form: string): never {
  return refuse('request-part-form', { place: { option }, values: { name: option, form } });
}
