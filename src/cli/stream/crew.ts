import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import { collectBetweenTurns, widenYoungSpaceOfThreads } from '../../young-space.ts';
import { type Answering, type Answers, openAnswers, type Setting } from './answers.ts';
import type { Block } from './blocks.ts';
import { createSpares } from './text.ts';
import type { Given, Sent } from './worker.ts';

const file = new URL(import.meta.url.endsWith('.ts') ? './worker.ts' : './worker.js', import.meta.url);

/** Whoever answers blocks: this thread, or others. */
export interface Crew {
  /** So many blocks may be under way: memory is bounded by it. */
  readonly width: number;
  /** As `Answering` does. */
  answer(block: Block, firstLine: number): Promise<Answers>;
  /** Takes back the memory of answers that are written: those of another block go there. */
  reuse(memory: ArrayBuffer): void;
  end(): Promise<void>;
}

/**
 * Of each thread one block and the next one; and some more, since answers are written in order: while one thread
 * collects garbage, or its answers are written, another would have nothing to do.
 */
const underWay = (jobs: number) => 2 * jobs + 2;

/** What is shorter is answered before other threads have started. */
const short = 1_048_576;

/**
 * With one job this thread does all of it. With more it answers an input that is short; of a long one, or one whose
 * `size` nobody knows, threads take all that comes, each one block at a time with the next one waiting for it: this one
 * would load the model, and scoring, for the beginning alone, and hold 30 MB for it. Of tasks other than scoring it has
 * loaded them anyway, and answers the beginning of an input of unknown size.
 */
export async function openCrew(setting: Setting, jobs: number, size: number | undefined): Promise<Crew> {
  const isScoring = setting.task.kind === 'score';
  const isLong = jobs > 1 && (size === undefined ? isScoring : size > short);
  // What a task other than scoring reads besides its lines may be refused, before any of them is answered.
  const here = isLong && isScoring ? undefined : await openAnswers(setting);
  const alone = jobs === 1 ? Number.POSITIVE_INFINITY : isLong ? 0 : short;
  const team = createTeam(setting, jobs);
  let begun = 0;
  const next = () => (here !== undefined && begun < alone ? here : team);
  return {
    width: jobs === 1 ? 1 : underWay(jobs),
    answer: ({ bytes }, line) => {
      const who = next();
      begun += bytes.length;
      return who.answer(bytes, line);
    },
    reuse: (memory) => next().reuse(memory),
    end: team.end,
  };
}

interface Member {
  readonly worker: Worker;
  /** The blocks that it has, by their first line. */
  readonly waiting: Map<number, PromiseWithResolvers<Answers>>;
}

/**
 * Each thread has a compiler of its own, which takes a core from the others: a seventh of all processor time of the
 * first 40,000 lines. V8 compiles for speed what has run 3,000 times; of 60,000 the few functions that run many times a
 * line are compiled soon enough, the others later or, of a shorter stream, never.
 */
function compileSeldom(): void {
  setFlagsFromString('--invocation-count-for-turbofan=60000');
}

function createTeam(setting: Setting, jobs: number): Answering & Pick<Crew, 'end'> {
  const members: Member[] = [];
  const spares = createSpares(underWay(jobs));
  const hire = (): Member => {
    // What is set holds for this thread too: where it works alone, it is not set.
    widenYoungSpaceOfThreads(jobs);
    collectBetweenTurns();
    compileSeldom();
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
      const spare = spares.take();
      const given: Given = { bytes, firstLine, spare };
      member.worker.postMessage(given, spare === undefined ? [bytes.buffer] : [bytes.buffer, spare]);
      return answered.promise;
    },
    reuse: spares.add,
    end: async () => {
      await Promise.all(members.map(({ worker }) => worker.terminate()));
    },
  };
}
