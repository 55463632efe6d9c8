/**
 * Niveau as a library: the model, checking and scoring of QuestionnaireResponses, the resources and the letters that come of them.
 * Everything here is pure but for `loadModel`, which reads the package's own `profiles/`.
 */
export type { Attached } from './medcom/attach/attach.ts';
export type { AttachOptions } from './medcom/attach/options.ts';
export type { LevelBlock } from './medcom/block/parse.ts';
export type { Letter, Parties } from './medcom/new-letter/letter.ts';
export type { LetterOptions } from './medcom/new-letter/options.ts';
export type { LetterReading, ReadOptions } from './medcom/read/read.ts';
export type * from './model/types.ts';
export { catalog, type IssueCode } from './outcome/catalog.ts';
export { isError, type Language, sentence, toOutcome } from './outcome/outcome.ts';
export { type Problem, Refusal } from './outcome/problem.ts';
export { bundleOf, type Processed, processBytes, validateBytes } from './process.ts';
export { loadModel, readProfiles } from './profiles.ts';
export { type CheckOptions, checkResponse } from './questionnaire/check.ts';
export type { ProducedDocument } from './resources/document-reference.ts';
export type * from './scoring/types.ts';
export { software } from './version.ts';

/** A whole MedCom letter that carries the level; see `src/medcom/new-letter/letter.ts`. Loaded late: whoever only scores needs no XML. */
export const letter: typeof import('./medcom/new-letter/letter.ts').letter = async (...given) => {
  const { letter: write } = await import('./medcom/new-letter/letter.ts');
  return write(...given);
};

/** The level put into a letter that is about to be sent; see `src/medcom/attach/attach.ts`. */
export const attach: typeof import('./medcom/attach/attach.ts').attach = async (...given) => {
  const { attach: put } = await import('./medcom/attach/attach.ts');
  return put(...given);
};

/** The levels in a letter; see `src/medcom/read/read.ts`. */
export const read: typeof import('./medcom/read/read.ts').read = async (...given) => {
  const { read: find } = await import('./medcom/read/read.ts');
  return find(...given);
};

export { toBundle as readBundle } from './medcom/read/to-bundle.ts';
