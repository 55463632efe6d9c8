import { randomUUID } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { readDeliverySettings } from '../../config.ts';
import { openTexts } from '../../gateway.ts';
import { type Language, quotable } from '../../outcome/outcome.ts';
import { Refusal, refuse } from '../../outcome/problem.ts';
import { jsonLimits } from '../../questionnaire/json/document.ts';
import { readWay } from '../../routes/environment.ts';
import { joinedNumbers } from '../../store/records/citizens.ts';
import { openArchive } from '../../store/records/records.ts';
import type { Store } from '../../store/store.ts';
import { keepYoungSpace } from '../../young-space.ts';
import { requireOpen } from '../closed-output.ts';
import { EnvironmentProblem, exitCode, report, tell } from '../exit.ts';
import { openPorts } from '../ports.ts';
import { atAudit, operator } from '../store.ts';
import { openLines } from '../stream/lines.ts';
import { goOn, newFile, type Output, standardOutput } from '../stream/output.ts';
import { watch } from '../stream/pace.ts';
import { requireApart } from '../stream/same-file.ts';
import { inTurn } from './in-turn.ts';
import { type Keeper, type KeptBlock, keepBlock, numberKey } from './keep-lines.ts';
import {
  type Counts,
  type FileNote,
  type ImportNote,
  none,
  notBegun,
  readImportNote,
  writeImportNote,
} from './note.ts';
import { openReading, type Reading } from './reading.ts';
import { sameCitizen } from './same-citizen.ts';
import { type Source, type Sources, sourcesOf } from './sources.ts';

/** What `niveau import` takes besides its source. */
export interface ImportArguments {
  /** Where refused lines go; standard output where nothing is said. */
  readonly refused?: string;
  /** Where it is noted how far it is, and gone on from. */
  readonly resume?: string;
  /** Send what the routes say, as of a response that comes in. */
  readonly deliver?: true;
}

/** Lines that are kept at a time: those of some commits (`group.ts` of either store), and some made meanwhile. */
const atOnce = 512;
/** Bytes of lines that are read before their turn: the other thread has work while this one writes. */
const readAhead = 2_097_152;
const noteEvery = 5_000;
/**
 * When the database is to look at its tables, in lines that were kept: what was planned while a store was empty took
 * 5,000 responses of one citizen twice as long. Later ones PostgreSQL does by itself, some minutes after they are due.
 */
const looks: readonly number[] = [256, 1_024, 4_096, 16_384, 65_536];

/**
 * `niveau import <source>`: keeps the lines of a history, in their order, with all that comes of them. What is kept
 * already changes nothing. Refused lines go to stdout or a file, progress and the sum to stderr. Exit code 1 where a
 * line was refused.
 */
export async function importHistory(source: string, given: ImportArguments, language: Language): Promise<number> {
  // Nobody could send them again.
  if (given.refused === undefined) requireOpen();
  const sources = sourcesOf(source);
  const stop = new AbortController();
  const abort = () => stop.abort();
  process.once('SIGINT', abort).once('SIGTERM', abort);
  const ports = openPorts();
  const found = await readImportNote(given.resume);
  const refused = given.refused === undefined ? undefined : resolve(given.refused);
  const written = [refused, given.resume].filter((file) => file !== undefined);
  await requireApart(
    sources.files.map(({ file }) => file),
    written,
  );
  const out = await openRefused(refused, found);
  const reading = openReading();
  try {
    return await atAudit(async ({ store, keys }) => {
      const texts = await openTexts(store, ports.model);
      const archive = openArchive(store, texts, keys);
      reading.begin(ports.model, texts);
      const { env } = process;
      const routes = given.deliver ? readWay(readDeliverySettings(env), env, ports.model) : undefined;
      // What is asked for would not happen, without a word.
      if (routes?.routes.length === 0) refuse('routes-none');
      const keeper: Keeper = {
        ports: { ...ports, archive, routes },
        turns: inTurn(atOnce),
        citizens: sameCitizen((await store.read(joinedNumbers)).map((numbers) => numbers.map(numberKey))),
        by: operator(),
        correlation: randomUUID(),
        language,
      };
      keepYoungSpace();
      const course = createCourse({ files: found?.files ?? {}, refused }, out, given.resume);
      const look = lookingAnew(store);
      return await keepAll(sources, { keeper, reading, course, look, signal: stop.signal });
    });
  } finally {
    process.off('SIGINT', abort).off('SIGTERM', abort);
    await reading.stop();
    await out.close();
  }
}

/**
 * Where refused lines go: on with the file of the run before, or to a new one. Codes: output-exists, file-unwritable,
 * resume-output where that file is shorter than it was.
 */
async function openRefused(refused: string | undefined, found: ImportNote | undefined): Promise<Output> {
  if (refused === undefined) return standardOutput({ needed: true });
  // A file that the note does not name may be anybody's, and would be cut off.
  if (found === undefined || found.refused !== refused) return newFile(refused);
  const { size } = await stat(refused).catch(() => ({ size: 0 }));
  if (size < found.refusedOut) throw new EnvironmentProblem({ code: 'resume-output', values: { file: refused } });
  return goOn(refused, { from: found.refusedOut, cut: true, own: true });
}

type Course = ReturnType<typeof createCourse>;

interface Import {
  readonly keeper: Keeper;
  readonly reading: Reading;
  readonly course: Course;
  /** To be told how many lines are kept. */
  readonly look: (lines: number) => Promise<void>;
  readonly signal: AbortSignal;
}

async function keepAll({ files, left }: Sources, { signal, ...parts }: Import): Promise<number> {
  const { keeper, course } = parts;
  const { language } = keeper;
  for (const name of left) process.stderr.write(`${said.left[language](quotable(name))}\n`);
  const problems: Refusal[] = [];
  const before = course.lines();
  // Whoever cannot write it learns that before an hour of work.
  await course.note();
  for (const source of files) {
    try {
      await keepFile(source, { ...parts, signal });
    } catch (error) {
      await course.note();
      if (signal.aborted) {
        const values = { lines: String(course.lines()) };
        return report(new EnvironmentProblem({ code: 'stream-interrupted', values }), language);
      }
      // An archive that is cut is refused; the other files are kept all the same.
      if (!(error instanceof Refusal)) throw error;
      problems.push(error);
    }
  }
  await course.note();
  if (before > 0) process.stderr.write(`${said.before[language](before)}\n`);
  process.stderr.write(`${said.sum[language](course.counts())}\n`);
  for (const problem of problems.flatMap((refusal) => refusal.problems)) tell(problem, language);
  return problems.length > 0 || course.counts().refused > 0 ? exitCode.refused : exitCode.done;
}

async function keepFile(source: Source, { keeper, reading, course, look, signal }: Import): Promise<void> {
  const { file, name } = source;
  const noted = course.of(name);
  // Once a line cannot be kept, none is read any more: nobody else would end a long file, or a pipe that stays open.
  const failing = new AbortController();
  const fail = () => failing.abort();
  const reads = AbortSignal.any([signal, failing.signal]);
  // Also of a file that is kept wholly: it may hold more lines since, or others.
  const lines = await openLines(file, { most: jsonLimits.bytes, signal: reads, after: noted });
  const { language } = keeper;
  const shown = watch(process.stderr, {
    size: lines.size,
    language,
    course: () => ({ lines: course.of(name).lines, refused: course.of(name).counts.refused, read: lines.read() }),
  });
  let first = noted.lines + 1;
  let last = Promise.resolve();
  let begun: Promise<unknown> = Promise.resolve();
  const beginning: { readonly length: number; readonly keeping: Promise<unknown> }[] = [];
  let ahead = 0;
  try {
    for await (const block of lines.blocks) {
      const { length } = block.bytes;
      lines.digest.update(block.bytes);
      const digest = lines.digest.copy();
      const [read, before, place] = [reading.read(block.bytes), begun, { name, first }];
      const keeping = before.then(async () => keepBlock(keeper, block, await read, place));
      const done = keeping.then(({ done }) => done);
      first += block.lines;
      begun = keeping;
      last = Promise.all([done, last]).then(async ([kept]) => {
        await course.add(name, kept, { length, digest });
        // Beside what goes on: nothing waits for it.
        void look(course.lines());
      });
      // It is waited for below.
      for (const one of [last, done, keeping]) one.catch(fail);
      beginning.push({ length, keeping });
      ahead += length;
      while (ahead > readAhead) {
        const oldest = beginning.shift();
        await oldest?.keeping;
        ahead -= oldest?.length ?? ahead;
      }
    }
  } finally {
    await last.finally(shown.end);
  }
  const { count } = source;
  const { lines: kept } = course.of(name);
  if (count !== undefined && count !== kept) {
    const values = { file: name, count: String(count), lines: String(kept) };
    throw new Refusal([{ code: 'import-count', values }]);
  }
}

function lookingAnew(store: Store): Import['look'] {
  let next = 0;
  return async (lines) => {
    if (lines < (looks[next] ?? Number.POSITIVE_INFINITY)) return;
    next = looks.findIndex((one) => one > lines);
    await store.lookAnew(lines);
  };
}

/** How far the import is: what is noted is on the disk. */
function createCourse(found: Pick<ImportNote, 'files' | 'refused'>, out: Output, file: string | undefined) {
  const files = new Map(Object.entries(found.files));
  let lastNote = performance.now();
  const of = (name: string): FileNote => files.get(name) ?? notBegun;
  const note = async () => {
    lastNote = performance.now();
    await out.keep();
    const { refused } = found;
    await writeImportNote(file, { files: Object.fromEntries(files), refused, refusedOut: out.length });
  };
  const sumOf = (one: Counts, results: readonly (keyof Counts)[]): Counts => {
    const sum = { ...one };
    for (const result of results) sum[result] += 1;
    return sum;
  };
  return {
    of,
    note,
    add: async (
      name: string,
      { results, refused }: KeptBlock,
      { length, digest }: { length: number; digest: Digest },
    ) => {
      await out.write(Buffer.from(refused));
      const { lines, input, counts } = of(name);
      files.set(name, {
        lines: lines + results.length,
        input: { bytes: input.bytes + length, digest: digest.digest('base64url') },
        counts: sumOf(counts, results),
      });
      if (performance.now() - lastNote >= noteEvery) await note();
    },
    lines: () => [...files.values()].reduce((sum, { lines }) => sum + lines, 0),
    counts: (): Counts =>
      [...files.values()].reduce(
        (sum, { counts }) => ({
          created: sum.created + counts.created,
          changed: sum.changed + counts.changed,
          unchanged: sum.unchanged + counts.unchanged,
          refused: sum.refused + counts.refused,
        }),
        none,
      ),
  };
}

interface Digest {
  digest(encoding: 'base64url'): string;
}

const said = {
  left: {
    da: (name: string) => `${name}: udeladt, det er ikke QuestionnaireResponse`,
    en: (name: string) => `${name}: left out, it is not QuestionnaireResponse`,
  },
  before: {
    da: (lines: number) => `Alle kørsler i alt, heraf ${lines} linjer taget før denne:`,
    en: (lines: number) => `All runs together, ${lines} of their lines taken before this one:`,
  },
  sum: {
    da: ({ created, changed, unchanged, refused }: Counts) =>
      `${created} nye, ${changed} ændret, ${unchanged} var der allerede, ${refused} afvist`,
    en: ({ created, changed, unchanged, refused }: Counts) =>
      `${created} new, ${changed} changed, ${unchanged} were there already, ${refused} refused`,
  },
} as const;
