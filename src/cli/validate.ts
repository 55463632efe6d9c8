import type { Model } from '../model/types.ts';
import { isError, type Language, toOutcome } from '../outcome/outcome.ts';
import type { Problem } from '../outcome/problem.ts';
import { validateBytes } from '../process.ts';
import { loadModel } from '../profiles.ts';
import { checkResponse } from '../response/check.ts';
import { readJson } from '../response/json.ts';
import { exitCode, print } from './exit.ts';
import { readInput } from './input.ts';
import { readResources } from './resources.ts';

/** What `niveau validate` takes besides the response. */
export interface ValidateArguments {
  /** Files and folders with Questionnaires, ValueSets and CodeSystems. */
  readonly resource?: readonly string[];
}

/** `niveau validate <response> [--resource <file or folder>]...`: everything that is wrong, as an OperationOutcome on stdout. */
export function validate(file: string, { resource = [] }: ValidateArguments, language: Language): number {
  const resources = readResources(resource);
  const problems = problemsOf(loadModel(), readInput(file), resources);
  print(toOutcome(problems, language));
  return problems.some(isError) ? exitCode.refused : exitCode.done;
}

/** Ours are also measured as assessments: citizen, professional, level. */
function problemsOf(model: Model, bytes: Uint8Array, resources: readonly unknown[]): readonly Problem[] {
  const document = readJson(bytes);
  const { value } = document;
  const canonical = typeof value === 'object' && value !== null && 'questionnaire' in value && value.questionnaire;
  const url = typeof canonical === 'string' ? canonical.split('|')[0] : undefined;
  const ours = model.variants.map(({ questionnaire }) => questionnaire);
  if (url === undefined || ours.some((questionnaire) => questionnaire.url === url)) return validateBytes(model, bytes);
  // Whoever names files at the command line trusts them, and the response that goes with them.
  return checkResponse(document, { resources: [...ours, ...resources], trustContained: true });
}
