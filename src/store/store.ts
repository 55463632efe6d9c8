import type { WriteWay } from '../work/keep/archive.ts';
import type { Sql } from './sql.ts';

/** A database, behind the one port through which everything is kept. Either database behaves the same. */
export interface Store {
  readonly kind: 'sqlite' | 'postgres';
  /**
   * Runs `work` in a transaction of its own, and gives its result when that is on the disk. What `work` throws takes
   * back what it wrote and nothing else. It may wait for its statements only: never for a network or a timer. It may be
   * run again, after all that it wrote was taken back. One that goes `beside` others takes a lock on all that it asks
   * for before it writes anything, on SQLite too.
   * Throws a Refusal: store-unavailable, store-full.
   */
  write<Result>(work: (sql: Sql) => Promise<Result>, way?: WriteWay): Promise<Result>;
  /** Runs `work`, which changes nothing, on what is committed. Throws a Refusal: store-unavailable. */
  read<Result>(work: (sql: Sql) => Promise<Result>): Promise<Result>;
  /** The moment, by the one clock that everybody at this store shares: the database's own. */
  now(): Promise<number>;
  /**
   * Takes what was deleted out of the files beside the store's own, as far as nobody else reads at this moment; of
   * PostgreSQL that is its own matter.
   */
  forget(): Promise<void>;
  /**
   * Has PostgreSQL look at its tables, where so many responses are more than twice what it found there last: it plans a
   * statement by that once, and reads whole indexes where it found them empty. Nothing needs doing in SQLite. It fails
   * for nobody: without it all is right, and slower.
   */
  lookAnew(responses: number): Promise<void>;
  /** How many transactions were committed and how many writes they held. */
  readonly commits: { readonly count: number; readonly writes: number };
  /** Waits for what runs, then lets go of the database. */
  close(): Promise<void>;
}
