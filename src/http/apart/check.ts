import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { type Problem, refuse } from '../../outcome/problem.ts';

/** What the check of one response by a stranger's Questionnaire may take. */
const most = { milliseconds: 5_000, megabytes: 192, atOnce: 2 } as const;

const file = new URL(import.meta.url.endsWith('.ts') ? './worker.ts' : './worker.js', import.meta.url);
let running = 0;

/**
 * `Checker.check` in a thread of its own, for a response that contains its Questionnaire. Whatever the two of them are made to cost, this
 * thread goes on answering: the other one is stopped when its time or memory is spent (check-too-costly). `bytes` is JSON that
 * `readJson` has accepted. Code: too-many-at-once.
 */
export async function checkApart(bytes: Uint8Array): Promise<readonly Problem[]> {
  if (running >= most.atOnce) refuse('too-many-at-once');
  running += 1;
  const worker = new Worker(file, {
    workerData: { bytes },
    resourceLimits: { maxOldGenerationSizeMb: most.megabytes },
  });
  try {
    const signal = AbortSignal.timeout(most.milliseconds);
    const [problems] = (await once(worker, 'message', { signal })) as [readonly Problem[]];
    return problems;
  } catch (error) {
    if (isSpent(error)) return [{ code: 'check-too-costly', place: 'QuestionnaireResponse.questionnaire' }];
    throw error;
  } finally {
    running -= 1;
    await worker.terminate();
  }
}

function isSpent(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return error.name === 'AbortError' || ('code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY');
}
