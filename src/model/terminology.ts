import type { CodeSystem, CodeSystemConcept } from 'fhir/r4.js';
import { conceptOf, numberProperty } from './fhir.ts';
import type { Concept } from './types.ts';

/** A concept with its itemWeight, where it has one. */
export interface WeightedConcept extends Concept {
  readonly weight: number | undefined;
}

/** Our CodeSystems by the last segment of their url, such as `faktor`. */
export interface Terminology {
  readonly base: string;
  system(id: string): CodeSystem;
  concepts(id: string): readonly WeightedConcept[];
  concept(id: string, code: string): WeightedConcept | undefined;
  /** Every wording of a code: its display and its designations in all languages. Empty for a code that is not ours. */
  displays(system: string, code: string): ReadonlySet<string>;
}

interface Entry {
  readonly resource: CodeSystem;
  readonly concepts: ReadonlyMap<string, WeightedConcept>;
}

const none: ReadonlySet<string> = new Set();

/** Indexes the CodeSystems. */
export function codeSystems(resources: readonly CodeSystem[]): Terminology {
  const entries = new Map<string, Entry>();
  const displays = new Map<string, ReadonlySet<string>>();
  for (const resource of resources) {
    const url = resource.url ?? '';
    const concepts = new Map<string, WeightedConcept>();
    for (const concept of resource.concept ?? []) {
      concepts.set(concept.code, weighted(resource, concept));
      displays.set(`${url}|${concept.code}`, wordings(concept));
    }
    entries.set(url.slice(url.lastIndexOf('/') + 1), { resource, concepts });
  }
  const entry = (id: string): Entry => {
    const found = entries.get(id);
    if (found === undefined) throw new Error(`CodeSystem ${id} is missing from the profiles`);
    return found;
  };
  return {
    base: (entry('faktor').resource.url ?? '').replace(/\/CodeSystem\/faktor$/, ''),
    system: (id) => entry(id).resource,
    concepts: (id) => [...entry(id).concepts.values()],
    concept: (id, code) => entries.get(id)?.concepts.get(code),
    displays: (system, code) => displays.get(`${system}|${code}`) ?? none,
  };
}

function weighted(resource: CodeSystem, concept: CodeSystemConcept): WeightedConcept {
  return { ...conceptOf(resource, concept), weight: numberProperty(concept, 'itemWeight') };
}

function wordings(concept: CodeSystemConcept): ReadonlySet<string> {
  const designations = concept.designation?.map((designation) => designation.value) ?? [];
  return new Set(concept.display === undefined ? designations : [concept.display, ...designations]);
}
