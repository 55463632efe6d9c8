import { refuse } from '../../../outcome/problem.ts';
import { type JsonDocument, takePart } from '../../../questionnaire/json/document.ts';
import type { Archive } from '../../../work/keep/archive.ts';
import type { Received } from '../../../work/receive.ts';
import { isObject } from '../../parameters.ts';
import type { Incoming, ParameterDoc } from '../../route.ts';
import { type KeptSource, namedResponse } from './stored.ts';

/** What somebody orders by JSON: a letter or a message with the level of a response. */
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
  const { value } = received;
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
  const part = (name: string) => takePart(received, (whole) => (isObject(whole) ? whole[name] : undefined));
  return { value, response: stored?.response ?? part('response'), stored, part };
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
