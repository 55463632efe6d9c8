import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Model } from '../../model/types.ts';
import type { Packer } from '../../store/pack.ts';
import { collectSeldom, steadyThread, widenYoungSpaceOfThreads } from '../../young-space.ts';
import { blockReader, type ReadBlock, type ReadLine } from './read-line.ts';

/** What the thread packs with: the store's newest dictionary. */
export type Given = Pick<Packer, 'dictionary' | 'content'>;

/** Reads the lines of blocks. */
export interface Reading {
  /** Where texts are packed with. To be called once, before the first block. */
  begin(model: Model, packer: Pick<Packer, 'dictionary' | 'content' | 'pack'>): void;
  /** The lines of a block; any number of blocks may be under way. */
  read(bytes: Uint8Array<ArrayBuffer>): Promise<readonly ReadLine[]>;
  stop(): Promise<void>;
}

type Settle = (lines: readonly ReadLine[]) => void;

const file = new URL(import.meta.url.endsWith('.ts') ? './worker.ts' : './worker.js', import.meta.url);

/**
 * So many lines that were read go on together; fewer where no more are asked for. With 64, and half as many read ahead,
 * 20,000 lines into SQLite took a thirteenth more time.
 */
const together = 128;

/**
 * More than half of what a line costs needs no store. A second thread does that on a second core, and is started with
 * the import, while the store is opened; until it is there, and should it end, lines are read by this one. This one
 * keeps lines more quickly than the thread reads them, and wrote a commit for every seven; one of many costs less.
 */
export function openReading(): Reading {
  const waiting: { readonly bytes: Uint8Array<ArrayBuffer>; readonly settle: Settle }[] = [];
  let made: (() => void)[] = [];
  let lines = 0;
  let worker = availableParallelism() === 1 ? undefined : start();
  let isReady = false;
  let readHere: ReadBlock = () => {
    throw new Error('reading has not begun');
  };

  function start(): Worker {
    collectSeldom();
    widenYoungSpaceOfThreads();
    return (
      new Worker(file, { resourceLimits: steadyThread })
        .on('message', (message: readonly ReadLine[] | 'ready') => {
          if (message === 'ready') isReady = true;
          else hold(message);
        })
        // Whatever ended it, this thread hears of it when it reads the same lines.
        .on('error', () => {})
        .on('exit', () => {
          [worker, isReady] = [undefined, false];
          goOn();
          for (const { bytes, settle } of waiting.splice(0)) settle(readHere({ bytes }));
        })
    );
  }

  const hold = (read: readonly ReadLine[]): void => {
    const asked = waiting.shift();
    made.push(() => asked?.settle(read));
    lines += read.length;
    if (lines >= together || waiting.length === 0) goOn();
  };

  const goOn = (): void => {
    const settled = made;
    [made, lines] = [[], 0];
    for (const settle of settled) settle();
  };

  return {
    begin: (model, packer) => {
      readHere = blockReader(model, packer);
      const { dictionary, content } = packer;
      worker?.postMessage({ dictionary, content } satisfies Given);
    },
    read: async (bytes) => {
      if (worker === undefined || !isReady) return readHere({ bytes });
      worker.postMessage(bytes);
      return new Promise((settle) => waiting.push({ bytes, settle }));
    },
    stop: async () => {
      await worker?.terminate();
    },
  };
}
