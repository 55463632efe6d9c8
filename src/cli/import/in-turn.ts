/** Work on lines, many at a time; lines that have a key in common one after the other, in their order. */
export interface Turns {
  /** Begins once there is room; settles when the work has begun. `done` settles when it has ended. */
  take<Result>(keys: readonly string[], work: () => Promise<Result>): Promise<{ readonly done: Promise<Result> }>;
}

/** `most` at a time. */
export function inTurn(most: number): Turns {
  const last = new Map<string, Promise<unknown>>();
  const under = new Set<Promise<unknown>>();
  return {
    take: async (keys, work) => {
      while (under.size >= most) await Promise.race(under);
      const before = keys.map((key) => last.get(key));
      const done = Promise.all(before).then(work, work);
      // Whoever comes after it waits for its end, well or not.
      const ended = done.then(
        () => {},
        () => {},
      );
      for (const key of keys) last.set(key, ended);
      under.add(ended);
      void ended.then(() => {
        under.delete(ended);
        for (const key of keys) if (last.get(key) === ended) last.delete(key);
      });
      return { done };
    },
  };
}
