import { logFailed } from '../fault.ts';
import type { Log } from '../log.ts';
import type { LetterDesk } from '../work/letters/desk.ts';

/** Something that runs beside the service until it is told to stop. */
export interface Running {
  stop(): Promise<void>;
}

/**
 * Looks every `pause` milliseconds for receipts, attachments and letters that have not come in time, and reports each
 * once.
 */
export function startSweep(desk: Pick<LetterDesk, 'sweep'>, log: Log, pause = 30_000): Running {
  const look = async () => {
    try {
      for (const { id, state, correlation } of await desk.sweep()) {
        log('warn', 'letter', { letter: id, code: state, requestId: correlation });
      }
    } catch (error) {
      // The next look comes anyway.
      logFailed(log, 'letter', error);
    }
  };
  let last = look();
  const timer = setInterval(() => {
    last = last.then(look);
  }, pause);
  return {
    stop: () => {
      clearInterval(timer);
      return last;
    },
  };
}
