import { citizenSystem } from '../../intake/citizen-system.ts';
import { holdsCpr } from '../../intake/cpr.ts';
import { momentsOf } from '../../intake/moments.ts';
import { systems } from '../../model/systems.ts';
import { refuse } from '../../outcome/problem.ts';
import type { Criterion, Prefix, Token } from '../../work/keep/reading.ts';
import { refuseQuery } from '../query.ts';
import { canBeCode } from './known-codes.ts';
import type { StoredParameter } from './parameters.ts';
import { referencesOf } from './references.ts';

/** A citizen that is searched for: by number, or by the reference that the sender of a response wrote. */
export interface SearchedCitizen {
  readonly numbers: readonly { readonly system?: string | undefined; readonly value: string }[];
  readonly references: readonly string[];
}

const prefixes: readonly Prefix[] = ['eq', 'ne', 'gt', 'lt', 'ge', 'le', 'sa', 'eb'];

/** `a,b`: one or the other, as they are written; a comma in a value stands behind a backslash. */
export function alternatives(text: string): readonly string[] {
  return text.split(/,(?<=(?<!\\)(?:\\\\)*,)/).filter((one) => one !== '');
}

/** A value without the backslashes of R4's "Escaping Search Parameters". */
export function unescaped(text: string): string {
  return text.replace(/\\([,|$\\])/g, '$1');
}

/** `system|value`, up to the first bar that no backslash stands before. */
function tokenOf(text: string): Token {
  const bar = text.search(/\|(?<=(?<!\\)(?:\\\\)*\|)/);
  if (bar < 0) return { value: unescaped(text) };
  const value = unescaped(text.slice(bar + 1));
  return { system: unescaped(text.slice(0, bar)), ...(value === '' ? {} : { value }) };
}

/** The id of a reference that may be absolute. */
function idOf(text: string): string {
  return text.split('/_history/', 1)[0]?.split('/').at(-1) ?? text;
}

/** A parameter's value as a condition. Code: query-value. Citizens are read by `readCitizens`. */
export function readCriterion(parameter: StoredParameter, text: string, modifier: string, base: string): Criterion {
  const { name, kind } = parameter;
  const written = alternatives(text);
  if (written.length === 0) refuseQuery(name, 'en værdi', 'a value');
  const values = written.map(unescaped);
  switch (kind) {
    case 'date':
    case 'updated':
      return { on: kind, ...dateOf(name, values) };
    case 'identifier':
      return { on: kind, oneOf: written.map(tokenOf) };
    case 'code':
    case 'value':
      return { on: kind, oneOf: written.map(tokenOf).filter(canBeCode) };
    case 'author':
      return modifier === 'identifier'
        ? { on: 'author', oneOf: written.map(tokenOf) }
        : { on: 'author-reference', oneOf: values.flatMap((value) => referencesOf(parameter, modifier, base, value)) };
    case 'questionnaire':
      return { on: 'questionnaire', oneOf: values.map(splitCanonical) };
    case 'of':
      return { on: 'of', oneOf: values.map(idOf) };
    case 'status':
      // `http://hl7.org/fhir/questionnaire-answers-status|completed` names the system too; there is only the one.
      return { on: 'status', oneOf: written.map((value) => tokenOf(value).value ?? '') };
    default:
      return { on: 'id', oneOf: values };
  }
}

function splitCanonical(text: string): { url: string; version?: string } {
  const bar = text.lastIndexOf('|');
  return bar < 0 ? { url: text } : { url: text.slice(0, bar), version: text.slice(bar + 1) };
}

function dateOf(name: string, values: readonly string[]): { prefix: Prefix; from: number; to: number } {
  const [text = '', ...more] = values;
  const prefix = prefixes.find((one) => text.startsWith(one));
  // Browsers and form libraries send a plus as a space.
  const moments = momentsOf((prefix === undefined ? text : text.slice(2)).replace(' ', '+'));
  if (moments === undefined || more.length > 0)
    refuseQuery(name, 'én dato som ge2026-01-20', 'one date such as ge2026-01-20');
  return { prefix: prefix ?? 'eq', from: moments[0], to: moments[1] };
}

/**
 * Whom a search is about. In an address a number is refused: search-citizen-address. So is what names nobody, such as a
 * CPR number where an id stands: that nothing is found would say that there is no level. Code: query-value.
 */
export function readCitizens(
  parameter: StoredParameter,
  text: string,
  modifier: string,
  base: string,
  address?: string,
): SearchedCitizen {
  const byNumber = modifier === 'identifier';
  const values = alternatives(text);
  if (address !== undefined && (byNumber || values.some(holdsNumber))) {
    refuse('search-citizen-address', { values: { search: address } });
  }
  const isNumber = (value: string) => byNumber || value.includes('|');
  const references = values.filter((value) => !isNumber(value));
  if (values.length === 0 || references.some(holdsCpr)) refuseCitizen(parameter);
  return {
    numbers: values.filter(isNumber).map((value) => {
      const { system, value: number = '' } = tokenOf(value);
      if (number === '') refuseCitizen(parameter);
      const known = system === undefined || system === '' ? undefined : (citizenSystem(system) ?? system);
      return { system: known, value: number.replace(dashed, '$1$2') };
    }),
    references: references.flatMap((value) => referencesOf(parameter, modifier, base, value)),
  };
}

/** A CPR number as people write it, or a replacement number, which begins with a date too. */
const dashed = /^(\d{6})[- ]([0-9A-Za-z]{4})$/;

function refuseCitizen({ name }: StoredParameter): never {
  const system = systems.cpr;
  return refuseQuery(name, `${name}:identifier=${system}|nummer`, `${name}:identifier=${system}|number`);
}

/** True for what looks like a citizen's number: a possible CPR number however it is written, or the system of one. */
export function holdsNumber(text: string): boolean {
  const [system = ''] = text.split('|', 1);
  return holdsCpr(text) || citizenSystem(system) !== undefined;
}
