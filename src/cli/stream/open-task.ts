import type { Language } from '../../outcome/outcome.ts';
import { Refusal } from '../../outcome/problem.ts';
import { outcomeOf, unexpected } from '../exit.ts';
import type { AnswerLine, Task } from './task.ts';

/** No line costs the others their answers: what fails at one is refused there. */
export async function openTask(task: Task, language: Language): Promise<AnswerLine> {
  const answer = await open(task, language);
  return async (line) => {
    try {
      return await answer(line);
    } catch (error) {
      const problems = error instanceof Refusal ? error.problems : [unexpected(error)];
      return { refused: true, value: outcomeOf(problems, language) };
    }
  };
}

/** Each thread loads what its task takes, and no more: letters take 10 MB that scoring has no use for. */
async function open(task: Task, language: Language): Promise<AnswerLine> {
  switch (task.kind) {
    case 'score':
      return (await import('./tasks/score.ts')).openScoring(task);
    case 'validate':
      return (await import('./tasks/validate.ts')).openChecking(task, language);
    case 'attach':
      return (await import('./tasks/attach.ts')).openAttaching(task, language);
  }
}
