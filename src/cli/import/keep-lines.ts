import { type Language, quotable } from '../../outcome/outcome.ts';
import { type Problem, Refusal } from '../../outcome/problem.ts';
import { type JsonDocument, jsonLimits, readJson } from '../../questionnaire/json/document.ts';
import type { Actor } from '../../work/audit/entry.ts';
import { isOfStore } from '../../work/keep/archive.ts';
import { keepResponse } from '../../work/keep/keep.ts';
import type { Ports } from '../../work/ports.ts';
import { EnvironmentProblem, outcomeOf, unexpected } from '../exit.ts';
import { keptApart } from '../stream/apart.ts';
import { type Block, linesOf } from '../stream/blocks.ts';
import type { Turns } from './in-turn.ts';
import type { Counts } from './note.ts';

/** What keeps lines. */
export interface Keeper {
  readonly ports: Ports & { readonly archive: NonNullable<Ports['archive']> };
  readonly turns: Turns;
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
 * Keeps the lines of a block; returns when the last of them has begun. Code, of the whole: store-unavailable,
 * store-full.
 */
export async function keepBlock(
  keeper: Keeper,
  block: Block,
  { name, first }: { readonly name: string; readonly first: number },
): Promise<{ readonly done: Promise<KeptBlock> }> {
  const begun: { line: Uint8Array; done: Promise<Result> }[] = [];
  for (const line of linesOf(block)) begun.push({ line, done: (await beginLine(keeper, line)).done });
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

async function beginLine(keeper: Keeper, line: Uint8Array): Promise<{ readonly done: Promise<Result> }> {
  const read = readLine(line);
  if ('problems' in read) return { done: Promise.resolve(read.problems) };
  return keeper.turns.take(keysOf(read.document.value), () => keepLine(keeper, read.document));
}

function readLine(line: Uint8Array): { document: JsonDocument } | { problems: readonly Problem[] } {
  try {
    return { document: readJson(line) };
  } catch (error) {
    if (error instanceof Refusal) return { problems: error.problems };
    throw error;
  }
}

/** Lines of one response, and of one citizen, are kept in their order. What names no citizen waits for its like. */
function keysOf(value: unknown): readonly string[] {
  const { identifier, subject } = Object(value) as Readonly<Record<string, { identifier?: unknown } | undefined>>;
  const { system, value: number } = Object(identifier) as Readonly<Record<string, unknown>>;
  const { value: citizen } = Object(subject?.identifier) as Readonly<Record<string, unknown>>;
  return [`citizen ${citizen}`, ...(number === undefined ? [] : [`response ${system} ${number}`])];
}

async function keepLine({ ports, by, correlation }: Keeper, response: JsonDocument): Promise<Result> {
  try {
    return (await keepResponse(ports, ports.archive, { response, by, correlation })).result;
  } catch (error) {
    const problems = error instanceof Refusal ? error.problems : [unexpected(error)];
    const [ofStore] = problems.filter(isOfStore);
    // It says nothing of the line, and the next one would fare no better.
    if (ofStore !== undefined) throw new EnvironmentProblem(ofStore);
    return problems;
  }
}
