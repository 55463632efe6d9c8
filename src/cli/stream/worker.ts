/** The other thread of `openCrew`: answers each block of lines that it is sent. */
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
port?.on('message', async ({ bytes, firstLine, spare }: Given) => {
  const answering = await opened;
  if (spare !== undefined) answering.reuse(spare);
  const answers = await answering.answer(bytes, firstLine);
  // Sooner than its garbage is collected.
  bytes.buffer.transfer(0);
  port?.postMessage({ firstLine, answers } satisfies Sent, [answers.out.buffer, answers.refusedOut.buffer]);
});
