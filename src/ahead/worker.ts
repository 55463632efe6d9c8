/** The other thread of `openAhead`: reads responses and makes what they will be kept with, in their order. */
import { parentPort, workerData } from 'node:worker_threads';
import { loadModel } from '../profiles.ts';
import { packWith } from '../store/pack.ts';
import { cutSmallSlabs } from '../young-space.ts';
import { readGroup } from './read-group.ts';
import type { Asked, Given, Told } from './thread.ts';

cutSmallSlabs();
const { dictionary, content } = workerData as Given;
const packer = { dictionary, pack: packWith(content) };
const model = loadModel();

const port = parentPort;
port?.on('message', ({ first, bytes, ends, times }: Asked) => {
  const group = ends.map((end, index) => ({
    bytes: bytes.subarray(ends[index - 1] ?? 0, end),
    at: new Date(times[index] ?? Number.NaN),
  }));
  // Whoever keeps it hears why not when it reads it again.
  const read = readGroup(model, packer, group).map((one) => ('error' in one ? undefined : one));
  port.postMessage({ first, read } satisfies Told);
});
port?.postMessage('ready');
