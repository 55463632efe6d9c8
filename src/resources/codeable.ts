import type { CodeableConcept, Coding } from 'fhir/r4.js';
import type { Concept, Level, Observed, Rating } from '../model/types.ts';
import { url } from '../questionnaire/extensions.ts';
import { fixed, fixedPer } from './fixed.ts';

/** A coding in its CodeSystem's own words, with the version. */
function codingOf({ system, version, code, display }: Concept): Coding {
  return { system, version, code, display };
}

/** A concept; the words of its variant stand in `text` where they are others than the CodeSystem's. */
export const codeable = fixedPer(
  (concept: Concept): CodeableConcept => ({ coding: [codingOf(concept)], ...wordedOtherwise(concept) }),
);

/** The code of a level, and beside it that of its variant alone. */
export const levelCode = fixedPer(
  ({ level, variantLevel }: Observed): CodeableConcept => ({
    coding: [codingOf(level), codingOf(variantLevel)],
    ...wordedOtherwise(level),
  }),
);

export const levelCodeable = fixedPer((level: Level) => ordinalCodeable(level, level.ordinal));

export const ratingCodeable = fixedPer((rating: Rating) => ordinalCodeable(rating, rating.value));

/** A concept with its number, so that a receiver can compare without the CodeSystem at hand. */
function ordinalCodeable(concept: Concept, ordinal: number | undefined): CodeableConcept {
  if (ordinal === undefined) return codeable(concept);
  const extension = [{ url: url.ordinalValue, valueDecimal: ordinal }];
  return { coding: [{ extension, ...codingOf(concept) }], ...wordedOtherwise(concept) };
}

function wordedOtherwise({ display, text }: Concept): { text?: string } {
  return text.da === display ? {} : { text: text.da };
}

/** "Absent, and it is not known": for what a professional has not rated or nobody can say. */
export const dataAbsent: CodeableConcept = fixed({
  coding: [{ system: 'http://terminology.hl7.org/CodeSystem/data-absent-reason', code: 'unknown', display: 'Unknown' }],
});
