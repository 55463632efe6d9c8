import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { quoteMarks } from './attachments.ts';

const program = fileURLToPath(new URL('../src/cli/niveau.js', import.meta.url));
const fixture = (name: string) => fileURLToPath(new URL(`../fixtures/${name}`, import.meta.url));
const response = fixture('somatik-3-aftalt/response.json');
const letter = readFileSync(fixture('breve/epikrise.xml'), 'latin1');

/** A command that never ends is stopped after so many milliseconds, and the bench with it. */
const patience = 120_000;

export interface CommandAttack {
  readonly name: string;
  readonly args: readonly string[];
  /** What stands in the folder that the command is run in. */
  readonly files?: Readonly<Record<string, () => string | Buffer>>;
  /** Written to standard input: so often, or without end. */
  readonly piece?: string | Buffer;
  readonly times?: number;
  /** MB, where a file that large is read whole by design. */
  readonly memory?: number;
}

const endless = { piece: Buffer.alloc(65_536, 'x'), times: Number.POSITIVE_INFINITY };
const parties = [
  '--sender',
  fixture('organisationer/sender.json'),
  '--receiver',
  fixture('organisationer/receiver.json'),
];

function withComment(text: string): string {
  const filled = JSON.parse(readFileSync(response, 'utf8')) as { item: { linkId: string; answer: unknown[] }[] };
  for (const item of filled.item) if (item.linkId === 'kommentar') item.answer = [{ valueString: text }];
  return JSON.stringify(filled);
}

const identified = (system: string) =>
  JSON.stringify({ ...JSON.parse(readFileSync(response, 'utf8')), identifier: { system, value: '1' } });

const markers = 'Differentieringsmodellen somatik: samarbejdsniveau 3 af 0-4, aftalt 22.01.2026 ';

export const commandAttacks: readonly CommandAttack[] = [
  { name: 'score: standard input without end', args: ['score', '-'], ...endless },
  { name: 'validate: standard input without end', args: ['validate', '-'], ...endless },
  { name: 'read: standard input without end', args: ['read', '-'], ...endless },
  { name: 'vans unwrap: standard input without end', args: ['vans', 'unwrap', '-'], ...endless },
  { name: 'score --ndjson: a line of 300 MB', args: ['score', '--ndjson', '-'], piece: endless.piece, times: 4_600 },
  { name: 'validate --resource /dev/zero', args: ['validate', response, '--resource', '/dev/zero'], memory: 400 },
  { name: 'package --out /proc/x', args: ['package', '--out', '/proc/x'] },
  {
    name: 'pdf: one word of 900,000 characters',
    args: ['pdf', '--response', 'response.json'],
    files: { 'response.json': () => withComment('ø'.repeat(450_000)) },
  },
  {
    name: 'pdf: as many stacked accents as an answer may have',
    args: ['pdf', '--response', 'response.json'],
    files: { 'response.json': () => withComment(`a${'\u0300\u0316'.repeat(2_499)}`) },
  },
  {
    name: 'score: an identifier of 900,000 full stops',
    args: ['score', 'response.json'],
    files: { 'response.json': () => identified(`${'.'.repeat(900_000)}x`) },
  },
  {
    name: 'read: 9 times 1,000 markers',
    args: ['read', 'letter.xml'],
    files: {
      'letter.xml': () =>
        Buffer.from(letter.replace(/(<Text01>)/, `$1${`${markers.repeat(1_000)}<Break/>`.repeat(9)}`), 'latin1'),
    },
  },
  {
    name: 'read: an attachment with 13 MB of quote marks',
    args: ['read', 'attachment.xml'],
    files: { 'attachment.xml': () => quoteMarks(13_000_000) },
  },
  {
    name: 'letter: a name of 100,000 separators',
    args: ['letter', 'XDIS91', '--response', response, ...parties, '--patient-name', '|'.repeat(100_000)],
  },
];

/** Milliseconds of CPU and the most memory in MB, as the process itself counts them; its exit code. */
export async function measuredCommand({ args, files = {}, piece, times = 0 }: CommandAttack): Promise<{
  readonly cpu: number;
  readonly memory: number;
  readonly answer: string;
}> {
  const folder = mkdtempSync(join(tmpdir(), 'niveau-hostile-'));
  try {
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content());
    const told = `process.on('exit', () => require('node:fs').writeSync(3, JSON.stringify(process.resourceUsage())))`;
    writeFileSync(join(folder, 'told.cjs'), told);
    const child = spawn(process.execPath, ['--require', './told.cjs', program, ...args], {
      cwd: folder,
      stdio: ['pipe', 'ignore', 'ignore', 'pipe'],
      env: { ...process.env, NIVEAU_STORE: 'none' },
    });
    const stopped = setTimeout(() => child.kill('SIGKILL'), patience);
    const usage: Buffer[] = [];
    child.stdio[3]?.on('data', (bytes: Buffer) => usage.push(bytes));
    const [[code]] = await Promise.all([once(child, 'close'), feed(child, piece, times)]);
    clearTimeout(stopped);
    if (usage.length === 0) throw new Error(`niveau ${args[0]} did not end`);
    const { userCPUTime, systemCPUTime, maxRSS } = JSON.parse(
      Buffer.concat(usage).toString('utf8'),
    ) as NodeJS.ResourceUsage;
    return { cpu: (userCPUTime + systemCPUTime) / 1_000, memory: maxRSS / 1_024, answer: `exit ${code}` };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function feed(child: ChildProcess, piece: string | Buffer | undefined, times: number): Promise<void> {
  const { stdin } = child;
  if (stdin === null) return;
  // A command that has read enough ends while there is more.
  stdin.on('error', () => {});
  const gone = once(child, 'close');
  for (let time = 0; time < times && child.exitCode === null && !stdin.destroyed; time += 1) {
    if (piece === undefined) break;
    if (!stdin.write(piece)) await Promise.race([once(stdin, 'drain').catch(() => {}), gone]);
  }
  stdin.end();
}
