import type { CodeSystem, CodeSystemConcept, CodeSystemConceptDesignation, CodeSystemProperty } from 'fhir/r4.js';
import { conceptText } from '../../src/model/fhir.ts';
import type { Text } from '../../src/model/types.ts';
import { levelTexts } from '../../src/model/variant.ts';
import { english } from './vocabulary.ts';

const synonym = { system: 'http://snomed.info/sct', code: '900000000000013009' };

/**
 * A level CodeSystem whose definitions and longer wordings follow from each level's display and its source texts. Each
 * concept has its display also as a designation without language, by which servers find it whatever language is asked
 * for.
 */
export function withLevelWordings(codeSystem: CodeSystem): CodeSystem {
  return {
    ...codeSystem,
    concept: (codeSystem.concept ?? []).map((concept) => levelConcept(concept, codeSystem.property ?? [])),
  };
}

function levelConcept(concept: CodeSystemConcept, properties: readonly CodeSystemProperty[]): CodeSystemConcept {
  const [first, ...others] = levelTexts(concept, properties);
  if (first === undefined) throw new Error(`level ${concept.code} has no text of the source`);
  const display = conceptText(concept);
  const long = (language: 'da' | 'en') => {
    const further = others.map(({ label, text }) => `. ${label[language]}: ${text[language]}`);
    return `${display[language]}: ${first.text[language]}${further.join('')}`;
  };
  return {
    ...concept,
    definition: first.text.da,
    _definition: english(first.text),
    designation: [...designations(display), ...synonyms({ da: long('da'), en: long('en') })],
  };
}

/** The designations that every concept has. */
export function designations({ da, en }: Text): CodeSystemConceptDesignation[] {
  return [{ language: 'en', value: en }, { value: da }];
}

/** A further wording. */
export function synonyms({ da, en }: Text): CodeSystemConceptDesignation[] {
  return [
    { language: 'da', use: synonym, value: da },
    { use: synonym, value: da },
    { language: 'en', use: synonym, value: en },
  ];
}
