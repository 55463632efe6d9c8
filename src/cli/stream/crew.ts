import { Worker } from 'node:worker_threads';
import { widenYoungSpaceOfThreads } from '../../young-space.ts';
import { type AnswerBlock, type Answers, openAnswers, type Setting } from './answers.ts';
import type { Block } from './blocks.ts';
import type { Given, Sent } from './worker.ts';

const file = new URL(import.meta.url.endsWith('.ts') ? './worker.ts' : './worker.js', import.meta.url);

/** Whoever answers blocks: this thread, or others. */
export interface Crew {
  /** So many blocks may be under way: memory is bounded by it. */
  readonly width: number;
  /** Any number may be under way; each is answered alone. */
  answer(block: Block, firstLine: number): Promise<Answers>;
  end(): Promise<void>;
}

/**
 * With one job this thread does all of it. With more the first block is answered here, since a short input is done
 * before another thread has started, and then threads take what comes, each one block at a time with the next one
 * waiting for it.
 */
export async function openCrew(setting: Setting, jobs: number): Promise<Crew> {
  const here = await openAnswers(setting);
  if (jobs === 1) return { width: 1, answer: (block, line) => here(block.bytes, line), end: async () => {} };
  widenYoungSpaceOfThreads(jobs);
  const team = createTeam(setting, jobs);
  let begun = false;
  return {
    width: 2 * jobs,
    answer: (block, line) => {
      if (begun) return team.answer(block.bytes, line);
      begun = true;
      return here(block.bytes, line);
    },
    end: team.end,
  };
}

interface Member {
  readonly worker: Worker;
  /** The blocks that it has, by their first line. */
  readonly waiting: Map<number, PromiseWithResolvers<Answers>>;
}

function createTeam(setting: Setting, jobs: number): { answer: AnswerBlock; end: () => Promise<void> } {
  const members: Member[] = [];
  const hire = (): Member => {
    const worker = new Worker(file, { workerData: setting });
    const waiting: Member['waiting'] = new Map();
    const failed = (error: unknown) => {
      for (const { reject } of waiting.values()) reject(error);
      waiting.clear();
    };
    worker
      .on('message', ({ firstLine, answers }: Sent) => {
        waiting.get(firstLine)?.resolve(answers);
        waiting.delete(firstLine);
      })
      .on('error', failed)
      // Of one that was stopped by us nothing is waited for.
      .on('exit', () => failed(new Error('a thread ended')));
    const member = { worker, waiting };
    members.push(member);
    return member;
  };
  return {
    answer: (bytes, firstLine) => {
      const least = members.toSorted((one, other) => one.waiting.size - other.waiting.size)[0];
      const member = least === undefined || (least.waiting.size > 0 && members.length < jobs) ? hire() : least;
      const answered = Promise.withResolvers<Answers>();
      member.waiting.set(firstLine, answered);
      member.worker.postMessage({ bytes, firstLine } satisfies Given, [bytes.buffer]);
      return answered.promise;
    },
    end: async () => {
      await Promise.all(members.map(({ worker }) => worker.terminate()));
    },
  };
}
