import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Model } from '../../model/types.ts';
import type { Packer } from '../../store/pack.ts';
import { collectSeldom, widenYoungSpaceOfThreads } from '../../young-space.ts';
import { linesOf } from '../stream/blocks.ts';
import { lineReader, type ReadLine } from './read-line.ts';

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
 * More than half of what a line costs needs no store. A second thread does that on a second core, and is started with
 * the import, while the store is opened; until it is there, and should it end, lines are read by this one.
 */
export function openReading(): Reading {
  const waiting: { readonly bytes: Uint8Array<ArrayBuffer>; readonly settle: Settle }[] = [];
  let worker = availableParallelism() === 1 ? undefined : start();
  let isReady = false;
  let readHere = (_: Uint8Array): ReadLine => {
    throw new Error('reading has not begun');
  };
  const here = (bytes: Uint8Array<ArrayBuffer>) => [...linesOf({ bytes })].map(readHere);

  function start(): Worker {
    collectSeldom();
    widenYoungSpaceOfThreads();
    return (
      new Worker(file, { resourceLimits: { maxOldGenerationSizeMb: 128 } })
        .on('message', (message: readonly ReadLine[] | 'ready') => {
          if (message === 'ready') isReady = true;
          else waiting.shift()?.settle(message);
        })
        // Whatever ended it, this thread hears of it when it reads the same lines.
        .on('error', () => {})
        .on('exit', () => {
          [worker, isReady] = [undefined, false];
          for (const { bytes, settle } of waiting.splice(0)) settle(here(bytes));
        })
    );
  }

  return {
    begin: (model, packer) => {
      readHere = lineReader(model, packer);
      const { dictionary, content } = packer;
      worker?.postMessage({ dictionary, content } satisfies Given);
    },
    read: async (bytes) => {
      if (worker === undefined || !isReady) return here(bytes);
      worker.postMessage(bytes);
      return new Promise((settle) => waiting.push({ bytes, settle }));
    },
    stop: async () => {
      await worker?.terminate();
    },
  };
}
