import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Refusal } from '../../outcome/problem.ts';
import { fromSqlite, isFull, storeRefusal } from '../failure.ts';
import { migrate } from '../migrate.ts';
import type { Store } from '../store.ts';
import { markClosed, markOpen } from './copied.ts';
import { requireDatabase } from './database-file.ts';
import { groupCommit } from './group.ts';
import { lockFile } from './lock.ts';
import { statementsOn } from './statements.ts';

/** How long a statement waits for another process, such as `niveau outbox retry`, in milliseconds. */
const patience = 5_000;

/**
 * What a savepoint would take back is kept in memory: a create changes some 60 pages, and in a temporary file each of
 * them was written twice, 130 calls in all and a sixth of its time. A cache of 32 MB instead of 2 holds the upper parts
 * of the indexes of a million responses.
 */
const working = 'PRAGMA temp_store = MEMORY; PRAGMA cache_size = -32000';

/**
 * The log goes into the database after 16 MB, and not after 4: pages that are written again and again, such as those of
 * indexes, go once. Over HTTP 64 clients then create a tenth more; with 32 MB no more, and some wait for longer.
 */
const checkpoints = 'PRAGMA wal_autocheckpoint = 4000';

export interface SqliteOptions {
  /** The service is alone with its file; a command comes and goes beside it. */
  readonly alone: boolean;
}

/**
 * Opens the store in a file, which is made with its folder where there is none.
 * Throws a Refusal: store-no-database, store-in-use, store-newer, store-copied, store-unavailable.
 */
export async function openSqlite(file: string, { alone }: SqliteOptions): Promise<Store> {
  const release = prepare(file, alone);
  try {
    return await connect(file, alone, release);
  } catch (error) {
    release();
    throw fromSqlite(error);
  }
}

function prepare(file: string, alone: boolean): () => void {
  try {
    requireDatabase(file);
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    // Citizens are in it: for nobody else on the machine. SQLite gives the files beside it the same rights.
    closeSync(openSync(file, 'a', 0o600));
    return alone ? lockFile(file) : () => {};
  } catch (error) {
    throw error instanceof Refusal ? error : storeRefusal('store-unavailable');
  }
}

async function connect(file: string, alone: boolean, release: () => void): Promise<Store> {
  const writer = new DatabaseSync(file, { timeout: patience });
  try {
    // FULL at every open: a reopened WAL database may come up NORMAL, where a power cut takes the last commits.
    writer.exec(
      'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF',
    );
    writer.exec(`${working}; ${checkpoints}`);
    await migrate(statementsOn(writer), (work) => inTransaction(writer, work));
    if (alone) markOpen(writer, file);
    const reader = new DatabaseSync(file, { timeout: patience, readOnly: true });
    const reading = statementsOn(reader);
    const group = groupCommit(writer);
    return {
      kind: 'sqlite',
      commits: group.commits,
      write: group.write,
      read: async (work) => {
        try {
          return await work(reading);
        } catch (error) {
          throw fromSqlite(error);
        }
      },
      now: async () => Date.now(),
      forget: async () => {
        await group.idle();
        // Pages as they were before stand in the log until its place is used again.
        writer.exec('PRAGMA wal_checkpoint(TRUNCATE)');
      },
      lookAnew: async () => {},
      close: async () => {
        await group.idle();
        reader.close();
        try {
          if (alone) markClosed(writer);
        } catch (error) {
          // On a full disk the note stays, and a copy of the file is refused, though it would be whole.
          if (!isFull(error)) throw fromSqlite(error);
        } finally {
          writer.close();
          release();
        }
      },
    };
  } catch (error) {
    writer.close();
    throw error;
  }
}

async function inTransaction(database: DatabaseSync, work: () => Promise<void>): Promise<void> {
  database.exec('BEGIN IMMEDIATE');
  try {
    await work();
    database.exec('COMMIT');
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}
