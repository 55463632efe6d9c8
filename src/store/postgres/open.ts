import pg from 'pg';
import { fromPostgres, mayRunAgain, storeRefusal } from '../failure.ts';
import { migrate } from '../migrate.ts';
import type { Sql } from '../sql.ts';
import type { Store } from '../store.ts';
import { groupCommit, groups } from './group.ts';
import { statementsOn } from './statements.ts';
import { stepsOn } from './steps.ts';

/** Milliseconds of a command: to wait for a connection (a new one, or a busy one's turn), and for one statement. */
const patience = { connect: 15_000, statement: 15_000 };

/**
 * Milliseconds of the service: for a connection, for the clock, which is asked first, and for a transaction with all of
 * its statements and tries. The door answers after 20 seconds in any case, and then says that the client was slow
 * (408); that the database does not answer (503) has to be told before.
 */
export const servicePatience = { connect: 5_000, clock: 5_000, transaction: 14_000 };

export interface PostgresOptions {
  /** As the service; a command may take its time, and what it writes side by side shares commits. */
  readonly alone: boolean;
  readonly service?: typeof servicePatience;
}
/** Connections of one instance: a database of 100 then serves several instances and their operators. */
const connections = 10;
/** A transaction that PostgreSQL took back, for a deadlock say, is made again this often. */
const attempts = 5;

const clock = 'SELECT CAST(extract(epoch FROM clock_timestamp()) * 1000 AS bigint) AS now';

const lookedAtFewer = "SELECT 1 FROM pg_class WHERE oid = 'response'::regclass AND reltuples < $1";
/** Of the tables that a create asks; one that somebody else has locked is left out. */
const look = 'ANALYZE (SKIP_LOCKED) response, version, outcome, resource, citizen_number';

/** bigint as a number: our moments and counters stay far below 2^53. */
const types = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    oid === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(oid, format),
} as pg.CustomTypesConfig;

/**
 * Opens the store in a PostgreSQL database. Several instances may share it. Throws a Refusal: store-unavailable,
 * store-newer.
 */
export async function openPostgres(
  url: string,
  { alone: isService, service = servicePatience }: PostgresOptions,
): Promise<Store> {
  const until = (most: number) => (isService ? performance.now() + most : undefined);
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    types,
    connectionTimeoutMillis: isService ? service.connect : patience.connect,
    statement_timeout: patience.statement,
    // A statement that hangs with the network must not hold its caller longer than one that hangs in the database.
    query_timeout: patience.statement + 5_000,
    keepAlive: true,
    pipeline: !isService,
    application_name: 'niveau',
    // A 2xx means on the disk, whatever the database is set to.
    options: '-c synchronous_commit=on -c idle_in_transaction_session_timeout=60000',
  });
  // An idle connection that breaks is replaced by the next one; without a listener it would end the process.
  pool.on('error', () => {});
  const commits = { count: 0, writes: 0 };
  const writeUntil = async <Result>(end: End, work: (sql: Sql) => Promise<Result>): Promise<Result> => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        const result = await transaction(pool, 'BEGIN', end, (client) => work(statementsOn(client)));
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
      return await transaction(
        pool,
        'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY',
        until(service.transaction),
        (client) => work(statementsOn(client)),
      );
    } catch (error) {
      throw fromPostgres(error);
    }
  };
  try {
    // The schema of a filled store takes the time that it takes; nobody is answered yet.
    await writeUntil(undefined, (sql) => migrate(sql, (work) => work()));
  } catch (error) {
    await pool.end();
    throw error;
  }
  // A group, or the clock, does not wait behind all that a command writes alone, and none of that loses its patience.
  const turn = isService ? atOnce : atMost(connections - groups);
  const alone: Store['write'] = (work) => turn(() => writeUntil(until(service.transaction), work));
  const beside = groupCommit({
    alone,
    commit: (work) => transaction(pool, 'BEGIN', undefined, (client) => work(stepsOn(client))),
    commits,
  });
  const readClock = async (): Promise<number> => {
    try {
      // One round trip: no transaction around it.
      return await connected(pool, until(service.clock), async (client) => {
        const { rows } = await client.query<{ now: number }>(clock);
        return rows[0]?.now ?? 0;
      });
    } catch (error) {
      throw fromPostgres(error);
    }
  };
  let asked: Promise<number> | undefined;
  /** Whoever asks at the same time asks once. */
  const now = (): Promise<number> => {
    asked ??= Promise.resolve().then(() => {
      asked = undefined;
      return readClock();
    });
    return asked;
  };
  return {
    kind: 'postgres',
    commits,
    write: (work, way) => (way === 'beside' && !isService ? beside(work) : alone(work)),
    read,
    now,
    forget: async () => {},
    lookAnew: async (responses) => {
      try {
        const { rowCount } = await pool.query(lookedAtFewer, [responses / 2]);
        if (rowCount === 1) await pool.query(look);
      } catch {
        // It took too long, or somebody stopped it. A database that is gone is told by whoever writes next.
      }
    },
    close: () => pool.end(),
  };
}

type Turn = <Result>(work: () => Promise<Result>) => Promise<Result>;

const atOnce: Turn = (work) => work();

function atMost(most: number): Turn {
  const waiting: (() => void)[] = [];
  let under = 0;
  return async (work) => {
    if (under === most) await new Promise<void>((resolve) => waiting.push(resolve));
    else under += 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) under -= 1;
      else next();
    }
  };
}

/** By when it has to be done, by `performance.now()`; undefined where it takes the time that it takes. */
type End = number | undefined;

function transaction<Result>(
  pool: pg.Pool,
  begin: string,
  end: End,
  work: (client: pg.PoolClient) => Promise<Result>,
): Promise<Result> {
  return connected(pool, end, async (client, giveUp) => {
    try {
      await client.query(begin);
      const result = await work(client);
      await client.query('COMMIT');
      return result;
    } catch (error) {
      // Where not even that is answered, the connection is thrown away, and PostgreSQL takes the transaction back.
      await client.query('ROLLBACK').catch(giveUp);
      throw error;
    }
  });
}

/**
 * Runs `work` on a connection. What is not done by `end` is broken off with its connection, whatever it waits for, and
 * refused as `store-unavailable`.
 */
async function connected<Result>(
  pool: pg.Pool,
  end: End,
  work: (client: pg.PoolClient, giveUp: (error: Error) => void) => Promise<Result>,
): Promise<Result> {
  const client = await pool.connect();
  let broken: Error | undefined;
  const giveUp = (error: Error) => {
    broken = error;
  };
  client.on('error', giveUp);
  let late = false;
  const breakOff = () => {
    late = true;
    // Its statement that runs ends with it.
    client.release(new Error('late'));
  };
  const timer = end === undefined ? undefined : setTimeout(breakOff, end - performance.now());
  try {
    return await work(client, giveUp);
  } catch (error) {
    throw late ? storeRefusal('store-unavailable') : error;
  } finally {
    clearTimeout(timer);
    client.off('error', giveUp);
    if (!late) client.release(broken);
  }
}
