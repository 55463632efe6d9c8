/** What was made, and what further keys lead to. */
class Kept<Value> {
  value: Value | undefined;
  readonly next = new Map<unknown, Kept<Value>>();
}

const most = 1_000;

export type KeepBy<Value> = (keys: readonly unknown[], make: () => Value) => Value;

/**
 * Makes a value for several keys once, whatever kind of thing each of them is. There are as many as the model has
 * choices; should there be more than a thousand, all are made anew.
 */
export function keepBy<Value>(): KeepBy<Value> {
  let root = new Kept<Value>();
  let count = 0;
  return (keys, make) => {
    let at = root;
    for (const key of keys) {
      const next = at.next.get(key) ?? new Kept<Value>();
      at.next.set(key, next);
      at = next;
    }
    if (at.value !== undefined) return at.value;
    const value = make();
    at.value = value;
    count += 1;
    if (count > most) [root, count] = [new Kept<Value>(), 0];
    return value;
  };
}
