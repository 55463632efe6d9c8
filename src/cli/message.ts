import { readStoreSettings } from '../config.ts';
import { openLetterDesk } from '../store/letters/desk.ts';
import { openStore } from '../store/open.ts';
import { caredFor, type ListedLetter } from '../work/letters/desk.ts';
import type { Direction, LetterState } from '../work/letters/records.ts';
import { environmental, exitCode } from './exit.ts';

/** Which letters a command is about. */
export interface MessageArguments {
  readonly state?: LetterState;
  readonly direction?: Direction;
  readonly limit: number;
}

/**
 * `niveau message list`: a line per letter that somebody waits for or has to look at, or of one state; the oldest
 * first.
 */
export async function listLetters({ state, direction, limit }: MessageArguments): Promise<number> {
  try {
    const store = await openStore(readStoreSettings(process.env), { alone: false });
    try {
      const states = state === undefined ? caredFor : [state];
      for (const letter of await openLetterDesk(store).list({ states, direction, limit })) {
        process.stdout.write(`${line(letter)}\n`);
      }
      return exitCode.done;
    } finally {
      await store.close();
    }
  } catch (error) {
    throw environmental(error);
  }
}

/** The sender's words of a reason may hold anything, and stay where they are asked for (`/medcom/letters/<id>`). */
function line({ id, direction, state, type, reason, createdAt, dueAt }: ListedLetter): string {
  const due = dueAt === undefined ? '-' : time(dueAt);
  return [direction, state, type, reason?.code ?? '-', time(createdAt), due, id].join('\t');
}

function time(moment: number): string {
  return new Date(moment).toISOString();
}
