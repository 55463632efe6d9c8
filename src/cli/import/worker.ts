/** The other thread of `openReading`: reads the lines of each block that it is sent, in their order. */
import { parentPort } from 'node:worker_threads';
import { loadModel } from '../../profiles.ts';
import { packWith } from '../../store/pack.ts';
import { cutSmallSlabs } from '../../young-space.ts';
import { blockReader } from './read-line.ts';
import type { Given } from './reading.ts';

cutSmallSlabs();
const port = parentPort;
const model = loadModel();
port?.once('message', ({ dictionary, content }: Given) => {
  const read = blockReader(model, { dictionary, pack: packWith(content) });
  port.on('message', (bytes: Uint8Array<ArrayBuffer>) => port.postMessage(read({ bytes })));
  port.postMessage('ready');
});
