import type { Hash } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { readProfilesFolder, readSchemaFolder } from '../../config.ts';
import type { Language } from '../../outcome/outcome.ts';
import { Refusal } from '../../outcome/problem.ts';
import { keepYoungSpace } from '../../young-space.ts';
import { ofEnvironment } from '../environment.ts';
import { EnvironmentProblem, exitCode, report, tell } from '../exit.ts';
import type { Answers, Setting } from './answers.ts';
import type { Block } from './blocks.ts';
import { type Crew, openCrew } from './crew.ts';
import { type Outputs, openOutputs, type StreamFiles } from './files.ts';
import { openLines, requireReadable } from './lines.ts';
import { removeNote, writeNote } from './note.ts';
import { watch } from './pace.ts';
import { longestLine, type Task } from './task.ts';
import { packingOf } from './unpack.ts';

/** What a stream takes besides its input. */
export interface StreamArguments extends StreamFiles {
  /** Threads; as many as there are cores where nothing is said. */
  readonly jobs?: number;
}

/** How often a run is noted, in milliseconds. */
const noteEvery = 5_000;

/**
 * Answers a file of lines (`-`: standard input), each line by one, in order; progress and the sum go to stderr. Exit
 * code 1 when a line was refused, or the input is an archive that is damaged. What is answered before something fails
 * is written.
 */
export async function answerStream(
  file: string,
  task: Task,
  { jobs = availableParallelism(), ...files }: StreamArguments,
  language: Language,
): Promise<number> {
  const refused = files.refused === undefined ? undefined : { packing: packingOf(files.refused) };
  const packing = files.out === undefined ? undefined : packingOf(files.out);
  const setting: Setting = { task, language, packing, refused };
  await requireReadable(file);
  // Other threads could not say it, and by then the outputs would be there.
  if (ofEnvironment(readProfilesFolder) !== undefined) await requireModel();
  if (task.kind === 'attach') ofEnvironment(readSchemaFolder);
  const outputs = await openOutputs(file, setting, files);
  const stop = new AbortController();
  const abort = () => stop.abort();
  // The second time the process ends at once.
  process.once('SIGINT', abort).once('SIGTERM', abort);
  try {
    return await run({ file, setting, outputs, jobs, signal: stop.signal });
  } finally {
    process.off('SIGINT', abort).off('SIGTERM', abort);
    await outputs.out.close();
    await outputs.refusedOut?.close();
  }
}

/** Loaded late: of a long input other threads have it alone. */
async function requireModel(): Promise<void> {
  const { openModel } = await import('../ports.ts');
  openModel();
}

interface Run {
  readonly file: string;
  readonly setting: Setting;
  readonly outputs: Outputs;
  readonly jobs: number;
  readonly signal: AbortSignal;
}

async function run({ file, setting, outputs, jobs, signal }: Run): Promise<number> {
  const { language } = setting;
  // Once an answer cannot be written, none is read any more: a pipe may bring nothing for hours.
  const failing = new AbortController();
  const reads = AbortSignal.any([signal, failing.signal]);
  const lines = await openLines(file, { most: longestLine(setting.task), signal: reads, after: outputs.note });
  const crew = await openCrew(setting, jobs, lines.size);
  keepYoungSpace();
  const writer = createWriter(outputs, crew, () => failing.abort());
  const course = () => ({ ...writer.written(), read: lines.read() });
  const watched = watch(process.stderr, { size: lines.size, language, course });
  let failure: unknown;
  try {
    await writer.note();
    const digest = outputs.noted === undefined ? undefined : lines.digest;
    await answerAll(lines.blocks, { crew, writer, first: outputs.note.lines + 1, digest });
  } catch (error) {
    failure = error;
  }
  // What is under way is written, whatever came to an end the input came to.
  const unwritten = await writer.settled();
  await crew.end();
  watched.end();
  if (unwritten !== undefined) throw unwritten;
  if (failure === undefined) {
    await writer.finish();
    return writer.written().refused > 0 ? exitCode.refused : exitCode.done;
  }
  await writer.note();
  if (!signal.aborted) return tellFailure(failure, language);
  const values = { lines: String(writer.written().lines) };
  return report(new EnvironmentProblem({ code: 'stream-interrupted', values }), language);
}

/** Among the answers there is no place for what is wrong with all of the input. */
function tellFailure(failure: unknown, language: Language): number {
  if (!(failure instanceof Refusal)) throw failure;
  for (const problem of failure.problems) tell(problem, language);
  return exitCode.refused;
}

interface Answering {
  readonly crew: Crew;
  readonly writer: Writer;
  /** The number of the first line. */
  readonly first: number;
  /** Of all lines that were read so far, where the run is noted. */
  readonly digest: Hash | undefined;
}

async function answerAll(blocks: AsyncIterable<Block>, { crew, writer, first, digest }: Answering): Promise<void> {
  let line = first;
  for await (const block of blocks) {
    const { length } = block.bytes;
    digest?.update(block.bytes);
    const answers = crew.answer(block, line);
    line += block.lines;
    await writer.take(answers, { length, digest: digest?.copy() }, crew.width);
  }
}

/** A block that is answered: its bytes, and the digest of all lines up to its end. */
interface Taken {
  readonly length: number;
  readonly digest: Hash | undefined;
}

type Writer = ReturnType<typeof createWriter>;

/** Writes answers in the order in which they are taken, and notes how far it has come. */
function createWriter({ out, refusedOut, noted, note }: Outputs, { reuse }: Pick<Crew, 'reuse'>, failed: () => void) {
  let written = note;
  let last = Promise.resolve();
  let digest: Hash | undefined;
  let lastNote = performance.now();
  const keepNote = async () => {
    if (noted === undefined) return;
    await out.keep();
    await refusedOut?.keep();
    const input = { ...written.input, digest: digest?.copy().digest('base64url') ?? written.input.digest };
    await writeNote(noted, { ...written, input });
    lastNote = performance.now();
  };
  const write = async (answers: Promise<Answers>, block: Taken) => {
    const answered = await answers;
    await out.write(answered.out);
    await refusedOut?.write(answered.refusedOut);
    for (const { buffer } of [answered.out, answered.refusedOut]) reuse(buffer);
    digest = block.digest;
    written = {
      ...written,
      lines: written.lines + answered.lines,
      refused: written.refused + answered.refused,
      input: { ...written.input, bytes: written.input.bytes + block.length },
      out: out.length,
      refusedOut: refusedOut?.length ?? 0,
    };
    if (performance.now() - lastNote >= noteEvery) await keepNote();
  };
  const writes: Promise<void>[] = [];
  return {
    written: () => written,
    /** Returns once there is room for another one. */
    take: async (answers: Promise<Answers>, block: Taken, width: number) => {
      // Who waits for them comes later.
      answers.catch(() => {});
      last = last.then(() => write(answers, block));
      last.catch(failed);
      writes.push(last);
      while (writes.length >= width) await writes.shift();
    },
    /** Everything taken is written; gives what failed. */
    settled: (): Promise<unknown> =>
      last.then(
        () => undefined,
        (error: unknown) => error,
      ),
    note: keepNote,
    finish: async () => {
      await out.finish();
      await refusedOut?.finish();
      if (noted !== undefined) await removeNote(noted);
    },
  };
}
