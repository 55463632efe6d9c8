import type { KeptHead } from './records.ts';

/** A level that a response says: of one citizen and one variant, and not withdrawn. */
export interface Stated {
  /** The response, by the order in which they were first committed. */
  readonly response: number;
  /** YYYY-MM-DD in Denmark: the day of the level. */
  readonly day: string;
  /** The instant of `authored`, of the response's first finished version. */
  readonly authored: number;
  /** Only the rule says so: no professional has assessed it. */
  readonly suggested: boolean;
}

/**
 * Which response stands above which (STORE.md "Over time"): for each that is no longer in force, the one that takes its
 * place. The newest counts, by its day, then by `authored`, then by commit. A suggestion supersedes only suggestions; a
 * response without a level takes no part. In force is the one that is not in the answer, beside at most one newer
 * suggestion.
 */
export function superseded(levels: readonly Stated[]): ReadonlyMap<number, number> {
  const newestFirst = [...levels].sort(newer);
  const by = new Map<number, number>();
  const [newest] = newestFirst;
  const settled = newestFirst.find(({ suggested }) => !suggested);
  for (const level of newestFirst) {
    const above = level.suggested ? newest : settled;
    if (above !== undefined && above !== level) by.set(level.response, above.response);
  }
  return by;
}

/** Whether a response takes part: it states a level, and is not withdrawn. */
export function isLevel({ level, status }: Pick<KeptHead, 'level' | 'status'>): boolean {
  return level !== undefined && status !== 'entered-in-error';
}

function newer(one: Stated, other: Stated): number {
  if (one.day !== other.day) return one.day < other.day ? 1 : -1;
  return other.authored - one.authored || other.response - one.response;
}
