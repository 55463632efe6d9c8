import { refuse } from '../outcome/problem.ts';
import { type JsonDocument, takePart } from '../questionnaire/json/document.ts';
import { refuseQuery } from './query.ts';

/**
 * The resource that an operation was sent: bare, or as `resource` of the one parameter of Parameters under one of
 * `names`. Parameters in `beside` may stand there too, each once. Any other value is given back for the check of the
 * response to judge. Codes: parameter-missing, parameter-unsupported, parameter-repeated.
 */
export function receivedResource(
  document: JsonDocument,
  names: readonly string[],
  beside: readonly string[] = [],
): JsonDocument {
  return receivedWith(document, names, [], beside).resource;
}

/** The `resource` of a parameter of that name; undefined where there is none. */
export function besideResource(document: JsonDocument, name: string): JsonDocument | undefined {
  const { value } = document;
  if (!isObject(value) || value.resourceType !== 'Parameters' || !Array.isArray(value.parameter)) return undefined;
  const index = value.parameter.findIndex((parameter) => isObject(parameter) && parameter.name === name);
  const resource = (whole: unknown) => resourceIn(whole, index);
  return resource(value) === undefined ? undefined : takePart(document, resource);
}

/** The same with values beside the resource, each a text under one of `others`. Code besides: query-value. */
export function receivedWith(
  document: JsonDocument,
  names: readonly string[],
  others: readonly string[],
  beside: readonly string[] = [],
): { readonly resource: JsonDocument; readonly values: ReadonlyMap<string, string> } {
  const { value } = document;
  const values = new Map<string, string>();
  if (!isObject(value) || value.resourceType !== 'Parameters') return { resource: document, values };
  const expected = [...names, ...others, ...beside];
  const known = expected.join(' / ');
  const taken = new Set<string>();
  const parameters: readonly unknown[] = Array.isArray(value.parameter) ? value.parameter : [];
  const at: number[] = [];
  parameters.forEach((parameter, index) => {
    const place = `Parameters.parameter[${index}]`;
    const name = isObject(parameter) ? parameter.name : undefined;
    if (!isObject(parameter) || typeof name !== 'string' || !expected.includes(name)) {
      refuse('parameter-unsupported', { place, values: { known } });
    }
    if (names.includes(name)) {
      if (at.length > 0) refuse('parameter-repeated', { place });
      at.push(index);
    } else {
      if (taken.has(name)) refuse('parameter-repeated', { place });
      taken.add(name);
      if (others.includes(name)) values.set(name, textOf(parameter, name));
    }
  });
  const [index = 0] = at;
  const resource = (whole: unknown) => resourceIn(whole, index);
  if (at.length === 0 || resource(value) === undefined) {
    refuse('parameter-missing', { place: 'Parameters', values: { known: names.join(' / ') } });
  }
  return { resource: takePart(document, resource), values };
}

function resourceIn(parameters: unknown, index: number): unknown {
  const list = isObject(parameters) ? parameters.parameter : undefined;
  const one: unknown = Array.isArray(list) ? list[index] : undefined;
  return isObject(one) ? one.resource : undefined;
}

function textOf(parameter: Readonly<Record<string, unknown>>, name: string): string {
  const value = valueIn(parameter, name);
  return typeof value === 'string' ? value : refuseQuery(name, 'en tekst', 'a text');
}

/**
 * The parameters of a Parameters resource by their names, each of which must be known. Code: parameter-unsupported,
 * which tells of `known`.
 */
export function parametersIn(
  { value }: JsonDocument,
  knows: (name: string) => boolean,
  known: readonly string[],
): readonly { readonly name: string; readonly parameter: Readonly<Record<string, unknown>> }[] {
  const values = { known: known.join(', ') };
  if (!isObject(value) || value.resourceType !== 'Parameters') refuse('parameter-unsupported', { values });
  const list: readonly unknown[] = Array.isArray(value.parameter) ? value.parameter : [];
  return list.map((parameter, index) => {
    if (!isObject(parameter) || typeof parameter.name !== 'string' || !knows(parameter.name)) {
      refuse('parameter-unsupported', { place: `Parameters.parameter[${index}]`, values });
    }
    return { name: parameter.name, parameter };
  });
}

/**
 * The one value of a parameter, under whatever type the client wrote it (`valueUri`, `valueCanonical`, ...): clients
 * differ, and only the value counts. Code: query-value.
 */
export function valueIn(parameter: Readonly<Record<string, unknown>>, name: string): unknown {
  const found = Object.entries(parameter).filter(([key]) => /^value[A-Z]/.test(key));
  const [[, value] = []] = found;
  return found.length === 1 ? value : refuseQuery(name, 'netop én værdi', 'exactly one value');
}

/** True for a JSON object. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
