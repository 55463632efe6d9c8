import type { DatabaseSync } from 'node:sqlite';
import { fromSqlite } from '../failure.ts';
import type { Sql } from '../sql.ts';

export type Settled = { readonly value: unknown } | { readonly error: unknown };

type Work = (sql: Sql) => Promise<unknown>;

/** What became of a work: `later` where another one holds what it asked for; it has written nothing then. */
export type Outcome = Settled | 'later';

/** So many go side by side at most: each may hold a Bundle that is not packed yet. */
export const mostBeside = 32;

/**
 * Runs works in the one transaction of a connection, step by step: all of them look for their response, then all for
 * their citizen, then all write their row, and so on. The processor has the code and the pages of a step at hand then.
 * They take the same locks as on PostgreSQL, so that none meets what another one has begun. Undefined where one failed
 * that had written: nothing of the transaction may stay.
 */
export async function sideBySide(
  database: DatabaseSync,
  sql: Sql,
  works: readonly Work[],
): Promise<readonly Outcome[] | undefined> {
  const holders = new Map<string, Sql>();
  const last = new Map<unknown, LastOf>();
  let isSpoiled = false;

  const run = async (work: Work): Promise<Outcome> => {
    let hasWritten = false;
    const step = (writes: boolean): void => {
      // After a full disk, say, each statement would be a transaction of its own.
      if (isSpoiled || !database.isTransaction) throw new Error('the transaction ended early');
      hasWritten ||= writes;
    };
    const own: Sql = {
      dialect: sql.dialect,
      all: async (text, values) => {
        step(!text.startsWith('SELECT'));
        return sql.all(text, values);
      },
      insert: async (into, rows) => {
        step(true);
        return sql.insert(into, rows);
      },
      lock: async (kind, keys) => {
        for (const key of keys) {
          const name = `${kind} ${key}`;
          if ((holders.get(name) ?? own) !== own) throw isHeld;
          holders.set(name, own);
        }
      },
      last: async (does, items) => {
        const known = last.get(does) ?? { items: [], run: (all) => does(sql, all as typeof items) };
        last.set(does, known);
        known.items.push(...items);
      },
    };
    try {
      return { value: await work(own) };
    } catch (error) {
      isSpoiled ||= hasWritten;
      return error === isHeld ? 'later' : { error: fromSqlite(error) };
    }
  };

  const outcomes = await Promise.all(works.map(run));
  if (!database.isTransaction) throw firstError(outcomes);
  if (isSpoiled) return undefined;
  for (const { run: does, items } of last.values()) await does(items);
  return outcomes;
}

/** What several works leave to be done last, once. */
interface LastOf {
  readonly items: unknown[];
  readonly run: (items: readonly unknown[]) => Promise<void>;
}

/** Thrown where another work holds a lock. */
const isHeld = new Error('held by another work of the same transaction');
