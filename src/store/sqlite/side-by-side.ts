import type { DatabaseSync } from 'node:sqlite';
import { fromSqlite } from '../failure.ts';
import type { Row, Sql } from '../sql.ts';

/** What a write of the group does. */
export type Work = (sql: Sql) => Promise<unknown>;

export type Settled = { readonly value: unknown } | { readonly error: unknown };

/** What became of a work: `later` where another one holds what it asked for; it has written nothing then. */
export type Outcome = Settled | 'later';

/**
 * Runs works in the one transaction of a connection, step by step: all of them look for their response, then all for
 * their citizen, then all write their row, and so on, so that the processor has the code and the pages of a step at
 * hand. They take the same locks as on PostgreSQL, so that none meets what another one has begun. Undefined where one
 * failed that had written: then nothing of the transaction may stay. Throws what ended the transaction.
 */
export async function sideBySide(
  database: DatabaseSync,
  sql: Sql,
  works: readonly Work[],
): Promise<readonly Outcome[] | undefined> {
  const holders = new Map<string, Sql>();
  const last = new Map<unknown, LastOf>();
  let isSpoiled = false;
  let reason: unknown = ended;

  const run = async (work: Work): Promise<Outcome> => {
    let hasWritten = false;
    const step = (writes: boolean): void => {
      // After a full disk, say, each statement would be a transaction of its own.
      if (isSpoiled || !database.isTransaction) throw ended;
      hasWritten ||= writes;
    };
    // Of several errors, only that of the statement after which there is no transaction is the whole group's.
    const watched = async <Given>(statement: Promise<Given>): Promise<Given> => {
      try {
        return await statement;
      } catch (error) {
        if (!database.isTransaction && reason === ended) reason = fromSqlite(error);
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
      return error === held ? 'later' : { error: fromSqlite(error) };
    }
  };

  const outcomes = await Promise.all(works.map(run));
  if (!database.isTransaction) throw reason;
  if (isSpoiled) return undefined;
  try {
    for (const { once, items } of last.values()) await once(items);
  } catch (error) {
    if (!database.isTransaction) throw error;
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

const held = new Error('another work of the transaction holds it');
const ended = new Error('the transaction ended early');
