/** Work on lines, many at a time; lines that have a key in common one after the other, in their order. */
export interface Turns {
  /** Begins once there is room; settles when the work has begun. `done` settles when it has ended. */
  take<Result>(keys: readonly string[], work: () => Promise<Result>): Promise<{ readonly done: Promise<Result> }>;
}

/** `most` at a time. */
export function inTurn(most: number): Turns {
  const last = new Map<string, Promise<unknown>>();
  const waiting: (() => void)[] = [];
  let under = 0;
  return {
    take: async (keys, work) => {
      while (under >= most) await new Promise<void>((resolve) => waiting.push(resolve));
      under += 1;
      const before = keys.map((key) => last.get(key));
      const done = Promise.all(before).then(work, work);
      // Whoever comes after it waits for its end, well or not.
      const ended = done.then(
        () => {},
        () => {},
      );
      for (const key of keys) last.set(key, ended);
      void ended.then(() => {
        under -= 1;
        for (const key of keys) if (last.get(key) === ended) last.delete(key);
        waiting.shift()?.();
      });
      return { done };
    },
  };
}
