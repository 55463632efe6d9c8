import type { CodeSystem, CodeSystemConcept } from 'fhir/r4.js';
import { once } from '../../questionnaire/once.ts';
import type { Token } from '../../work/keep/reading.ts';
import { definitionsOf, resourceOf } from '../definitions/read.ts';

/**
 * Whether any result can have what a token names: results are coded by our own CodeSystems alone, in the versions that
 * are here. What none of them has is looked for in vain through a million results, since no index has codes.
 */
export function canBeCode({ system, value }: Token): boolean {
  const systems = codes();
  const asked = system === undefined ? [...systems.values()] : [systems.get(system)];
  return asked.some((known) => known !== undefined && (value === undefined || known.has(value)));
}

const codes = once((): ReadonlyMap<string, ReadonlySet<string>> => {
  const systems = new Map<string, Set<string>>();
  for (const definition of definitionsOf('CodeSystem')) {
    const { url = '', concept = [] } = resourceOf<CodeSystem>(definition);
    const known = systems.get(url) ?? new Set();
    systems.set(url, known);
    for (const code of codesOf(concept)) known.add(code);
  }
  return systems;
});

function codesOf(concepts: readonly CodeSystemConcept[]): readonly string[] {
  return concepts.flatMap(({ code, concept = [] }) => [code, ...codesOf(concept)]);
}
