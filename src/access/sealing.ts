import { logFailed } from '../fault.ts';
import type { Log } from '../log.ts';
import type { Seal } from '../work/audit/seal.ts';

/** Where the audit stands, told again and again. */
export interface Sealing {
  /** Tells once more what was written since, and ends. */
  stop(): Promise<void>;
}

/**
 * Seals the audit every `pause` milliseconds in which something was written, and tells of it in the log, which goes to
 * where nobody who can write to the store can write: whoever cuts off the audit's end is found out by it.
 */
export function startSealing(seal: () => Promise<Seal | undefined>, log: Log, pause = 10_000): Sealing {
  const tell = async () => {
    try {
      const made = await seal();
      if (made !== undefined) log('info', 'audit', { seal: made.number, hash: made.hash });
    } catch (error) {
      // What could not be sealed now is sealed the next time.
      logFailed(log, 'audit', error);
    }
  };
  let last = Promise.resolve();
  const timer = setInterval(() => {
    last = last.then(tell);
  }, pause);
  return {
    stop: () => {
      clearInterval(timer);
      last = last.then(tell);
      return last;
    },
  };
}
