import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, createWriteStream, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadModel } from '../src/profiles.ts';
import { makeBundle, scoreResponse } from '../src/work/score.ts';
import { ports } from '../test/ports.ts';
import { acceptedResponses, numbered } from './inputs.ts';
import { median, print, type Result, round } from './result.ts';

const program = fileURLToPath(new URL('../src/cli/niveau.js', import.meta.url));
/** In all; a million by hand. */
const lines = Number(process.env.NIVEAU_BENCH_LINES ?? 100_000);
const rounds = 5;
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
 * once.
 */
export async function run(): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'niveau-bench-ndjson-'));
  try {
    const responses = [...acceptedResponses().values()];
    const model = loadModel();
    const bundles = join(folder, 'bundles.json');
    writeFileSync(bundles, JSON.stringify(responses.map((bytes) => makeBundle(model, scoreResponse(ports, bytes)))));
    const count = Math.ceil(lines / rounds);
    const files = await writeLines(folder, responses, count);
    const ours: number[] = [];
    const reference: number[] = [];
    let memory = 0;
    for (let index = 0; index < rounds; index += 1) {
      const own = await timed([{ args: [program, 'score', '--ndjson', files.whole] }]);
      ours.push(count / own.seconds);
      memory = Math.max(memory, own.memory);
      const args = ['--input-type=module', '-e', pipe, bundles];
      reference.push(count / (await timed(files.parts.map((input) => ({ args, input })))).seconds);
    }
    const [own, other] = [median(ours), median(reference)];
    const result = {
      bench: 'ndjson',
      ratio: round(other / own, 2),
      goal: 1.67,
      ours: round(own, 0),
      reference: round(other, 0),
      unit: 'lines/s',
    };
    const shown = (rates: readonly number[]) => `${rates.map((rate) => rate.toFixed(0)).join(', ')} lines/s`;
    print(result, [
      ['lines', `${count} in each of ${rounds} rounds, ${cores} cores`],
      ['niveau score --ndjson', shown(ours)],
      [`${cores} processes that parse and stringify`, shown(reference)],
      ['ours of theirs', `${((100 * own) / other).toFixed(0)} % (goal: 60)`],
      ['most memory', `${memory.toFixed(0)} MB (goal: 300)`],
    ]);
    return result;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

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

interface Command {
  readonly args: readonly string[];
  readonly input?: string;
}

/**
 * Runs commands at the same time until the last one has ended; the peak of resident memory is of the largest, in MB.
 */
async function timed(commands: readonly Command[]): Promise<{ seconds: number; memory: number }> {
  const start = performance.now();
  const memory = await Promise.all(
    commands.map(async ({ args, input }) => {
      const descriptor = input === undefined ? undefined : openSync(input, 'r');
      const child = spawn(process.execPath, args, { stdio: [descriptor ?? 'ignore', 'pipe', 'ignore'] });
      if (descriptor !== undefined) closeSync(descriptor);
      let most = 0;
      const look = setInterval(() => {
        most = Math.max(most, peakOf(child.pid));
      }, 200);
      child.stdout?.resume();
      await once(child, 'close');
      clearInterval(look);
      if (child.exitCode !== 0) throw new Error(`a command ended with ${child.exitCode}`);
      return most;
    }),
  );
  return { seconds: (performance.now() - start) / 1000, memory: Math.max(...memory) };
}

function peakOf(pid: number | undefined): number {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
  } catch {
    // It has just ended.
    return 0;
  }
}
