import { isError, type Language } from '../../../outcome/outcome.ts';
import { createModelChecker, validateResponse } from '../../../work/check.ts';
import { outcomeOf } from '../../exit.ts';
import { openPorts } from '../../ports.ts';
import { readResources } from '../../resources.ts';
import type { AnswerLine, Task } from '../task.ts';

/** Each line a response; its answer what is wrong with it. */
export async function openChecking(
  { resources }: Extract<Task, { kind: 'validate' }>,
  language: Language,
): Promise<AnswerLine> {
  const ports = openPorts();
  // Whoever names files at the command line trusts them, and the responses that go with them.
  const checker = createModelChecker(ports.model, await readResources(resources), { trustContained: true });
  return (line) => {
    const problems = validateResponse(ports, line, checker);
    return { refused: problems.some(isError), value: outcomeOf(problems, language) };
  };
}
