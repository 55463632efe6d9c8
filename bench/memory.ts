import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { Agent, type RequestOptions, request } from 'node:http';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { freePort } from '../test/loopback.ts';
import { acceptedResponses, numbered } from './inputs.ts';
import { print, type Result, round } from './result.ts';

const program = fileURLToPath(new URL('../src/cli/niveau.js', import.meta.url));
const first = 10_000;
const then = 30_000;

/** Parses and writes each line, waiting for its reader as ours does. */
const echo = `
  import { once } from 'node:events';
  import { createInterface } from 'node:readline';
  for await (const line of createInterface({ input: process.stdin })) {
    if (!process.stdout.write(JSON.stringify(JSON.parse(line)) + '\\n')) await once(process.stdout, 'drain');
  }`;

/** Resident memory in MB: after the first 10,000 responses, and after 30,000 more. */
interface Memory {
  readonly early: number;
  readonly late: number;
}

/**
 * Resident memory of the service, for responses and for letters with the schema checks on, and of `niveau score
 * --ndjson`: each a process of its own fed over its real interface. After 10,000 of them, and how much it grows over
 * the next 30,000: what each leaves behind is seen from 600 bytes on. The reference is a Node process that only parses
 * and writes the same lines.
 */
export async function run(): Promise<Result> {
  const ours = {
    responses: await told('service, $extract', () =>
      measureService('/fhir/QuestionnaireResponse/$extract', responses, extraction),
    ),
    letters: await told('service, /medcom/attach', () => measureService('/medcom/attach', levelled, attachment)),
    lines: await told('niveau score --ndjson', () => measureLines([program, 'score', '--ndjson', '-'])),
  };
  const reference = await told('parse and write only', () => measureLines(['--input-type=module', '-e', echo]));
  const worst = (memory: Memory) => Math.max(memory.early / 200, memory.late / (memory.early * 1.1));
  const result = {
    bench: 'memory',
    ratio: round(Math.max(...Object.values(ours).map(worst)), 2),
    goal: 1,
    ours: round(Math.max(...Object.values(ours).map(({ late }) => late)), 1),
    reference: round(reference.late, 1),
    unit: 'MB',
  };
  print(result, [
    [
      'resident memory',
      `after ${first} responses or letters, then after ${then} more (goal: under 200, no growth within a tenth)`,
    ],
    ['service, $extract', shown(ours.responses)],
    ['service, /medcom/attach', shown(ours.letters)],
    ['niveau score --ndjson', shown(ours.lines)],
    ['parse and write only', shown(reference)],
  ]);
  return result;
}

function shown({ early, late }: Memory): string {
  return `${early.toFixed(1)} MB, then ${late.toFixed(1)} MB`;
}

/** The whole takes minutes: each figure is told as soon as it is known. */
async function told(name: string, measure: () => Promise<Memory>): Promise<Memory> {
  const started = performance.now();
  const memory = await measure();
  process.stderr.write(`${name}: ${shown(memory)} (${((performance.now() - started) / 1_000).toFixed(0)} s)\n`);
  return memory;
}

const schemas = process.env.MEDCOM_XSD_DIR ?? fileURLToPath(new URL('../../shared/medcom-xsd', import.meta.url));
const letter = readFileSync(new URL('../fixtures/breve/epikrise.xml', import.meta.url));
const stored = acceptedResponses();
const responses = [...stored.values()];
const levelled = ['somatik-1-vurderet', 'somatik-3-aftalt', 'psykiatri-4-aftalt'].flatMap(
  (name) => stored.get(name) ?? [],
);

/** What is sent for the response of a number. */
interface Sent {
  readonly type: string;
  readonly body: string | Buffer;
}

function extraction(response: string): Sent {
  return { type: 'application/fhir+json', body: response };
}

function attachment(response: string): Sent {
  const boundary = 'niveau-bench';
  const part = (name: string, type: string) =>
    `\r\n--${boundary}\r\nContent-Disposition: form-data; name="${name}"; filename="${name}"\r\nContent-Type: ${type}\r\n\r\n`;
  const body = Buffer.concat([
    Buffer.from(part('letter', 'application/xml')),
    letter,
    Buffer.from(`${part('response', 'application/fhir+json')}${response}\r\n--${boundary}--\r\n`),
  ]);
  return { type: `multipart/form-data; boundary=${boundary}`, body };
}

function numberedOf(of: readonly Buffer[], index: number): string {
  const response = of[index % of.length];
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
    if (!child.stdin.write(`${numberedOf(responses, index)}\n`)) await once(child.stdin, 'drain');
  }
  child.stdin.end();
  await once(child, 'close');
  if (answered !== first + then) throw new Error(`${answered} answers to ${first + then} responses`);
  return samples.result();
}

async function measureService(path: string, of: readonly Buffer[], sent: (response: string) => Sent): Promise<Memory> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const environment = {
    ...process.env,
    NIVEAU_ADDRESS: `127.0.0.1:${port}`,
    NIVEAU_STORE: 'none',
    MEDCOM_XSD_DIR: schemas,
  };
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
        const status = await post(`${url}${path}`, sent(numberedOf(of, asked++)), {
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

function post(
  url: string,
  { type, body }: Sent,
  way: Pick<RequestOptions, 'agent' | 'localAddress'>,
): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': type };
    const asked = request(url, { ...way, method: 'POST', headers }, (response) => {
      response.on('end', () => resolve(response.statusCode)).resume();
    });
    asked.on('error', reject).end(body);
  });
}

function resident(child: ChildProcess): number {
  const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1];
  return Number(kilobytes) / 1024;
}
