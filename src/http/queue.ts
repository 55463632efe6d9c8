import { refuse } from '../outcome/problem.ts';
import type { TurnLimits } from './limits.ts';
import type { Slots } from './slots.ts';

/** Who may work next, when fewer may work than want to. */
export interface Queue {
  /** Waits for a turn, and gives what ends it; undefined where too many wait already, and after too long a wait. */
  enter(client: string): Promise<(() => void) | undefined>;
}

type Turn = (leave: (() => void) | undefined) => void;

interface Line {
  readonly turns: Turn[];
  /** Milliseconds that the client's turns have taken. */
  used: number;
}

/** What clients have used is kept of so many that do not wait, and as long as anybody waits or works. */
const mostRemembered = 1_000;

/**
 * `atOnce` have their turn; of those who wait the next is always of the client whose turns have taken the least time,
 * and among equals of the one whose last turn is longest ago. So neither the many of one client hold up the few of
 * another, nor several clients with costly ones somebody who has not been served yet.
 */
export function createQueue(
  { atOnce, waiting, perClient, patience }: TurnLimits,
  now: () => number = () => performance.now(),
): Queue {
  // In the order of their last turns.
  const lines = new Map<string, Line>();
  let running = 0;
  let length = 0;
  const next = (): void => {
    if (running >= atOnce || length === 0) return;
    const [client, line] = [...lines]
      .filter(([, { turns }]) => turns.length > 0)
      .reduce((one, other) => (other[1].used < one[1].used ? other : one));
    const turn = line.turns.shift();
    if (turn === undefined) return;
    lines.delete(client);
    lines.set(client, line);
    length -= 1;
    running += 1;
    const started = now();
    turn(() => {
      running -= 1;
      line.used += now() - started;
      forget();
      next();
    });
  };
  const forget = (): void => {
    if (running + length === 0) lines.clear();
    const [oldest] = [...lines].find(([, { turns }]) => turns.length === 0) ?? [];
    if (lines.size > mostRemembered + waiting && oldest !== undefined) lines.delete(oldest);
  };
  return {
    enter: (client) =>
      new Promise((resolve) => {
        const line = lines.get(client) ?? { turns: [], used: 0 };
        if (running >= atOnce && (length >= waiting || line.turns.length >= perClient)) return resolve(undefined);
        const tired = setTimeout(() => {
          line.turns.splice(line.turns.indexOf(turn), 1);
          length -= 1;
          resolve(undefined);
        }, patience);
        const turn: Turn = (leave) => {
          clearTimeout(tired);
          resolve(leave);
        };
        line.turns.push(turn);
        lines.set(client, line);
        length += 1;
        next();
      }),
  };
}

/** Runs a step of a client when it has its turn. Code: too-many-at-once. */
export function createTurns(limits: TurnLimits): Slots {
  const queue = createQueue(limits);
  return async (client, step) => {
    const leave = (await queue.enter(client)) ?? refuse('too-many-at-once');
    try {
      return await step();
    } finally {
      leave();
    }
  };
}
