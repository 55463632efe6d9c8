import { makeBundle, scoreResponse } from '../../../work/score.ts';
import { openPorts } from '../../ports.ts';
import type { AnswerLine, Task } from '../task.ts';

/** Each line a response; its answer the transaction Bundle. */
export function openScoring({ ids }: Extract<Task, { kind: 'score' }>): AnswerLine {
  const ports = openPorts();
  return (line) => ({ refused: false, value: makeBundle(ports.model, scoreResponse(ports, line), { ids }) });
}
