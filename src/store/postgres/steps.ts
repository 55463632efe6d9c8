import type { PoolClient, QueryConfig } from 'pg';
import type { Transaction } from '../side-by-side.ts';
import type { LockKind, Row, Sql, Value } from '../sql.ts';
import { insertions, lockKey, prepared, statementsOn } from './statements.ts';

/** What a work asks for, and how it hears of it. */
interface Asked<Question, Answer> {
  readonly question: Question;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

type Statements = Asked<QueryConfig, readonly Row[]>[];
type Insertions = Asked<readonly (readonly Value[])[], undefined>[];
type Locks = Asked<readonly (readonly [number, number])[], boolean>[];

const tryLocks = {
  name: 'try-locks',
  text: 'SELECT pg_try_advisory_xact_lock(one, two) AS held FROM unnest($1::int[], $2::int[]) AS key (one, two)',
};

/**
 * Statements of works that go side by side in a transaction, on a connection that pipelines. What all of them ask goes
 * out at once, and what they ask next when all of it is answered: one round trip a step, and not one a statement. Rows
 * for one table go in one statement, and so do locks.
 */
export function stepsOn(client: PoolClient): Transaction {
  let statements: Statements = [];
  let locks: Locks = [];
  let rows = new Map<string, Insertions>();
  let underWay = 0;
  let isDue = false;
  let isOpen = true;

  const ask = <Question, Answer>(list: Asked<Question, Answer>[], question: Question) =>
    new Promise<Answer>((resolve, reject) => {
      list.push({ question, resolve, reject });
      sendSoon();
    });

  /** When all who were answered have asked again. */
  const sendSoon = (): void => {
    if (isDue || underWay > 0) return;
    isDue = true;
    process.nextTick(send);
  };

  const send = (): void => {
    const [asked, locking, inserting] = [statements, locks, rows];
    [statements, locks, rows, isDue] = [[], [], new Map(), false];
    if (locking.length > 0) void answer(locking, lock(locking.map(({ question }) => question)));
    for (const { question, resolve, reject } of asked) run(question).then(resolve, reject);
    for (const [into, some] of inserting) void answer(some, insert(into, some));
  };

  const run = async (statement: QueryConfig): Promise<readonly Row[]> => {
    underWay += 1;
    try {
      return (await client.query<Row>(statement)).rows;
    } catch (error) {
      isOpen = false;
      throw error;
    } finally {
      underWay -= 1;
      if (statements.length + locks.length + rows.size > 0) sendSoon();
    }
  };

  const insert = async (into: string, asked: Insertions): Promise<readonly undefined[]> => {
    const all = asked.flatMap(({ question }) => question);
    await Promise.all(insertions(into, all).map(run));
    return asked.map(() => undefined);
  };

  /** Whether whoever asked now holds all that it asked for. */
  const lock = async (asked: readonly Locks[number]['question'][]): Promise<readonly boolean[]> => {
    const keys = asked.flat();
    const found = await run({ ...tryLocks, values: [keys.map(([one]) => one), keys.map(([, two]) => two)] });
    let end = 0;
    return asked.map(({ length }) => {
      end += length;
      return found.slice(end - length, end).every(({ held }) => held);
    });
  };

  const sql: Sql = {
    ...statementsOn(client),
    all: <Found extends Row>(text: string, values: readonly Value[] = []) =>
      ask(statements, prepared(text, values)) as Promise<readonly Found[]>,
    insert: async (into, some) => {
      if (some.length === 0) return;
      const asked = rows.get(into) ?? [];
      rows.set(into, asked);
      await ask(asked, some);
    },
    last: (work, items) => work(sql, items),
  };
  const tryLock = async (kind: LockKind, keys: readonly string[]) => {
    const wanted = keys.map((key) => lockKey(kind, key));
    return wanted.length === 0 || ask(locks, wanted);
  };
  return { sql, tryLock, isOpen: () => isOpen };
}

async function answer<Question, Answer>(
  asked: readonly Asked<Question, Answer>[],
  answers: Promise<readonly Answer[]>,
): Promise<void> {
  try {
    const given = await answers;
    for (const [index, { resolve }] of asked.entries()) resolve(given[index] as Answer);
  } catch (error) {
    for (const { reject } of asked) reject(error);
  }
}
