import { others } from '../../../work/others.ts';
import { receive } from '../../../work/receive.ts';
import { acceptToScore, makeBundle, scoreAccepted } from '../../../work/score.ts';
import { openPorts } from '../../ports.ts';
import type { AnswerLine, Task } from '../task.ts';

/** Each line a response; its answer the transaction Bundle. */
export function openScoring({ ids }: Extract<Task, { kind: 'score' }>): AnswerLine {
  const ports = openPorts();
  return async (line) => {
    const document = receive(line);
    await others;
    const accepted = acceptToScore(ports, document);
    await others;
    const scored = scoreAccepted(ports.model, accepted);
    await others;
    return { refused: false, value: makeBundle(ports.model, scored, { ids }) };
  };
}
