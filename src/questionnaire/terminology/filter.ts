import type { ValueSetComposeIncludeFilter } from 'fhir/r4.js';
import type { RE2JS } from 're2js';
import { readPattern } from '../values/pattern.ts';
import type { Verdict } from '../values/verdict.ts';
import { type Codes, type Concept, isBelow } from './code-system.ts';

/** Whether a concept passes a filter (R4, FilterOperator); undefined for one that is not known. */
export function passes(
  filter: ValueSetComposeIncludeFilter,
  concept: Concept,
  codes: Codes,
  patterns: Patterns,
): Verdict {
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
      const pattern = patterns(value);
      return own.some((one) => pattern?.testExact(one) === true);
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

/** The patterns of filters, each read once; undefined for one that cannot be used. */
export type Patterns = (pattern: string) => RE2JS | undefined;

export function createPatterns(): Patterns {
  const known = new Map<string, RE2JS | undefined>();
  return (pattern) => {
    if (!known.has(pattern)) known.set(pattern, readPattern(pattern));
    return known.get(pattern);
  };
}
