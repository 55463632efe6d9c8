import { refuse } from '../outcome/problem.ts';

/** Runs a step of a client while there is a slot for it. Code: too-many-at-once. */
export type Slots = <Result>(client: string, step: () => Result | Promise<Result>) => Promise<Result>;

/** What is counted of each client, and of all of them together. */
export interface Shares {
  /** Whether a client may take so much more; counts it where it may. */
  take(client: string, amount: number): boolean;
  give(client: string, amount: number): void;
}

/**
 * Shares of what all clients may have together. One that takes all of it keeps out nobody else: each may have a
 * twentieth beside it, as long as all of them have no more than twice of what is meant for them.
 */
export function createShares(together: number): Shares {
  const assured = Math.floor(together / 20);
  const taken = new Map<string, number>();
  let all = 0;
  const add = (client: string, amount: number) => {
    const own = (taken.get(client) ?? 0) + amount;
    all += amount;
    if (own > 0) taken.set(client, own);
    else taken.delete(client);
  };
  return {
    take: (client, amount) => {
      const own = (taken.get(client) ?? 0) + amount;
      const room = all + amount <= together || (own <= assured && all + amount <= 2 * together);
      if (room) add(client, amount);
      return room;
    },
    give: (client, amount) => add(client, -amount),
  };
}

/** At most `atOnce` steps at one time, shared among clients. */
export function createSlots(atOnce: number): Slots {
  const shares = createShares(atOnce);
  return async (client, step) => {
    if (!shares.take(client, 1)) refuse('too-many-at-once');
    try {
      return await step();
    } finally {
      shares.give(client, 1);
    }
  };
}
