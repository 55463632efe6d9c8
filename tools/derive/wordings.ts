import type { ConceptMap } from 'fhir/r4.js';
import { conceptText } from '../../src/model/fhir.ts';
import { codingOf, type Vocabulary } from './vocabulary.ts';

/**
 * A resource whose codings of ours say what the CodeSystem says: a display that is none of the concept's wordings any
 * more becomes its display. A coding without display stays without one.
 */
export function withDisplays<Resource>(resource: Resource, vocabulary: Vocabulary): Resource {
  return reworded(resource, vocabulary) as Resource;
}

function reworded(value: unknown, vocabulary: Vocabulary): unknown {
  if (Array.isArray(value)) return value.map((one) => reworded(one, vocabulary));
  if (typeof value !== 'object' || value === null) return value;
  const { system, code, display } = value as Readonly<Record<string, unknown>>;
  const concept = typeof system === 'string' && typeof code === 'string' ? vocabulary.concept(system, code) : undefined;
  if (concept !== undefined && typeof display === 'string') {
    const { designation = [] } = concept;
    const worded = display === conceptText(concept).da || designation.some((one) => one.value === display);
    if (!worded) return { ...value, ...codingOf(String(system), concept) };
  }
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, reworded(one, vocabulary)]));
}

/** A ConceptMap whose own codes have their displays. */
export function withMappedDisplays(map: ConceptMap, vocabulary: Vocabulary): ConceptMap {
  return {
    ...map,
    group: (map.group ?? []).map((group) => ({
      ...group,
      element: group.element.map((element) => {
        const concept = vocabulary.concept(group.source, element.code);
        return concept === undefined ? element : { ...element, display: conceptText(concept).da };
      }),
    })),
  };
}
