/** The other thread of `openAhead`: makes what each response that it is sent will be kept with, in their order. */
import { parentPort, workerData } from 'node:worker_threads';
import { loadModel } from '../profiles.ts';
import { packWith } from '../store/pack.ts';
import { prepare } from '../work/keep/prepare.ts';
import { packed } from './packed.ts';
import type { Asked, Given } from './thread.ts';

const { dictionary, content } = workerData as Given;
const packer = { dictionary, pack: packWith(content) };
const model = loadModel();

const port = parentPort;
port?.on('message', ({ accepted, at }: Asked) => {
  port.postMessage(packed(packer, accepted.text, prepare(model, accepted, at)));
});
port?.postMessage('ready');
