import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Packer } from '../store/pack.ts';
import type { Archive } from '../work/keep/archive.ts';
import type { Accepted, Prepared } from '../work/keep/records.ts';
import { collectSeldom, widenYoungSpaceOfThreads } from '../young-space.ts';

/** What the thread begins with: the store's newest dictionary. */
export type Given = Pick<Packer, 'dictionary' | 'content'>;

/** A response that was accepted, and when, in milliseconds since 1970. */
export interface Asked {
  readonly accepted: Accepted;
  readonly at: number;
}

/** Makes what responses will be kept with in a thread of its own. */
export interface Ahead {
  /** Runs `write` with what was made for it; without, where this thread would be as quick. */
  prepared: NonNullable<Archive['prepared']>;
  stop(): Promise<void>;
}

type Settle = (prepared: Prepared | undefined) => void;

const file = new URL(import.meta.url.endsWith('.ts') ? './worker.ts' : './worker.js', import.meta.url);

/** So many responses that came while others were written are a load for which a thread is worth its start. */
const worthIt = 100;
/** So many wait for the thread at most; whatever comes then is made by its own transaction. */
const mostWaiting = 64;
/** What goes to the thread in one message: so many responses, or the first that make so many characters. */
const group = { most: 16, characters: 262_144 };

/**
 * Half of what a create costs is its Bundle and packing it. While others are written this is made by a second thread,
 * on a second core; a lone caller is served as quickly without. The thread starts under load and stays; until it is
 * there, and should it end, transactions make all of it themselves.
 */
export function openAhead({ dictionary, content }: Given): Ahead {
  const waiting: Settle[] = [];
  const made: (() => void)[] = [];
  let unsent: Asked[] = [];
  let characters = 0;
  let underWay = 0;
  let came = 0;
  let worker: Worker | undefined;
  let isReady = false;

  /**
   * One commit of many costs less than many of one: half of those under way go on together, and are written while the
   * thread makes the other half; whoever would wait for nobody goes on at once.
   */
  const goOn = (): void => {
    if (waiting.length > 0 && made.length * 2 < underWay) return;
    for (const settle of made.splice(0)) settle();
  };

  const start = (): Worker => {
    collectSeldom();
    widenYoungSpaceOfThreads();
    const workerData: Given = { dictionary, content };
    const started = new Worker(file, { workerData, resourceLimits: { maxOldGenerationSizeMb: 128 } });
    // It keeps the process from ending only while somebody waits for it.
    started.unref();
    started
      .on('message', (message: readonly Prepared[] | 'ready') => {
        if (message === 'ready') isReady = true;
        else {
          for (const prepared of message) {
            const settle = waiting.shift();
            if (settle !== undefined) made.push(() => settle(prepared));
          }
        }
        if (waiting.length === 0) started.unref();
        goOn();
      })
      // Whatever ended it, a transaction that makes its Bundle itself hears of it.
      .on('error', () => {})
      .on('exit', () => {
        [worker, isReady, came] = [undefined, false, 0];
        for (const settle of waiting.splice(0)) settle(undefined);
        goOn();
      });
    return started;
  };

  /** In one message: each of its own would cost the thread a wake-up, and its steps one after the other. */
  const send = (): void => {
    if (unsent.length > 0) worker?.postMessage(unsent);
    [unsent, characters] = [[], 0];
  };

  const make = async (accepted: Accepted): Promise<Prepared | undefined> => {
    if (underWay === 1 || availableParallelism() === 1) return undefined;
    came += 1;
    if (worker === undefined && came >= worthIt) worker = start();
    if (worker === undefined || !isReady || waiting.length >= mostWaiting) return undefined;
    if (waiting.length === 0) worker.ref();
    // Whoever goes on after the same commit has come here before this runs.
    if (unsent.length === 0) queueMicrotask(send);
    unsent.push({ accepted, at: Date.now() });
    characters += accepted.text.length;
    if (unsent.length === group.most || characters >= group.characters) send();
    return new Promise((resolve) => waiting.push(resolve));
  };

  return {
    prepared: async (accepted, write) => {
      underWay += 1;
      try {
        return await write(await make(accepted));
      } finally {
        underWay -= 1;
      }
    },
    stop: async () => {
      await worker?.terminate();
    },
  };
}
