import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { freePort } from '../test/loopback.ts';
import { quoteMarks } from './attachments.ts';
import { commandAttacks, measuredCommand } from './hostile-commands.ts';
import { mostMemoryOf } from './most-memory.ts';
import { print, type Result, round } from './result.ts';

const program = fileURLToPath(new URL('../src/cli/niveau.js', import.meta.url));
const fixture = (name: string) => readFileSync(new URL(`../fixtures/${name}`, import.meta.url));

/**
 * What one attack may cost the service: CPU in milliseconds over what an idle one takes, and the most memory that it
 * ever held, in MB.
 */
const usual = { cpu: 2_000, memory: 256 };

interface Attack {
  readonly name: string;
  /** Sends it, and gives what came back, for people. */
  readonly send: (url: string) => Promise<string>;
  readonly cpu?: number;
}

/**
 * Costly input, one at a time against a service of its own: each must be answered or refused within its limits. The
 * reference is the same service with an honest response. CPU and memory are the process' own (/proc), so that other
 * work on the machine does not count. Then the command line, a process for each attack, its start included.
 */
export async function run(): Promise<Result> {
  const honest = await measured({
    name: 'an honest response',
    send: (url) => post(url, extract, 'application/json', response),
  });
  const found: { attack: Pick<Attack, 'name' | 'cpu'>; cpu: number; memory: number; answer: string; share: number }[] =
    [];
  for (const attack of attacks) {
    const { cpu, memory, answer } = await measured(attack);
    const share = Math.max(cpu / (attack.cpu ?? usual.cpu), memory / usual.memory);
    found.push({ attack, cpu, memory, answer, share });
  }
  for (const attack of commandAttacks) {
    const { cpu, memory, answer } = await measuredCommand(attack);
    const share = Math.max(cpu / usual.cpu, memory / (attack.memory ?? usual.memory));
    found.push({ attack, cpu, memory, answer, share });
  }
  const worst = found.reduce((one, other) => (other.share > one.share ? other : one));
  const shown = ({ cpu, memory, answer }: { cpu: number; memory: number; answer: string }) =>
    `${cpu.toFixed(0).padStart(6)} ms ${memory.toFixed(0).padStart(4)} MB  ${answer}`;
  const result = {
    bench: 'hostile',
    ratio: round(worst.share, 2),
    goal: 1,
    ours: round(worst.cpu, 1),
    reference: round(honest.cpu, 1),
    unit: 'ms',
  };
  print(result, [
    ['attack', `CPU (goal: ${usual.cpu} ms, or as said), most memory (goal: ${usual.memory} MB), answer`],
    ['an honest response', shown(honest)],
    ...found.map((one) => {
      const name = one.attack.cpu === undefined ? one.attack.name : `${one.attack.name} (${one.attack.cpu} ms)`;
      return [name, shown(one)] as const;
    }),
    ['worst', worst.attack.name],
  ]);
  return result;
}

const extract = '/fhir/QuestionnaireResponse/$extract';
const validate = '/fhir/QuestionnaireResponse/$validate';
const response = fixture('somatik-3-aftalt/response.json');
const megabyte = 1_048_576;

function multipart(parts: string): Buffer {
  return Buffer.from(`${parts}--x--\r\n`);
}

const part = (name: string, content = '') =>
  `--x\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${content}\r\n`;
const multipartType = 'multipart/form-data; boundary=x';

/** A response to a Questionnaire that it contains, whose check would take minutes. */
function costly(): string {
  const enableWhen = Array.from({ length: 8000 }, () => ({ question: 'b', operator: '=', answerString: 'x' }));
  const group = { linkId: 'g', type: 'group', repeats: true, item: [{ linkId: 'a', type: 'string' }] };
  const item = [
    { linkId: 'b', type: 'string', repeats: true },
    { ...group, enableBehavior: 'any', enableWhen },
  ];
  const answer = [{ valueString: 'y' }];
  const repeated = Array.from({ length: 30_000 }, () => ({ linkId: 'g' }));
  return JSON.stringify({
    resourceType: 'QuestionnaireResponse',
    contained: [{ resourceType: 'Questionnaire', id: 'q', status: 'active', item }],
    questionnaire: '#q',
    status: 'completed',
    authored: '2026-11-21T10:00:00+01:00',
    item: [{ linkId: 'b', answer }, ...repeated],
  });
}

const received = () => JSON.parse(response.toString('utf8'));
const identified = (system: string, value: string) => JSON.stringify({ ...received(), identifier: { system, value } });

function named(display: string): string {
  const filled = received();
  return JSON.stringify({ ...filled, subject: { ...filled.subject, display } });
}

function titled(names: number): string {
  const { subject, ...filled } = received();
  const name = Array.from({ length: names }, () => ({ text: 'Nancy', prefix: ['Fru'] }));
  const contained = [{ resourceType: 'Patient', id: 'p', identifier: [subject.identifier], name }];
  return JSON.stringify({ ...filled, contained, subject: { reference: '#p', display: subject.display } });
}

function namespaces(count: number): string {
  const declared = Array.from({ length: count }, (_, index) => ` xmlns:n${index}="u"`).join('');
  return `<QuestionnaireResponse xmlns="http://hl7.org/fhir"${declared}>${'<x/>'.repeat(120_000)}</QuestionnaireResponse>`;
}

const marker = 'Differentieringsmodellen somatik: samarbejdsniveau 3 af 0-4, aftalt 22.01.2026 ';
const letter = fixture('breve/epikrise.xml').toString('latin1');
const batch = {
  resourceType: 'Bundle',
  type: 'batch',
  entry: Array.from({ length: 100 }, () => ({ request: { method: 'GET', url: 'StructureDefinition?_count=1000' } })),
};
const json = 'application/json';

const attacks: readonly Attack[] = [
  {
    name: '2 MiB of empty parts',
    send: (url) => post(url, '/medcom/attach', multipartType, multipart(part('a').repeat(38_000))),
  },
  {
    name: '40 parts of headers',
    send: (url) => post(url, '/medcom/attach', multipartType, multipart(part('a', 'y'.repeat(50_000)).repeat(39))),
  },
  {
    name: 'gzip of 1 GiB',
    send: (url) => post(url, extract, json, gzipSync(Buffer.alloc(2 ** 30)), { 'content-encoding': 'gzip' }),
  },
  {
    name: 'an identifier of 900,000 full stops',
    send: (url) => post(url, extract, json, identified(`${'.'.repeat(900_000)}x`, '1')),
  },
  {
    name: 'an identifier of 225,000 broken percent escapes',
    send: (url) => post(url, extract, json, identified('urn:x', '%e6x'.repeat(225_000))),
  },
  {
    name: 'a name of 150,000 stacked accents',
    send: (url) => post(url, extract, json, named(`a${'\u0300\u0316'.repeat(75_000)}`)),
  },
  {
    name: 'a citizen with 20,000 names and titles',
    send: (url) => post(url, extract, json, titled(20_000)),
  },
  { name: '-0 half a million times', send: (url) => post(url, validate, json, `[${'-0,'.repeat(340_000)}0]`) },
  { name: '100,000 levels of JSON', send: (url) => post(url, extract, json, '['.repeat(500_000)) },
  {
    name: '100,000 keys',
    send: (url) => post(url, extract, json, `{${Array.from({ length: 90_000 }, (_, key) => `"k${key}":1`).join()}}`),
  },
  {
    name: 'a search for 100 values',
    send: (url) =>
      post(
        url,
        '/fhir/StructureDefinition/_search',
        'application/x-www-form-urlencoded',
        `name=${'å'.repeat(1_000)},`.repeat(99),
      ),
  },
  {
    name: 'an $expand for a megabyte of words',
    send: (url) =>
      post(
        url,
        '/fhir/ValueSet/$expand',
        json,
        JSON.stringify({
          resourceType: 'Parameters',
          parameter: [
            { name: 'url', valueUri: 'http://differentieringsmodellen.dk/fhir/ValueSet/handling' },
            { name: 'filter', valueString: 'a '.repeat(500_000) },
          ],
        }),
      ),
  },
  { name: 'a batch of 100 long searches', send: (url) => post(url, '/fhir', json, JSON.stringify(batch)), cpu: 3_000 },
  {
    name: 'a letter of 9,000 markers',
    send: (url) =>
      post(
        url,
        '/medcom/read',
        'application/xml',
        Buffer.from(letter.replace(/(<Text01>)/, `$1${marker.repeat(9_000)}`), 'latin1'),
      ),
  },
  {
    name: 'a PDF of 7 MB of quote marks',
    send: (url) => post(url, '/medcom/read', 'application/xml', quoteMarks(7_000_000)),
    cpu: 4_000,
  },
  {
    name: 'a million XML siblings',
    send: (url) => post(url, '/medcom/read', 'application/xml', `<a>${'<b/>'.repeat(240_000)}</a>`),
  },
  {
    name: 'FHIR as XML that declares 20,000 namespaces',
    send: (url) => post(url, validate, 'application/fhir+xml', namespaces(20_000)),
  },
  {
    name: '20 costly contained forms',
    send: async (url) =>
      (await Promise.all(Array.from({ length: 20 }, () => post(url, validate, json, costly())))).join(' '),
    cpu: 60_000,
  },
  { name: '200 bodies that drip', send: drip },
];

/** Slow bodies beside honest callers, who are all answered. */
async function drip(url: string): Promise<string> {
  const { port } = new URL(url);
  const head = `POST ${extract} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${megabyte}\r\n\r\n`;
  const sockets = Array.from({ length: 200 }, () => connect(Number(port), '127.0.0.1').on('error', () => {}));
  for (const socket of sockets) socket.write(head);
  const dripping = setInterval(() => {
    for (const socket of sockets) socket.write(' ');
  }, 100);
  const statuses: string[] = [];
  for (let call = 0; call < 50; call += 1) statuses.push(await post(url, extract, json, response));
  clearInterval(dripping);
  for (const socket of sockets) socket.destroy();
  return `${statuses.filter((status) => status === '200').length} of ${statuses.length} honest ones`;
}

async function post(
  url: string,
  path: string,
  type: string,
  body: string | Buffer,
  headers: Record<string, string> = {},
): Promise<string> {
  const content = typeof body === 'string' ? body : new Uint8Array(body);
  const options = { method: 'POST', headers: { 'content-type': type, ...headers }, body: content };
  const answer = await fetch(`${url}${path}`, options).catch(() => undefined);
  await answer?.arrayBuffer();
  return String(answer?.status ?? 'cut off');
}

async function measured({ send }: Attack): Promise<{ cpu: number; memory: number; answer: string }> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const env = { ...process.env, NIVEAU_ADDRESS: `127.0.0.1:${port}`, NIVEAU_STORE: 'none' };
  const child = spawn(process.execPath, [program, 'serve'], { stdio: ['ignore', 'pipe', 'ignore'], env });
  try {
    await once(child.stdout, 'data');
    child.stdout.resume();
    await post(url, extract, json, response);
    const before = cpuOf(child);
    const answer = await send(url);
    const alive = await fetch(`${url}/health/live`).then(
      ({ status }) => status === 200,
      () => false,
    );
    if (!alive) throw new Error('the service did not outlive it');
    return { cpu: cpuOf(child) - before, memory: mostMemoryOf(child), answer };
  } finally {
    child.kill('SIGKILL');
  }
}

/** Milliseconds of user and system time; Linux counts in hundredths of a second. */
function cpuOf({ pid }: ChildProcess): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}
