/** The other thread of `openAhead`: makes what each response that it is sent will be kept with, in their order. */
import { parentPort, workerData } from 'node:worker_threads';
import { loadModel } from '../profiles.ts';
import { packWith } from '../store/pack.ts';
import { prepareScored } from '../work/keep/prepare.ts';
import { scoreAgain } from '../work/score.ts';
import { packed } from './packed.ts';
import type { Asked, Given } from './thread.ts';

const { dictionary, content } = workerData as Given;
const packer = { dictionary, pack: packWith(content) };
const model = loadModel();

const port = parentPort;
// One step for the whole group before the next one: the processor then has the step's code at hand.
port?.on('message', (group: readonly Asked[]) => {
  const scored = group.map(({ accepted: { text, identity }, at }) => scoreAgain(model, text, at, identity));
  const made = scored.map((one) => prepareScored(model, one));
  const texts = group.map(({ accepted }) => accepted.text);
  port.postMessage(
    packed(
      packer,
      made.map((one, index) => ({ text: texts[index] ?? '', made: one })),
    ),
  );
});
port?.postMessage('ready');
