import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Packer } from '../store/pack.ts';
import type { Archive, ReadByOther, Unread } from '../work/keep/archive.ts';
import { collectSeldom, steadyThread, widenYoungSpaceOfThreads } from '../young-space.ts';

/** What the thread begins with: the store's newest dictionary. */
export type Given = Pick<Packer, 'dictionary' | 'content'>;

/** A group of responses, each with the time that it is checked by, in milliseconds since 1970. */
export interface Asked {
  /** Counts the responses that were ever sent to the thread. */
  readonly first: number;
  readonly bytes: Uint8Array;
  /** Where each of them ends in `bytes`. */
  readonly ends: readonly number[];
  readonly times: readonly number[];
}

/** What was read of a group, by the number of its first; undefined for what cannot be kept. */
export interface Told {
  readonly first: number;
  readonly read: readonly (ReadByOther | undefined)[];
}

/** Reads responses, and makes what they will be kept with, in a thread of its own. */
export interface Ahead {
  /** Runs `write` with what was read; without, where this thread would be as quick. */
  readAhead: NonNullable<Archive['readAhead']>;
  stop(): Promise<void>;
}

type Settle = (read: ReadByOther | undefined) => void;

const file = new URL(import.meta.url.endsWith('.ts') ? './worker.ts' : './worker.js', import.meta.url);

/** So many responses that came while others were written are a load for which a thread is worth its start. */
const worthIt = 100;
/** So many wait for the thread at most; whatever comes then is read by whoever writes it. */
const mostWaiting = 64;
/** What goes to the thread in one message: so many responses, or the first that make so many bytes. */
const group = { most: 8, bytes: 262_144 };

/**
 * More than half of what a create costs needs no store: reading and checking it, its Bundle, packing both. While others
 * are written a second thread does that, on a second core; a lone caller is served as quickly without. The thread
 * starts under load and stays; until it is there, and should it end, whoever writes does all of it. What it refuses is
 * read once more by whoever writes, who refuses it in words.
 */
export function openAhead({ dictionary, content }: Given): Ahead {
  const waiting: Settle[] = [];
  const made: (() => void)[] = [];
  let unsent: Unread[] = [];
  let size = 0;
  let sent = 0;
  let answered = 0;
  let underWay = 0;
  let came = 0;
  let worker: Worker | undefined;
  let isReady = false;

  /**
   * One commit of many costs less than many of one: a third of those under way go on together, and are written while
   * the thread makes others; whoever would wait for nobody goes on at once. With a half the two threads waited for each
   * other, and over HTTP a tenth fewer were created.
   */
  const goOn = (): void => {
    if (waiting.length > 0 && made.length * 3 < underWay) return;
    for (const settle of made.splice(0)) settle();
  };

  const start = (): Worker => {
    collectSeldom();
    widenYoungSpaceOfThreads();
    const workerData: Given = { dictionary, content };
    const started = new Worker(file, { workerData, resourceLimits: steadyThread });
    // It keeps the process from ending only while somebody waits for it.
    started.unref();
    started
      .on('message', (message: Told | 'ready') => {
        if (message === 'ready') isReady = true;
        else take(message);
        if (waiting.length === 0) started.unref();
        goOn();
      })
      // Whatever ended it, whoever reads the same response hears of it.
      .on('error', () => {})
      .on('exit', () => {
        [worker, isReady, came, sent, answered, unsent, size] = [undefined, false, 0, 0, 0, [], 0];
        for (const settle of waiting.splice(0)) settle(undefined);
        goOn();
      });
    return started;
  };

  /** Never another one's answer, whatever became of their order: such a thread is not asked again. */
  const take = ({ first, read }: Told): void => {
    const isNext = first === answered;
    answered += read.length;
    for (const one of read) {
      const settle = waiting.shift();
      if (settle !== undefined) made.push(() => settle(isNext ? one : undefined));
    }
    if (!isNext) worker?.terminate();
  };

  /** In one message: each of its own would cost the thread a wake-up, and its steps one after the other. */
  const send = (): void => {
    if (unsent.length === 0) return;
    const bytes = new Uint8Array(size);
    const ends: number[] = [];
    let end = 0;
    for (const one of unsent) {
      bytes.set(one.bytes, end);
      end += one.bytes.length;
      ends.push(end);
    }
    const times = unsent.map(({ at }) => at.getTime());
    worker?.postMessage({ first: sent, bytes, ends, times } satisfies Asked, [bytes.buffer]);
    sent += unsent.length;
    [unsent, size] = [[], 0];
  };

  const make = async (unread: Unread): Promise<ReadByOther | undefined> => {
    if (underWay === 1 || availableParallelism() === 1) return undefined;
    came += 1;
    if (worker === undefined && came >= worthIt) worker = start();
    if (worker === undefined || !isReady || waiting.length >= mostWaiting) return undefined;
    if (waiting.length === 0) worker.ref();
    // Whoever goes on after the same commit has come here before this runs.
    if (unsent.length === 0) queueMicrotask(send);
    unsent.push(unread);
    size += unread.bytes.length;
    if (unsent.length === group.most || size >= group.bytes) send();
    return new Promise((resolve) => waiting.push(resolve));
  };

  return {
    readAhead: async (unread, write) => {
      underWay += 1;
      try {
        return await write(await make(unread));
      } finally {
        underWay -= 1;
      }
    },
    stop: async () => {
      await worker?.terminate();
    },
  };
}
