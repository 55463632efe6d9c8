import { createRequire } from 'node:module';
import type { ValueSetComposeIncludeFilter } from 'fhir/r4.js';
import type { Verdict } from '../compiled.ts';
import { type Codes, type Concept, isBelow } from './codeSystem.ts';

const load = createRequire(import.meta.url);

/** Whether a concept passes a filter (R4, FilterOperator); undefined for one that is not known. */
export function passes(filter: ValueSetComposeIncludeFilter, concept: Concept, codes: Codes): Verdict {
  const { op, property, value } = filter;
  const isCode = property === 'concept' || property === 'code';
  switch (op) {
    case 'is-a':
      return concept.code === value || isBelow(codes, concept.code, value);
    case 'descendent-of':
      return isBelow(codes, concept.code, value);
    case 'is-not-a':
      return concept.code !== value && !isBelow(codes, concept.code, value);
    case 'generalizes':
      return concept.code === value || isBelow(codes, value, concept.code);
    case '=':
      return isCode ? concept.code === value : valuesOf(concept, property).includes(value);
    case 'in':
    case 'not-in': {
      const listed = value.split(',').map((one) => one.trim());
      const own = isCode ? [concept.code] : valuesOf(concept, property);
      return own.some((one) => listed.includes(one)) === (op === 'in');
    }
    case 'exists':
      return valuesOf(concept, property).length > 0 === (value === 'true');
    case 'regex': {
      const own = isCode ? [concept.code] : valuesOf(concept, property);
      return own.some((one) => matches(one, value));
    }
    default:
      return undefined;
  }
}

function valuesOf(concept: Concept, property: string): readonly string[] {
  if (property === 'display') return [...concept.displays];
  if (property === 'parent') return concept.parents;
  return concept.properties.filter(({ code }) => code === property).map(({ value }) => value);
}

function matches(text: string, pattern: string): boolean {
  const { RE2JS } = load('re2js') as typeof import('re2js');
  try {
    return RE2JS.compile(pattern).testExact(text);
  } catch {
    return false;
  }
}
