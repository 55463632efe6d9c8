/**
 * Niveau as a library: the model, checking and scoring of QuestionnaireResponses, the resources and the letters that
 * come of them. The time comes in by the clock in `Ports`. Files are read by `loadModel` and `readProfiles`
 * (`profiles/`), for a PDF (its fonts), and where `Ports` name MedCom's schemas.
 */
import './node-version.ts';

export type { Letter, Parties } from './medcom/new-letter/letter.ts';
export type * from './model/types.ts';
export { catalog, type IssueCode } from './outcome/catalog.ts';
export { isError, type Language, sentence, toOutcome } from './outcome/outcome.ts';
export { type Problem, Refusal } from './outcome/problem.ts';
export { loadModel, readProfiles } from './profiles.ts';
export { type Checker, type CheckerOptions, createChecker } from './questionnaire/checker.ts';
export { documentOf, type JsonDocument, readJson } from './questionnaire/json/document.ts';
export type { ProducedDocument } from './resources/document-reference.ts';
export type * from './scoring/types.ts';
export { software } from './version.ts';
export type { AttachedLevel, Attachment } from './work/attach.ts';
export { createModelChecker, validateResponse } from './work/check.ts';
export type { Clock, Ports } from './work/ports.ts';
export { makeBundle, type ScoredResponse, scoreResponse } from './work/score.ts';
export type { LetterOrder, WrittenLetter } from './work/write-letter.ts';

// What follows is loaded when it is first called: whoever only scores needs no XML.

/** A whole MedCom letter that carries the level; see `src/work/write-letter.ts`. */
export const writeLetter: typeof import('./work/write-letter.ts').writeLetter = async (...given) => {
  return (await import('./work/write-letter.ts')).writeLetter(...given);
};

/** The level put into a letter that is about to be sent; see `src/work/attach.ts`. */
export const attachLevel: typeof import('./work/attach.ts').attachLevel = async (...given) => {
  return (await import('./work/attach.ts')).attachLevel(...given);
};

/** The levels in a letter, as a FHIR Bundle; see `src/work/read-levels.ts`. */
export const readLevels: typeof import('./work/read-levels.ts').readLevels = async (...given) => {
  return (await import('./work/read-levels.ts')).readLevels(...given);
};
