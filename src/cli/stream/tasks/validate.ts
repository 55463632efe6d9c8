import { isError, type Language } from '../../../outcome/outcome.ts';
import { createModelChecker, validateResponse } from '../../../work/check.ts';
import { others } from '../../../work/others.ts';
import { receive } from '../../../work/receive.ts';
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
  return async (line) => {
    const document = receive(line);
    await others;
    const problems = validateResponse(ports, document, checker);
    return { refused: problems.some(isError), value: outcomeOf(problems, language) };
  };
}
