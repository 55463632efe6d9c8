import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { acceptedResponses, numbered } from './inputs.ts';
import { print, type Result, round } from './result.ts';

const program = fileURLToPath(new URL('../src/cli/niveau.js', import.meta.url));
const first = 10_000;
const then = 100_000;

/**
 * Resident memory of `niveau score --ndjson`, the real program on a real pipe: after 10,000 responses, and how much it grows over the next
 * 100,000. The reference is a Node process that only parses and writes the same lines.
 */
export async function run(): Promise<Result> {
  const ours = await measure([program, 'score', '--ndjson', '-']);
  const echo =
    "for await (const l of require('node:readline').createInterface({input:process.stdin})) console.log(JSON.stringify(JSON.parse(l)))";
  const reference = await measure(['-e', `(async()=>{${echo}})()`]);
  const result = {
    bench: 'memory',
    ratio: round(Math.max(ours.early / 200, ours.late / (ours.early * 1.1)), 2),
    goal: 1,
    ours: round(ours.late, 1),
    reference: round(reference.late, 1),
    unit: 'MB',
  };
  print(result, [
    [`after ${first} responses`, `${ours.early.toFixed(1)} MB (goal: under 200)`],
    [`after ${then} more`, `${ours.late.toFixed(1)} MB (goal: no growth, within a tenth)`],
    ['parse and write only', `${reference.early.toFixed(1)} MB, then ${reference.late.toFixed(1)} MB`],
  ]);
  return result;
}

/** Medians of ten samples of resident memory, in MB, around the two marks. */
async function measure(command: readonly string[]): Promise<{ early: number; late: number }> {
  const child = spawn(process.execPath, command, { stdio: ['pipe', 'pipe', 'ignore'] });
  const responses = [...acceptedResponses().values()];
  const early: number[] = [];
  const late: number[] = [];
  let answered = 0;
  createInterface({ input: child.stdout }).on('line', () => {
    answered += 1;
    if (answered > first - 1_000 && answered <= first && answered % 100 === 0) early.push(resident(child));
    if (answered > first + then - 1_000 && answered % 100 === 0) late.push(resident(child));
  });
  for (let index = 0; index < first + then; index += 1) {
    const response = responses[index % responses.length];
    if (response !== undefined && !child.stdin.write(`${numbered(response, index)}\n`))
      await once(child.stdin, 'drain');
  }
  child.stdin.end();
  await once(child, 'close');
  if (answered !== first + then) throw new Error(`${answered} answers to ${first + then} responses`);
  const middle = (values: number[]) => values.toSorted((one, other) => one - other)[values.length >> 1] ?? Number.NaN;
  return { early: middle(early), late: middle(late) };
}

function resident(child: ChildProcess): number {
  const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1];
  return Number(kilobytes) / 1024;
}
