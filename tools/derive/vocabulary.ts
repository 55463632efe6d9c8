import type { CodeSystem, CodeSystemConcept, Coding, Element, FhirResource } from 'fhir/r4.js';
import { conceptText } from '../../src/model/fhir.ts';
import type { Text } from '../../src/model/types.ts';
import { translation } from './translation.ts';

/** The concepts of our CodeSystems. */
export interface Vocabulary {
  readonly systems: readonly CodeSystem[];
  concept(system: string | undefined, code: string | undefined): CodeSystemConcept | undefined;
}

/** The CodeSystems among `resources`. */
export function vocabularyOf(resources: readonly FhirResource[]): Vocabulary {
  const systems = resources.filter((resource) => resource.resourceType === 'CodeSystem');
  const concepts = new Map(
    systems.flatMap(({ url, concept = [] }) => concept.map((one) => [`${url}|${one.code}`, one] as const)),
  );
  return { systems, concept: (system, code) => concepts.get(`${system}|${code}`) };
}

/** A concept of a system, which must be there. */
export function knownConcept(vocabulary: Vocabulary, system: string, code: string): CodeSystemConcept {
  const concept = vocabulary.concept(system, code);
  if (concept === undefined) throw new Error(`${system} has no code ${code}`);
  return concept;
}

/** A coding in the words of its concept. */
export function codingOf(system: string, concept: CodeSystemConcept, text: Text = conceptText(concept)): Coding {
  return { system, code: concept.code, display: text.da, _display: english(text) };
}

/** The English translation of a Danish text, as the element beside it. */
export function english({ en }: Text): Element {
  return { extension: [translation('en', en)] };
}

/**
 * The wording of a concept that a form shows where the display is too short (SNOMED CT's "synonym", by which these
 * designations are marked); the display where there is none.
 */
export function longText(concept: CodeSystemConcept): Text {
  const long = (language: string) =>
    concept.designation?.find((one) => one.language === language && one.use !== undefined)?.value;
  const { da, en } = conceptText(concept);
  return { da: long('da') ?? da, en: long('en') ?? en };
}
