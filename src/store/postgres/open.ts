import pg from 'pg';
import { fromPostgres, mayRunAgain } from '../failure.ts';
import { migrate } from '../migrate.ts';
import type { Sql } from '../sql.ts';
import type { Store } from '../store.ts';
import { statementsOn } from './statements.ts';

/**
 * Milliseconds: to wait for a connection (a new one, or a busy one's turn), and for one statement. The door gives a
 * request 20 seconds.
 */
const patience = { connect: 15_000, statement: 15_000 };
/** Connections of one instance: a database of 100 then serves several instances and their operators. */
const connections = 10;
/** A transaction that PostgreSQL took back, for a deadlock say, is made again this often. */
const attempts = 5;

const clock = 'SELECT CAST(extract(epoch FROM clock_timestamp()) * 1000 AS bigint) AS now';

/** bigint as a number: our moments and counters stay far below 2^53. */
const types = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    oid === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(oid, format),
} as pg.CustomTypesConfig;

/**
 * Opens the store in a PostgreSQL database. Several instances may share it. Throws a Refusal: store-unavailable,
 * store-newer.
 */
export async function openPostgres(url: string): Promise<Store> {
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    types,
    connectionTimeoutMillis: patience.connect,
    statement_timeout: patience.statement,
    // A statement that hangs with the network must not hold its caller longer than one that hangs in the database.
    query_timeout: patience.statement + 5_000,
    keepAlive: true,
    application_name: 'niveau',
    // A 2xx means on the disk, whatever the database is set to.
    options: '-c synchronous_commit=on -c idle_in_transaction_session_timeout=60000',
  });
  // An idle connection that breaks is replaced by the next one; without a listener it would end the process.
  pool.on('error', () => {});
  const commits = { count: 0, writes: 0 };
  const write = async <Result>(work: (sql: Sql) => Promise<Result>): Promise<Result> => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        const result = await transaction(pool, 'BEGIN', work);
        commits.count += 1;
        commits.writes += 1;
        return result;
      } catch (error) {
        if (attempt === attempts || !mayRunAgain(error)) throw fromPostgres(error);
      }
    }
  };
  const read = async <Result>(work: (sql: Sql) => Promise<Result>): Promise<Result> => {
    try {
      // One moment for all statements of a read: a page and its total, say, fit together.
      return await transaction(pool, 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY', work);
    } catch (error) {
      throw fromPostgres(error);
    }
  };
  try {
    await write((sql) => migrate(sql, (work) => work()));
  } catch (error) {
    await pool.end();
    throw error;
  }
  return {
    kind: 'postgres',
    commits,
    write,
    read,
    now: async () => {
      try {
        // One round trip: no transaction around it.
        const { rows } = await pool.query<{ now: number }>(clock);
        return rows[0]?.now ?? 0;
      } catch (error) {
        throw fromPostgres(error);
      }
    },
    forget: async () => {},
    close: () => pool.end(),
  };
}

async function transaction<Result>(pool: pg.Pool, begin: string, work: (sql: Sql) => Promise<Result>): Promise<Result> {
  const client = await pool.connect();
  let broken: Error | undefined;
  const note = (error: Error) => {
    broken = error;
  };
  client.on('error', note);
  try {
    await client.query(begin);
    const result = await work(statementsOn(client));
    await client.query('COMMIT');
    return result;
  } catch (error) {
    // Where not even that is answered, the connection is thrown away, and PostgreSQL takes the transaction back.
    await client.query('ROLLBACK').catch(note);
    throw error;
  } finally {
    client.off('error', note);
    client.release(broken);
  }
}
