import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Problem } from '../../outcome/problem.ts';
import type { CheckLimits } from '../limits.ts';

const file = new URL(import.meta.url.endsWith('.ts') ? './worker.ts' : './worker.js', import.meta.url);

/** A worker is let go after so many checks, with whatever the Questionnaires have left in it. */
const mostChecks = 200;

interface Member {
  readonly worker: Worker;
  checks: number;
}

/** Threads that check responses, one at a time each. */
export interface Crew {
  /** Undefined where a check takes more time or memory than it may. */
  check(bytes: Uint8Array): Promise<readonly Problem[] | undefined>;
}

/**
 * Workers are kept for the next check: most of the time of a first one goes into its start. None of them keeps the
 * process from ending.
 */
export function createCrew({ time, megabytes }: Pick<CheckLimits, 'time' | 'megabytes'>): Crew {
  const idle: Member[] = [];
  const hire = (): Member => {
    const worker = new Worker(file, { resourceLimits: { maxOldGenerationSizeMb: megabytes } });
    const member = { worker, checks: 0 };
    // Of an error in a check the check hears itself; a worker that ends without one is no longer there.
    worker
      .on('error', () => {})
      .on('exit', () => {
        if (idle.includes(member)) idle.splice(idle.indexOf(member), 1);
      });
    return member;
  };
  return {
    check: async (bytes) => {
      const member = idle.pop() ?? hire();
      const { worker } = member;
      member.checks += 1;
      worker.ref();
      let kept = false;
      try {
        const answer = once(worker, 'message', { signal: AbortSignal.timeout(time) });
        worker.postMessage(bytes);
        const [problems] = (await answer) as [readonly Problem[]];
        kept = member.checks < mostChecks;
        return problems;
      } catch (error) {
        if (isSpent(error)) return undefined;
        throw error;
      } finally {
        worker.unref();
        if (kept) idle.push(member);
        else await worker.terminate();
      }
    },
  };
}

function isSpent(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return error.name === 'AbortError' || ('code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY');
}
