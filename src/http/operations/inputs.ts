import type { Coding } from 'fhir/r4.js';
import { refuse } from '../../outcome/problem.ts';
import { isObject, parametersIn, valueIn } from '../parameters.ts';
import { refuseQuery } from '../query.ts';
import type { Incoming } from '../route.ts';

/** A parameter that an operation takes: one line of its OperationDefinition. */
export interface Input {
  readonly name: string;
  readonly type: 'uri' | 'string' | 'code' | 'integer' | 'boolean' | 'Coding' | 'CodeableConcept' | 'PlanDefinition';
  readonly repeats?: true;
  /** What it is for, in English. */
  readonly text: string;
}

/** One given value: its text, or the object of a Coding or a resource. */
interface Given {
  readonly name: string;
  readonly value: unknown;
}

/** What an operation was given, by name. Every getter refuses a value of another form: query-value. */
export interface Inputs {
  text(name: string): string | undefined;
  texts(name: string): readonly string[];
  /** A whole number of 0 or more. */
  number(name: string): number | undefined;
  flag(name: string): boolean;
  object(name: string): Readonly<Record<string, unknown>> | undefined;
}

/** Names of the inputs that can stand in an address: R4 lets a GET carry primitive types only. */
export function addressNames(inputs: readonly Input[]): string[] {
  return inputs.filter(({ type }) => !isObjectType(type)).map(({ name }) => name);
}

/**
 * Reads what an operation was given: by GET in the address, by POST in Parameters. Names that are not among `known` are
 * refused, and what is given twice. Codes: query-modifier, query-value, parameter-unsupported, and those of `readJson`.
 */
export function readInputs(known: readonly Input[], incoming: Incoming): Inputs {
  const given = [...fromAddress(incoming), ...fromParameters(known, incoming)];
  for (const { name, repeats } of known) {
    if (repeats === undefined && given.filter((one) => one.name === name).length > 1) {
      refuseQuery(name, 'netop én værdi', 'exactly one value');
    }
  }
  const values = (name: string) => given.flatMap((one) => (one.name === name ? [one.value] : []));
  const texts = (name: string) => values(name).map((value) => textOf(name, value));
  const text = (name: string) => texts(name)[0];
  return {
    text,
    texts,
    number: (name) => {
      const found = text(name);
      if (found === undefined || /^\d{1,6}$/.test(found)) return found === undefined ? undefined : Number(found);
      return refuseQuery(name, 'et helt tal', 'a whole number');
    },
    flag: (name) => {
      const found = text(name) ?? 'false';
      return found === 'true' || found === 'false' ? found === 'true' : refuseQuery(name, 'true/false');
    },
    object: (name) => {
      const [value] = values(name);
      return value === undefined || isObject(value) ? value : refuseQuery(name, 'et objekt', 'an object');
    },
  };
}

/** The parts of a Coding that name a code. */
export function codingOf(value: Readonly<Record<string, unknown>>): Pick<Coding, 'system' | 'code' | 'version'> {
  const parts = Object.entries(value).filter(([name, part]) => /^(?:system|code|version)$/.test(name) && isText(part));
  return Object.fromEntries(parts);
}

function isObjectType(type: Input['type']): boolean {
  return /^[A-Z]/.test(type);
}

function fromAddress({ query }: Incoming): Given[] {
  return [...query].map(([name, value]) => {
    const [plain = ''] = name.split(':', 1);
    return plain === name ? { name, value } : refuse('query-modifier', { values: { name: plain, known: plain } });
  });
}

function fromParameters(known: readonly Input[], { body, document }: Incoming): Given[] {
  if (body.length === 0) return [];
  const types = new Map(known.map(({ name, type }) => [name, type]));
  return parametersIn(document(), (name) => types.has(name), [...types.keys()]).map(({ name, parameter }) => ({
    name,
    value: types.get(name) === 'PlanDefinition' ? resourceIn(parameter, name) : valueIn(parameter, name),
  }));
}

function resourceIn(parameter: Readonly<Record<string, unknown>>, name: string): unknown {
  return parameter.resource ?? refuseQuery(name, 'en ressource', 'a resource');
}

function textOf(name: string, value: unknown): string {
  const text = typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
  return isText(text) ? text : refuseQuery(name, 'en tekst', 'a text');
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '';
}
