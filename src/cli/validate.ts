import { isError, type Language, toOutcome } from '../outcome/outcome.ts';
import { validateBytes } from '../process.ts';
import { loadModel } from '../profiles.ts';
import { exitCode, print } from './exit.ts';
import { readInput } from './input.ts';

/** `niveau validate <file>`: everything that is wrong with a response, as an OperationOutcome on stdout. */
export function validate(file: string, language: Language): number {
  const problems = validateBytes(loadModel(), readInput(file));
  print(toOutcome(problems, language));
  return problems.some(isError) ? exitCode.refused : exitCode.done;
}
