import { once } from 'node:events';
import { createWriteStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadModel } from '../src/profiles.ts';
import { makeBundle, scoreResponse } from '../src/work/score.ts';
import { ports } from '../test/ports.ts';
import { acceptedResponses, numbered } from './inputs.ts';
import { median, print, type Result, round } from './result.ts';
import { type Taken, timed } from './timed.ts';

const program = fileURLToPath(new URL('../src/cli/niveau.js', import.meta.url));
/** In each round; a million by hand. */
const lines = Number(process.env.NIVEAU_BENCH_LINES ?? 100_000);
const rounds = 3;
const cores = availableParallelism();

/** The usual pipe: each line parsed, and the same Bundle as ours stringified, waiting for the reader. */
const pipe = `
  import { once } from 'node:events';
  import { readFileSync } from 'node:fs';
  import { createInterface } from 'node:readline';
  const bundles = JSON.parse(readFileSync(process.argv[1], 'utf8'));
  let index = 0;
  for await (const line of createInterface({ input: process.stdin })) {
    JSON.parse(line);
    const answer = JSON.stringify(bundles[index++ % bundles.length]) + '\\n';
    if (!process.stdout.write(answer)) await once(process.stdout, 'drain');
  }`;

/**
 * `niveau score --ndjson` over a file, on all cores, against as many processes that each only parse their part of the
 * same lines and stringify the same Bundles; alternately, starts included. Each writes into a pipe that is read at
 * once. The goal is in lines a second; where others use the machine, the processor time says more.
 */
export async function run(): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'niveau-bench-ndjson-'));
  try {
    const responses = [...acceptedResponses().values()];
    const model = loadModel();
    const bundles = join(folder, 'bundles.json');
    writeFileSync(bundles, JSON.stringify(responses.map((bytes) => makeBundle(model, scoreResponse(ports, bytes)))));
    const files = await writeLines(folder, responses, lines);
    const ours: Taken[] = [];
    const theirs: Taken[] = [];
    for (let index = 0; index < rounds; index += 1) {
      ours.push(await timed({ args: [program, 'score', '--ndjson', files.whole] }));
      const args = ['--input-type=module', '-e', pipe, bundles];
      theirs.push(await timed(...files.parts.map((input) => ({ args, input }))));
    }
    const rates = (taken: readonly Taken[]) => taken.map(({ seconds }) => lines / seconds);
    const times = (taken: readonly Taken[]) => taken.map(({ processor }) => (1000 * processor) / lines);
    const [own, other] = [median(rates(ours)), median(rates(theirs))];
    const [ownTime, otherTime] = [median(times(ours)), median(times(theirs))];
    const result = {
      bench: 'ndjson',
      ratio: round(other / own, 2),
      goal: 1.67,
      ours: round(own, 0),
      reference: round(other, 0),
      unit: 'lines/s',
    };
    const shown = (taken: readonly Taken[]) =>
      `${rates(taken).map(rounded(0))} lines/s; ${times(taken).map(rounded(3))} ms of processor time a line`;
    print(result, [
      ['lines', `${lines} in each of ${rounds} rounds, ${cores} cores`],
      ['niveau score --ndjson', shown(ours)],
      [`${cores} processes that parse and stringify`, shown(theirs)],
      ['ours of theirs', `${percent(own / other)} (goal: 60); by processor time ${percent(otherTime / ownTime)}`],
      ['most memory', `${Math.max(...ours.map(({ memory }) => memory)).toFixed(0)} MB (goal: 300)`],
    ]);
    return result;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const rounded = (digits: number) => (value: number) => ` ${value.toFixed(digits)}`;
const percent = (part: number) => `${(100 * part).toFixed(0)} %`;

/** The lines in one file, and shared out among the processes of the reference. */
async function writeLines(folder: string, responses: readonly Buffer[], count: number) {
  const parts = Array.from({ length: cores }, (_, index) => join(folder, `${index}.ndjson`));
  const whole = join(folder, 'whole.ndjson');
  const streams = [whole, ...parts].map((file) => createWriteStream(file));
  for (let index = 0; index < count; index += 1) {
    const line = `${numbered(responses[index % responses.length] ?? Buffer.of(), index)}\n`;
    for (const stream of [streams[0], streams[1 + Math.floor((index * cores) / count)]]) {
      if (stream !== undefined && !stream.write(line)) await once(stream, 'drain');
    }
  }
  await Promise.all(streams.map(async (stream) => once(stream.end(), 'close')));
  return { whole, parts };
}
