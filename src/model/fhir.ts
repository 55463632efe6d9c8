import type { CodeSystem, CodeSystemConcept, Element } from 'fhir/r4.js';
import { translations } from '../questionnaire/extensions.ts';
import type { Concept, Text } from './types.ts';

/** A Danish primary text with its English translation; the Danish one again where none is given. */
export function textOf(danish: string, element: Element | undefined): Text {
  return { da: danish, en: translations(element).get('en') ?? danish };
}

/** The display of a concept with its English designation. */
export function conceptText(concept: CodeSystemConcept): Text {
  const da = concept.display ?? concept.code;
  const en = concept.designation?.find((designation) => designation.language === 'en')?.value;
  return { da, en: en ?? da };
}

/** A concept with its CodeSystem, in the CodeSystem's own words. */
export function conceptOf({ url = '', version = '' }: CodeSystem, concept: CodeSystemConcept): Concept {
  const text = conceptText(concept);
  return { system: url, version, code: concept.code, display: text.da, text };
}

/** A numeric property of a concept (decimal or integer). */
export function numberProperty(concept: CodeSystemConcept, code: string): number | undefined {
  const property = concept.property?.find((candidate) => candidate.code === code);
  return property?.valueDecimal ?? property?.valueInteger;
}
