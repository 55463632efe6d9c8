import type { LockKind, Row, Sql } from './sql.ts';

/** What a write of the group does. */
export type Work = (sql: Sql) => Promise<unknown>;

export type Settled = { readonly value: unknown } | { readonly error: unknown };

/** What became of a work: `later` where another one holds what it asked for: it has written nothing then. */
export type Outcome = Settled | 'later';

/** The transaction of a connection. */
export interface Transaction {
  readonly sql: Sql;
  /** Whether what is written may still be committed: SQLite ends it on a full disk, PostgreSQL at any mistake. */
  readonly isOpen: () => boolean;
  /** Whether the locks are held now, where other transactions may hold them; nobody waits for one here. */
  readonly tryLock?: (kind: LockKind, keys: readonly string[]) => Promise<boolean>;
}

/**
 * Runs works in the one transaction of a connection, step by step: all of them look for their response, then all for
 * their citizen, then all write their row, and so on, so that the processor has the code and the pages of a step at
 * hand. Each takes its locks, also from the others here, so that none meets what another one has begun. Undefined where
 * one failed that had written: then nothing of the transaction may stay. `told`: an error of the database as a refusal.
 * Throws what ended the transaction.
 */
export async function sideBySide(
  { sql, isOpen, tryLock }: Transaction,
  works: readonly Work[],
  told: (error: unknown) => unknown,
): Promise<readonly Outcome[] | undefined> {
  const holders = new Map<string, Sql>();
  const last = new Map<unknown, LastOf>();
  let isSpoiled = false;
  let reason: unknown = ended;

  const run = async (work: Work): Promise<Outcome> => {
    let hasWritten = false;
    const step = (writes: boolean): void => {
      // After a full disk, say, each statement would be a transaction of its own.
      if (isSpoiled || !isOpen()) throw ended;
      hasWritten ||= writes;
    };
    // Of several errors, only that of the statement after which there is no transaction is the whole group's.
    const watched = async <Given>(statement: Promise<Given>): Promise<Given> => {
      try {
        return await statement;
      } catch (error) {
        if (!isOpen() && reason === ended) reason = error;
        throw error;
      }
    };
    const own: Sql = {
      dialect: sql.dialect,
      all: async <Found extends Row>(text: string, values?: Parameters<Sql['all']>[1]) => {
        step(!text.startsWith('SELECT'));
        return watched(sql.all<Found>(text, values));
      },
      insert: async (into, rows) => {
        step(true);
        return watched(sql.insert(into, rows));
      },
      lock: async (kind, keys) => {
        for (const key of keys) {
          const name = `${kind} ${key}`;
          if ((holders.get(name) ?? own) !== own) throw held;
          holders.set(name, own);
        }
        if (tryLock !== undefined && !(await tryLock(kind, keys))) throw held;
      },
      last: async (todo, items) => {
        step(true);
        const known = last.get(todo) ?? { items: [], once: (all) => todo(sql, all as typeof items) };
        known.items.push(...items);
        last.set(todo, known);
      },
    };
    try {
      return { value: await work(own) };
    } catch (error) {
      isSpoiled ||= hasWritten;
      return error === held ? 'later' : { error: told(error) };
    }
  };

  const outcomes = await Promise.all(works.map(run));
  if (!isOpen()) throw reason;
  if (isSpoiled) return undefined;
  try {
    for (const { once, items } of last.values()) await once(items);
  } catch (error) {
    if (!isOpen()) throw error;
    // Whose it was shows when each does its own.
    return undefined;
  }
  return outcomes;
}

/** What several works leave to be done last, once. */
interface LastOf {
  readonly items: unknown[];
  readonly once: (items: readonly unknown[]) => Promise<void>;
}

const held = new Error('another one holds it');
const ended = new Error('the transaction ended early');
