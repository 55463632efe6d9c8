/** Sessions that were signed out of, as a store that several instances share keeps them. Seconds since 1970. */
export interface EndedDesk {
  /** Ids of those that would not have ended yet. */
  list(now: number): Promise<readonly string[]>;
  /** Remembers one until it would have ended by itself. */
  add(id: string, until: number, now: number): Promise<void>;
}

/** Sessions that were signed out of: here at once, at another instance of the same store two seconds later at most. */
export interface Ended {
  /** Code: store-unavailable. */
  has(id: string): Promise<boolean>;
  /** Code: store-unavailable, store-full. */
  add(id: string, until: number): Promise<void>;
}

/** Sessions that were signed out of are remembered until they would have ended, at most so many. */
export const mostEnded = 100_000;

/** For so many seconds a list is used. */
const fresh = 2;

/** `now` is in seconds since 1970. Without a desk they are remembered by this process alone. */
export function openEnded(desk: EndedDesk | undefined, now: () => number): Ended {
  const own = new Map<string, number>();
  let listed: Promise<ReadonlySet<string>> = Promise.resolve(new Set());
  let at = Number.NEGATIVE_INFINITY;
  const elsewhere = (shared: EndedDesk): Promise<ReadonlySet<string>> => {
    // A clock that was put back makes no list last longer.
    if (Math.abs(now() - at) < fresh) return listed;
    at = now();
    listed = shared.list(at).then((ids) => new Set(ids));
    // A store that is away now is asked again by the next one.
    listed.catch(() => {
      at = Number.NEGATIVE_INFINITY;
    });
    return listed;
  };
  return {
    has: async (id) => own.has(id) || (desk !== undefined && (await elsewhere(desk)).has(id)),
    add: async (id, until) => {
      // First: one that the others were not told of goes on here too, so that who signs out again tells them.
      await desk?.add(id, until, now());
      if (own.size >= mostEnded) for (const [other, end] of own) if (end <= now()) own.delete(other);
      const [oldest] = own.keys();
      if (own.size >= mostEnded && oldest !== undefined) own.delete(oldest);
      own.set(id, until);
    },
  };
}
