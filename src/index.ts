/**
 * Niveau as a library: the model, checking and scoring of QuestionnaireResponses, the resources and the letters that come of them.
 * Everything here is pure but for `loadModel`, which reads the package's own `profiles/`.
 */
export type { Letter, Parties } from './medcom/letter.ts';
export type { LetterOptions } from './medcom/options.ts';
export type * from './model/types.ts';
export { catalog, type IssueCode } from './outcome/catalog.ts';
export { isError, type Language, sentence, toOutcome } from './outcome/outcome.ts';
export { type Problem, Refusal } from './outcome/problem.ts';
export { bundleOf, type Processed, processBytes, validateBytes } from './process.ts';
export { loadModel, readProfiles } from './profiles.ts';
export type { ProducedDocument } from './resources/document-reference.ts';
export type * from './scoring/types.ts';
export { software } from './version.ts';

/** A whole MedCom letter that carries the level; see `src/medcom/letter.ts`. Loaded late: whoever only scores needs no XML. */
export const letter: typeof import('./medcom/letter.ts').letter = async (...given) => {
  const { letter: write } = await import('./medcom/letter.ts');
  return write(...given);
};
