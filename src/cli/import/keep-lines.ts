import { type Language, quotable } from '../../outcome/outcome.ts';
import { type Problem, Refusal } from '../../outcome/problem.ts';
import { jsonLimits, readJson } from '../../questionnaire/json/document.ts';
import type { Actor } from '../../work/audit/entry.ts';
import { isOfStore } from '../../work/keep/archive.ts';
import { keepReadAhead, type ReadAhead } from '../../work/keep/keep.ts';
import type { CitizenKey, Gist } from '../../work/keep/records.ts';
import type { Ports } from '../../work/ports.ts';
import { EnvironmentProblem, outcomeOf, unexpected } from '../exit.ts';
import { keptApart } from '../stream/apart.ts';
import { type Block, linesOf } from '../stream/blocks.ts';
import type { Turns } from './in-turn.ts';
import type { Counts } from './note.ts';
import type { ReadLine } from './read-line.ts';
import type { SameCitizen } from './same-citizen.ts';

/** What keeps lines. */
export interface Keeper {
  readonly ports: Ports & { readonly archive: NonNullable<Ports['archive']> };
  readonly turns: Turns;
  readonly citizens: SameCitizen;
  readonly by: Actor;
  /** Of the whole import, for the audit. */
  readonly correlation: string;
  readonly language: Language;
}

type Result = Exclude<keyof Counts, 'refused'> | readonly Problem[];

/** What became of the lines of a block, once all of them are on the disk. */
export interface KeptBlock {
  readonly results: readonly (keyof Counts)[];
  /** The refused lines, as they are kept apart. */
  readonly refused: string;
}

/**
 * Keeps the lines of a block, `read` as they are; returns when the last of them has begun. Code, of the whole:
 * store-unavailable, store-full.
 */
export async function keepBlock(
  keeper: Keeper,
  block: Block,
  read: readonly ReadLine[],
  { name, first }: { readonly name: string; readonly first: number },
): Promise<{ readonly done: Promise<KeptBlock> }> {
  const begun: { line: Uint8Array; done: Promise<Result> }[] = [];
  for (const line of linesOf(block)) {
    const one = read[begun.length];
    if (one === undefined) throw new Error('a line was not read');
    begun.push({ line, done: (await beginLine(keeper, line, one)).done });
  }
  const done = (async () => {
    const results: (keyof Counts)[] = [];
    let refused = '';
    for (const [index, { line, done }] of begun.entries()) {
      const result = await done;
      results.push(typeof result === 'string' ? result : 'refused');
      if (typeof result === 'string') continue;
      const outcome = outcomeOf(result, keeper.language);
      refused += `${keptApart(line, { file: quotable(name), line: first + index, outcome }, jsonLimits.bytes)}\n`;
    }
    return { results, refused };
  })();
  return { done };
}

async function beginLine(
  keeper: Keeper,
  line: Uint8Array,
  read: ReadLine,
): Promise<{ readonly done: Promise<Result> }> {
  if ('problems' in read) return { done: Promise.resolve(read.problems) };
  return keeper.turns.take(keysOf(keeper, read.gist), () =>
    keepLine(keeper, { ...read, response: () => readJson(line) }),
  );
}

/** Lines of one response, and of one citizen, are kept in their order. */
function keysOf({ citizens }: Keeper, { head, numbers }: Gist): readonly string[] {
  return [`response ${head.identity}`, ...citizens(numbers.map(numberKey))];
}

export function numberKey({ system, value }: CitizenKey): string {
  return `citizen ${system}|${value}`;
}

async function keepLine({ ports, by, correlation }: Keeper, ahead: ReadAhead): Promise<Result> {
  try {
    return (await keepReadAhead(ports, ports.archive, { ...ahead, by, correlation })).result;
  } catch (error) {
    const problems = error instanceof Refusal ? error.problems : [unexpected(error)];
    const [ofStore] = problems.filter(isOfStore);
    // It says nothing of the line, and the next one would fare no better.
    if (ofStore !== undefined) throw new EnvironmentProblem(ofStore);
    return problems;
  }
}
