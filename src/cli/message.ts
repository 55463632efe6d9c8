import { openLetterDesk } from '../store/letters/desk.ts';
import { caredFor, type ListedLetter } from '../work/letters/desk.ts';
import type { Direction, LetterState } from '../work/letters/records.ts';
import { exitCode } from './exit.ts';
import { atStore, timeText } from './store.ts';

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
export function listLetters({ state, direction, limit }: MessageArguments): Promise<number> {
  return atStore(async (store) => {
    const states = state === undefined ? caredFor : [state];
    for (const letter of await openLetterDesk(store).list({ states, direction, limit })) {
      process.stdout.write(`${line(letter)}\n`);
    }
    return exitCode.done;
  });
}

/** The sender's words of a reason may hold anything, and stay where they are asked for (`/medcom/letters/<id>`). */
function line({ id, direction, state, type, reason, createdAt, dueAt }: ListedLetter): string {
  const due = dueAt === undefined ? '-' : timeText(dueAt);
  return [direction, state, type, reason?.code ?? '-', timeText(createdAt), due, id].join('\t');
}
