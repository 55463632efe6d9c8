import type { ValueSetComposeIncludeFilter } from 'fhir/r4.js';
import type { RE2JS } from 're2js';
import type { Verdict } from '../types.ts';
import { readPattern } from '../values/pattern.ts';
import { type Codes, type Concept, isBelow } from './code-system.ts';

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
      const pattern = patternOf(filter);
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

const patterns = new WeakMap<ValueSetComposeIncludeFilter, RE2JS | undefined>();

function patternOf(filter: ValueSetComposeIncludeFilter): RE2JS | undefined {
  if (!patterns.has(filter)) patterns.set(filter, readPattern(filter.value));
  return patterns.get(filter);
}
