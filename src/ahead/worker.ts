/** The other thread of `openAhead`: makes what each response that it is sent will be kept with, in their order. */
import { parentPort, workerData } from 'node:worker_threads';
import { loadModel } from '../profiles.ts';
import { jsonBytes } from '../resources/json-bytes.ts';
import { packText, packWith } from '../store/pack.ts';
import { prepare } from '../work/keep/prepare.ts';
import type { Prepared } from '../work/keep/records.ts';
import type { Asked, Given } from './thread.ts';

const { dictionary, content } = workerData as Given;
const packer = { dictionary, pack: packWith(content) };
const model = loadModel();

function prepared({ text, at }: Asked): Prepared {
  const { bundle, ...made } = prepare(model, text, at);
  return { ...made, received: packText(packer, text), bundle: packText(packer, jsonBytes(bundle)) };
}

const port = parentPort;
port?.on('message', (asked: Asked) => port.postMessage(prepared(asked)));
port?.postMessage('ready');
