/** The other thread of `openCrew`: answers each block of lines that it is sent. */
import { parentPort, workerData } from 'node:worker_threads';
import { type Answers, openAnswers, type Setting } from './answers.ts';

/** A block of lines that is to be answered. */
export interface Given {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly firstLine: number;
}

/** What came of it. */
export interface Sent {
  readonly firstLine: number;
  readonly answers: Answers;
}

const port = parentPort;
const opened = openAnswers(workerData as Setting);
const answer = async ({ bytes, firstLine }: Given) => {
  const answers = await (await opened)(bytes, firstLine);
  // Sooner than its garbage is collected.
  bytes.buffer.transfer(0);
  port?.postMessage({ firstLine, answers } satisfies Sent, [answers.out.buffer, answers.refusedOut.buffer]);
};
let last = Promise.resolve();
port?.on('message', (given: Given) => {
  last = last.then(() => answer(given));
});
