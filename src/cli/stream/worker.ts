/** The other thread of `openCrew`: answers each block of lines that it is sent. */
import { setImmediate } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { cutSmallSlabs } from '../../young-space.ts';
import { type Answers, openAnswers, type Setting } from './answers.ts';

/** A block of lines that is to be answered. */
export interface Given {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly firstLine: number;
  /** Memory for the answers. */
  readonly spare: ArrayBuffer | undefined;
}

/** What came of it. */
export interface Sent {
  readonly firstLine: number;
  readonly answers: Answers;
}

cutSmallSlabs();
const port = parentPort;
const opened = openAnswers(workerData as Setting);
let last: Promise<unknown> = opened;
port?.on('message', (given: Given) => {
  // Blocks that wait come all in one turn of the event loop, and V8 collects between turns (`collectBetweenTurns`).
  last = last.then(() => answer(given)).then(() => setImmediate());
});

async function answer({ bytes, firstLine, spare }: Given): Promise<void> {
  const answering = await opened;
  if (spare !== undefined) answering.reuse(spare);
  const answers = await answering.answer(bytes, firstLine);
  // Sooner than its garbage is collected.
  bytes.buffer.transfer(0);
  port?.postMessage({ firstLine, answers } satisfies Sent, [answers.out.buffer, answers.refusedOut.buffer]);
}
