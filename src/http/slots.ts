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
 * Clients that have nothing now are remembered up to so many, or as many as have something. A Map to which each request
 * adds, and from which it takes again, gets a new table every few times, and V8 links the old one to it: one that has
 * grown old holds all that came after it until V8 collects its old objects. Of `$extract` each request left 0.5 KB so,
 * and now 0.2.
 */
const mostRemembered = 1_000;

/**
 * Shares of what all clients may have together. One that takes all of it keeps out nobody else: each may have a
 * twentieth beside it, as long as all of them have no more than twice of what is meant for them.
 */
export function createShares(together: number): Shares {
  const assured = Math.floor(together / 20);
  let shares = new Map<string, { taken: number }>();
  let most = mostRemembered;
  let all = 0;
  const shareOf = (client: string) => {
    const known = shares.get(client);
    if (known !== undefined) return known;
    if (shares.size >= most) {
      shares = new Map([...shares].filter(([, { taken }]) => taken > 0));
      most = Math.max(mostRemembered, 2 * shares.size);
    }
    const share = { taken: 0 };
    shares.set(client, share);
    return share;
  };
  return {
    take: (client, amount) => {
      const share = shareOf(client);
      const own = share.taken + amount;
      const room = all + amount <= together || (own <= assured && all + amount <= 2 * together);
      if (room) {
        share.taken = own;
        all += amount;
      }
      return room;
    },
    give: (client, amount) => {
      shareOf(client).taken -= amount;
      all -= amount;
    },
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
