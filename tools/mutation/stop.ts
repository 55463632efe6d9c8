import { Session } from 'node:inspector';
import { parentPort, workerData } from 'node:worker_threads';

/**
 * Stops what the main thread runs when it has taken too much of the processor since the number of the run changed: a
 * thread beside it, since an endless loop lets nothing else run in its own. Time of the processor and not of the clock,
 * so that a busy machine makes no test slow.
 */
const { run, most } = workerData as { readonly run: Int32Array; readonly most: number };
const session = new Session();
session.connectToMainThread();
let watched = 0;
let before = process.cpuUsage();
setInterval(() => {
  const current = Atomics.load(run, 0);
  if (current !== watched) {
    watched = current;
    before = process.cpuUsage();
    return;
  }
  const { user, system } = process.cpuUsage(before);
  if (current === 0 || user + system < most) return;
  before = process.cpuUsage();
  // First the word, which waits until the main thread is free to read it.
  parentPort?.postMessage(current);
  session.post('Runtime.terminateExecution');
}, 100);
