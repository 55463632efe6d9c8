import { isError, type Language } from '../outcome/outcome.ts';
import { validateResponse } from '../work/check.ts';
import { exitCode, outcomeOf, print } from './exit.ts';
import { readInput } from './input.ts';
import { openPorts } from './ports.ts';
import { readResources } from './resources.ts';

/** What `niveau validate` takes besides the response. */
export interface ValidateArguments {
  /** Files and folders with Questionnaires, ValueSets and CodeSystems. */
  readonly resource?: readonly string[];
}

/** `niveau validate <response> [--resource <file or folder>]...`: everything that is wrong, as an OperationOutcome on stdout. */
export function validate(file: string, { resource = [] }: ValidateArguments, language: Language): number {
  const resources = readResources(resource);
  // Whoever names files at the command line trusts them, and the response that goes with them.
  const problems = validateResponse(openPorts(), readInput(file), { resources, trustContained: true });
  print(outcomeOf(problems, language));
  return problems.some(isError) ? exitCode.refused : exitCode.done;
}
