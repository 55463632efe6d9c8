/** What a client has asked for in its window of time, and when that is over. */
export interface Count {
  hits: number;
  /** By the clock of the counts. */
  readonly until: number;
}

/** Counts one more of a client. */
export type Counts = (client: string) => Readonly<Count>;

/**
 * Counts in windows of so many milliseconds, each of which begins with a client's first request. Who has not asked for
 * a whole window is forgotten with the one after it. A store of express-rate-limit does the same behind a promise,
 * which every request would wait for.
 */
export function createCounts(window: number, now: () => number = () => performance.now()): Counts {
  let recent = new Map<string, Count>();
  let before = new Map<string, Count>();
  let turn = now() + window;
  return (client) => {
    const at = now();
    if (at >= turn) {
      before = recent;
      recent = new Map();
      turn = at + window;
    }
    let count = recent.get(client) ?? before.get(client);
    if (count === undefined || at >= count.until) count = { hits: 0, until: at + window };
    if (count.hits === 0 || before.delete(client)) recent.set(client, count);
    count.hits += 1;
    return count;
  };
}
