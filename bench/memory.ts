import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { Agent, type RequestOptions, request } from 'node:http';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { acceptedResponses, numbered } from './inputs.ts';
import { freePort } from './port.ts';
import { print, type Result, round } from './result.ts';

const program = fileURLToPath(new URL('../src/cli/niveau.js', import.meta.url));
const first = 10_000;
const then = 100_000;

/** Parses and writes each line, waiting for its reader as ours does. */
const echo = `
  import { once } from 'node:events';
  import { createInterface } from 'node:readline';
  for await (const line of createInterface({ input: process.stdin })) {
    if (!process.stdout.write(JSON.stringify(JSON.parse(line)) + '\\n')) await once(process.stdout, 'drain');
  }`;

/** Resident memory in MB: after the first 10,000 responses, and after 100,000 more. */
interface Memory {
  readonly early: number;
  readonly late: number;
}

/**
 * Resident memory of the service and of `niveau score --ndjson`, each a process of its own fed over its real interface: after 10,000
 * responses, and how much it grows over the next 100,000. The reference is a Node process that only parses and writes the same lines.
 */
export async function run(): Promise<Result> {
  const ours = { service: await measureService(), ndjson: await measureLines([program, 'score', '--ndjson', '-']) };
  const reference = await measureLines(['--input-type=module', '-e', echo]);
  const worst = (memory: Memory) => Math.max(memory.early / 200, memory.late / (memory.early * 1.1));
  const result = {
    bench: 'memory',
    ratio: round(Math.max(worst(ours.service), worst(ours.ndjson)), 2),
    goal: 1,
    ours: round(Math.max(ours.service.late, ours.ndjson.late), 1),
    reference: round(reference.late, 1),
    unit: 'MB',
  };
  const shown = ({ early, late }: Memory) => `${early.toFixed(1)} MB, then ${late.toFixed(1)} MB`;
  print(result, [
    [
      'resident memory',
      `after ${first} responses, then after ${then} more (goal: under 200, no growth within a tenth)`,
    ],
    ['service, $extract', shown(ours.service)],
    ['niveau score --ndjson', shown(ours.ndjson)],
    ['parse and write only', shown(reference)],
  ]);
  return result;
}

const responses = [...acceptedResponses().values()];

function responseLine(index: number): string {
  const response = responses[index % responses.length];
  if (response === undefined) throw new Error('there are no fixtures');
  return numbered(response, index);
}

/** Samples around the two marks; the median of each ten. */
function sampler(child: ChildProcess) {
  const early: number[] = [];
  const late: number[] = [];
  const middle = (values: number[]) => values.toSorted((one, other) => one - other)[values.length >> 1] ?? Number.NaN;
  return {
    answered(count: number) {
      if (count % 100 !== 0) return;
      if (count > first - 1_000 && count <= first) early.push(resident(child));
      if (count > first + then - 1_000) late.push(resident(child));
    },
    result: (): Memory => ({ early: middle(early), late: middle(late) }),
  };
}

async function measureLines(command: readonly string[]): Promise<Memory> {
  const child = spawn(process.execPath, command, { stdio: ['pipe', 'pipe', 'ignore'] });
  const samples = sampler(child);
  let answered = 0;
  createInterface({ input: child.stdout }).on('line', () => {
    answered += 1;
    samples.answered(answered);
  });
  for (let index = 0; index < first + then; index += 1) {
    if (!child.stdin.write(`${responseLine(index)}\n`)) await once(child.stdin, 'drain');
  }
  child.stdin.end();
  await once(child, 'close');
  if (answered !== first + then) throw new Error(`${answered} answers to ${first + then} responses`);
  return samples.result();
}

async function measureService(): Promise<Memory> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const environment = { ...process.env, NIVEAU_ADDRESS: `127.0.0.1:${port}` };
  const child = spawn(process.execPath, [program, 'serve'], { stdio: ['ignore', 'pipe', 'ignore'], env: environment });
  try {
    await once(child.stdout, 'data');
    child.stdout.resume();
    const samples = sampler(child);
    const agent = new Agent({ keepAlive: true, maxSockets: 8 });
    let asked = 0;
    let answered = 0;
    // Each client has a loopback address of its own, since the service counts requests by address.
    const client = async (_: unknown, index: number) => {
      while (asked < first + then) {
        const status = await extract(`${url}/fhir/QuestionnaireResponse/$extract`, responseLine(asked++), {
          agent,
          localAddress: `127.0.0.${index + 2}`,
        });
        if (status !== 200) throw new Error(`answered ${status}`);
        answered += 1;
        samples.answered(answered);
      }
    };
    await Promise.all(Array.from({ length: 8 }, client));
    agent.destroy();
    return samples.result();
  } finally {
    child.kill('SIGTERM');
  }
}

function extract(
  url: string,
  body: string,
  way: Pick<RequestOptions, 'agent' | 'localAddress'>,
): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/fhir+json' };
    const sent = request(url, { ...way, method: 'POST', headers }, (response) => {
      response.on('end', () => resolve(response.statusCode)).resume();
    });
    sent.on('error', reject).end(body);
  });
}

function resident(child: ChildProcess): number {
  const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1];
  return Number(kilobytes) / 1024;
}
