import { refuse } from '../outcome/problem.ts';

/** Ids of tokens that came in, each until it ends. */
export interface Seen {
  /** True for an id that came for the first time, or again with the same content. Code: too-many-at-once. */
  isOf(id: string, content: string, until: number): boolean;
}

/**
 * Remembers at most so many ids. Where that is full of tokens that have not ended, none is forgotten for a new one,
 * which would let the old one in again. Moments are seconds since 1970; `now` gives the present one.
 */
export function createSeen(most: number, now: () => number): Seen {
  const contents = new Map<string, { readonly content: string; readonly until: number }>();
  return {
    isOf(id, content, until) {
      const known = contents.get(id);
      if (known !== undefined && known.until > now()) return known.content === content;
      if (contents.size >= most) {
        for (const [other, { until: end }] of contents) if (end <= now()) contents.delete(other);
        if (contents.size >= most) refuse('too-many-at-once');
      }
      contents.set(id, { content, until });
      return true;
    },
  };
}
