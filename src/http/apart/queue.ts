import type { CheckLimits } from '../limits.ts';

/** Who may work next, when fewer may work than want to. */
export interface Queue {
  /** Waits for a turn, and gives what ends it; undefined where too many wait already. */
  enter(client: string): Promise<(() => void) | undefined>;
}

type Turn = (leave: () => void) => void;

/** `atOnce` have their turn; of those who wait each client has one in turn, however many it sent. */
export function createQueue({
  atOnce,
  waiting,
  perClient,
}: Pick<CheckLimits, 'atOnce' | 'waiting' | 'perClient'>): Queue {
  // In the order of whose turn it is: a client that was served goes to the end.
  const lines = new Map<string, Turn[]>();
  let running = 0;
  let length = 0;
  const next = (): void => {
    const [first] = lines;
    if (running >= atOnce || first === undefined) return;
    const [client, line] = first;
    const turn = line.shift();
    lines.delete(client);
    if (line.length > 0) lines.set(client, line);
    if (turn === undefined) return;
    length -= 1;
    running += 1;
    turn(() => {
      running -= 1;
      next();
    });
  };
  return {
    enter: (client) =>
      new Promise((resolve) => {
        const line = lines.get(client) ?? [];
        if (running >= atOnce && (length >= waiting || line.length >= perClient)) return resolve(undefined);
        line.push(resolve);
        lines.set(client, line);
        length += 1;
        next();
      }),
  };
}
