import { Refusal } from '../../outcome/problem.ts';
import { isOfStore } from '../../work/keep/archive.ts';
import { fromPostgres, mayRunAgain } from '../failure.ts';
import { type Outcome, type Settled, sideBySide, type Transaction, type Work } from '../side-by-side.ts';
import type { Store } from '../store.ts';

interface Job {
  readonly work: Work;
  readonly settle: (settled: Settled) => void;
}

/** Writes of one commit: of 3,000 lines, 64 in two groups took 1.0 ms a line, 32 or 128 a twelfth more. */
const most = 64;
/** Groups at a time: while one waits for the database, another is made. With one it was a tenth more. */
export const groups = 2;

export interface GroupOptions {
  /** A write in a transaction of its own. */
  readonly alone: Store['write'];
  /** Runs works in a transaction, and commits it; what is thrown takes it back. */
  readonly commit: <Result>(work: (transaction: Transaction) => Promise<Result>) => Promise<Result>;
  readonly commits: { count: number; writes: number };
}

/**
 * Writes of many callers that go side by side: those that wait share a transaction. Where one fails that had written,
 * or the database refuses a statement, it is taken back, and each is written in one of its own; so is a write whose
 * lock another one holds, so that nobody waits for more than its own.
 */
export function groupCommit({ alone, commit, commits }: GroupOptions): Store['write'] {
  const waiting: Job[] = [];
  let running = 0;

  const run = async (): Promise<void> => {
    running += 1;
    while (waiting.length > 0) {
      // Whoever came at the same time goes along.
      await new Promise((resolve) => setImmediate(resolve));
      await write(waiting.splice(0, most));
    }
    running -= 1;
  };

  const write = async (jobs: readonly Job[]): Promise<void> => {
    let outcomes: readonly Outcome[] | undefined;
    try {
      outcomes = jobs.length > 1 ? await together(jobs.map(({ work }) => work)) : undefined;
    } catch (error) {
      const told = fromPostgres(error);
      if (!mayRunAgain(error) && told instanceof Refusal && told.problems.every(isOfStore)) {
        for (const { settle } of jobs) settle({ error: told });
        return;
      }
    }
    const ends = jobs.map(async ({ work, settle }, index) => {
      const outcome = outcomes?.[index] ?? 'later';
      settle(outcome === 'later' ? await settled(work) : outcome);
    });
    // The next group does not wait for somebody else's lock.
    if (outcomes === undefined) await Promise.all(ends);
  };

  const together = async (works: readonly Work[]): Promise<readonly Outcome[]> => {
    const outcomes = await commit(async (transaction) => {
      const made = await sideBySide(transaction, works, fromPostgres);
      if (made === undefined) throw spoiled;
      return made;
    });
    commits.count += 1;
    commits.writes += outcomes.filter((outcome) => outcome !== 'later').length;
    return outcomes;
  };

  const settled = async (work: Work): Promise<Settled> => {
    try {
      return { value: await alone(work) };
    } catch (error) {
      return { error };
    }
  };

  return <Result>(work: Work) =>
    new Promise<Result>((resolve, reject) => {
      const settle = (outcome: Settled) => {
        if ('error' in outcome) reject(outcome.error);
        else resolve(outcome.value as Result);
      };
      waiting.push({ work, settle });
      if (running < groups) void run();
    });
}

const spoiled = new Error('a write that had written failed');
