import { isError, type Language } from '../outcome/outcome.ts';
import { createModelChecker, validateResponse } from '../work/check.ts';
import { exitCode, outcomeOf, print } from './exit.ts';
import { openPorts } from './ports.ts';
import { readResourceFile } from './read-resource.ts';
import { readResources } from './resources.ts';

/** What `niveau validate` takes besides the response. */
export interface ValidateArguments {
  /** Files and folders with Questionnaires, ValueSets and CodeSystems. */
  readonly resource?: readonly string[];
}

/**
 * `niveau validate <response> [--resource <file or folder>]...`: everything that is wrong, as an OperationOutcome on
 * stdout.
 */
export async function validate(
  file: string,
  { resource = [] }: ValidateArguments,
  language: Language,
): Promise<number> {
  const resources = await readResources(resource);
  // Whoever names files at the command line trusts them, and the response that goes with them.
  const ports = openPorts();
  const checker = createModelChecker(ports.model, resources, { trustContained: true });
  const problems = validateResponse(ports, await readResourceFile(file), checker);
  print(outcomeOf(problems, language));
  return problems.some(isError) ? exitCode.refused : exitCode.done;
}
