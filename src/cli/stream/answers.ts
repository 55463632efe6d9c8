import { setImmediate } from 'node:timers/promises';
import { promisify } from 'node:util';
import { constants, gzip, zstdCompress } from 'node:zlib';
import type { Language } from '../../outcome/outcome.ts';
import { jsonText } from '../../resources/json-bytes.ts';
import { keptApart } from './apart.ts';
import { groupsOf, linesOf } from './blocks.ts';
import { openTask } from './open-task.ts';
import { longestLine, type Task } from './task.ts';
import { type ByteText, createByteText } from './text.ts';
import type { Packing } from './unpack.ts';

/** How the lines of a stream are answered; data alone, for it goes to other threads. */
export interface Setting {
  readonly task: Task;
  readonly language: Language;
  readonly packing: Packing | undefined;
  /** Whether refused lines are kept apart, and how that file is packed. */
  readonly refused: { readonly packing: Packing | undefined } | undefined;
}

/** The answers to a block, as they are written; the memory of both is as large or larger. */
export interface Answers {
  readonly out: Uint8Array<ArrayBuffer>;
  /** The refused lines, where they are kept apart. */
  readonly refusedOut: Uint8Array<ArrayBuffer>;
  readonly lines: number;
  readonly refused: number;
}

/** Whoever answers blocks of lines. */
export interface Answering {
  /** Lines in, answers out; `firstLine` is the number of the first of them, from 1. Any number may be under way. */
  answer(bytes: Uint8Array<ArrayBuffer>, firstLine: number): Promise<Answers>;
  /** Takes back the memory of answers that are written. */
  reuse(memory: ArrayBuffer): void;
}

/** Answers blocks of lines, each line in its place; the lines of a group go through their steps together. */
export async function openAnswers({ task, language, packing, refused: apart }: Setting): Promise<Answering> {
  const answer = await openTask(task, language);
  const most = longestLine(task);
  const out = createByteText();
  const refusedOut = createByteText();
  const take = async (text: ByteText, packing: Packing | undefined) => {
    const taken = text.take();
    if (packing === undefined || taken.length === 0) return taken;
    const small = await packed(taken, packing);
    text.reuse(taken.buffer);
    return small;
  };
  const answerBlock = async (bytes: Uint8Array<ArrayBuffer>, firstLine: number) => {
    let lines = 0;
    let refused = 0;
    for (const group of groupsOf(linesOf({ bytes }))) {
      const answered = await Promise.all(group.map(async (line) => ({ line, given: await answer(line) })));
      for (const { line, given } of answered) {
        if (given.refused) refused += 1;
        if (given.refused && apart !== undefined)
          refusedOut.add(keptApart(line, { line: firstLine + lines, outcome: given.value }, most));
        else out.addUtf8(jsonText(given.value));
        lines += 1;
      }
    }
    return { out: await take(out, packing), refusedOut: await take(refusedOut, apart?.packing), lines, refused };
  };
  // One after the other: their lines are written into the same memory. Each in a turn of the event loop: blocks that
  // wait come all in one, and V8 collects between turns (`collectBetweenTurns`).
  let last: Promise<unknown> = Promise.resolve();
  return {
    answer: (bytes, firstLine) => {
      const answered = last.then(() => answerBlock(bytes, firstLine));
      last = answered.catch(() => {}).then(() => setImmediate());
      return answered;
    },
    reuse: out.reuse,
  };
}

const packers = {
  // Level 6 takes longer than scoring does.
  gzip: (bytes: Uint8Array) => promisify(gzip)(bytes, { level: constants.Z_BEST_SPEED }),
  zstd: (bytes: Uint8Array) => promisify(zstdCompress)(bytes),
} as const;

/**
 * Each block is a member or frame of its own: one after the other they are one file, and it can be cut between them.
 */
async function packed(bytes: Uint8Array<ArrayBuffer>, packing: Packing): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await packers[packing](bytes));
}
