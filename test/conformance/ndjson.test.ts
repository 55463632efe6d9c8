/** Streams of lines by the command itself: cut off, gone on with, packed, on a full disk, with a reader that leaves. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import { acceptedResponses, numbered } from '../../bench/inputs.ts';
import { piecesOf } from '../../src/cli/pieces.ts';
import { unpacked } from '../../src/cli/stream/unpack.ts';
import { niveauApart as niveau, root } from '../cli/run.ts';
import { fixturesFolder } from '../fixtures.ts';
import { until } from '../http/service.ts';
import { canMount, smallDisk } from '../small-disk.ts';

const folder = mkdtempSync(join(tmpdir(), 'niveau-ndjson-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let count = 0;
const fresh = (ending = 'ndjson') => {
  count += 1;
  return join(folder, `${count}.${ending}`);
};

const responses = [...acceptedResponses().values()];
const refusedLines: Readonly<Record<number, Uint8Array | string>> = {
  5: '',
  17: '{"resourceType":"QuestionnaireResponse"',
  18: Buffer.from([0x22, 0xff, 0x22]),
  30: `"${'x'.repeat(1_100_000)}"`,
  31: '{"resourceType":"QuestionnaireResponse","id":"\\ud800"}',
};
const numbers = Array.from({ length: 120 }, (_, index) => index + 1);
/** 120 lines: some refused, the first with a byte order mark, some ended as Windows does, the last one not at all. */
const input = Buffer.concat(
  numbers.map((number) => {
    const response = responses[number % responses.length];
    const line = refusedLines[number] ?? numbered(response ?? Buffer.of(), number);
    const before = number === 1 ? '\ufeff' : '';
    const after = number === 120 ? '' : number % 3 === 0 ? '\r\n' : '\n';
    return Buffer.concat([Buffer.from(before), Buffer.from(line), Buffer.from(after)]);
  }),
);
const stored = fresh();
writeFileSync(stored, input);
/** What one run on one thread writes. */
const whole = await niveau(['score', '--ndjson', stored, '--jobs', '1']);
const answers = whole.stdout.toString().trimEnd().split('\n');
const half = input.subarray(0, input.indexOf('bench-60'));

const codeOf = (stderr: string) => /\[([a-z-]+)\]\n$/.exec(stderr)?.[1];
const linesOf = (file: string) => readFileSync(file, 'utf8').trimEnd().split('\n');

/** What a file holds, unpacked: Node's own zstdDecompressSync reads the first frame alone. */
async function contentOf(file: string): Promise<Buffer> {
  return Buffer.concat(await Array.fromAsync(unpacked(file, piecesOf(file)), (piece) => Buffer.from(piece)));
}

function start(args: readonly string[]): ChildProcess & { stdin: NonNullable<ChildProcess['stdin']> } {
  const child = spawn(process.execPath, ['src/cli/niveau.js', ...args], {
    cwd: root,
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  if (child.stdin === null) throw new Error('no standard input');
  return child as ReturnType<typeof start>;
}

/** Runs a stream until it has answered the half of its lines, and ends it by a signal. */
async function cutOff(args: readonly string[], out: string, signal: NodeJS.Signals): Promise<number | null> {
  const child = start([...args, '--out', out]);
  // Of a packed one the end is not waited for: it may be gone before it has read all of this.
  child.stdin.on('error', ({ code }: NodeJS.ErrnoException) => expect(code).toBe('EPIPE'));
  child.stdin.write(half);
  const said = child.stderr === null ? '' : text(child.stderr);
  // The last line of the half has not ended, and some before it are refused, apart or not.
  await until(() => existsSync(out) && statSync(out).size > 1_000 && sizesRest(out));
  child.kill(signal);
  await once(child, 'close');
  await said;
  return child.exitCode;
}

/** Whether the answers of the half are written; packed ones are not looked into. */
function sizesRest(out: string): boolean {
  if (!out.endsWith('.ndjson')) return true;
  return linesOf(out).length >= 40;
}

test('the answers are those of one thread, whatever the jobs and the packing', async () => {
  expect(whole.code).toBe(1);
  expect(answers).toHaveLength(120);
  const kinds = answers.map((answer) => JSON.parse(answer).resourceType);
  expect(numbers.filter((number) => kinds[number - 1] !== 'Bundle')).toEqual([5, 17, 18, 30, 31]);
  // Longer than what one thread answers alone.
  const { stdout } = await niveau(['score', '--ndjson', stored, '--jobs', '3']);
  expect(stdout.equals(whole.stdout)).toBe(true);
  const packed = { gz: gzipSync(input), zst: zstdCompressSync(input) };
  for (const ending of ['gz', 'zst'] as const) {
    const from = fresh(`ndjson.${ending}`);
    const out = fresh(`ndjson.${ending}`);
    writeFileSync(from, packed[ending]);
    const { code, stdout } = await niveau(['score', '--ndjson', from, '--jobs', '3', '--out', out]);
    expect([code, stdout.length]).toEqual([1, 0]);
    expect((await contentOf(out)).equals(whole.stdout)).toBe(true);
    expect(existsSync(`${out}.resume`)).toBe(false);
  }
});

test('refused lines apart: with number, reason and the line itself; the answers are the others', async () => {
  const [out, refused] = [fresh(), fresh()];
  const { code } = await niveau(['score', '--ndjson', '-', '--out', out, '--refused', refused], input);
  expect(code).toBe(1);
  expect(linesOf(out)).toEqual(answers.filter((answer) => JSON.parse(answer).resourceType === 'Bundle'));
  const kept = linesOf(refused).map((line) => JSON.parse(line));
  expect(kept.map(({ line, outcome }) => [line, outcome.issue[0].details.coding[0].code])).toEqual([
    [5, 'json-empty'],
    [17, 'json-malformed'],
    [18, 'json-encoding'],
    [30, 'json-too-large'],
    [31, 'json-character'],
  ]);
  expect(kept.map(({ input, inputBase64 }) => [typeof input, typeof inputBase64])).toEqual([
    ['string', 'undefined'],
    ['string', 'undefined'],
    ['undefined', 'string'],
    ['undefined', 'undefined'],
    ['string', 'undefined'],
  ]);
  expect(kept[1].input).toBe(refusedLines[17]);
});

test('each answer comes while the next line is waited for', async () => {
  const child = spawn(process.execPath, ['src/cli/niveau.js', 'score', '--ndjson', '-'], { cwd: root });
  let came = '';
  child.stdout.on('data', (part: Buffer) => {
    came += part.toString();
  });
  for (const [index, answer] of answers.slice(1, 4).entries()) {
    child.stdin.write(`${numbered(responses[(index + 2) % responses.length] ?? Buffer.of(), index + 2)}\n`);
    await until(() => came === `${answer}\n`);
    came = '';
  }
  child.stdin.end();
  await once(child, 'close');
  expect(child.exitCode).toBe(0);
});

describe('cut off and gone on with: the same as in one run', () => {
  test.each([
    ['killed', 'SIGKILL', 'ndjson', null],
    ['stopped by Ctrl-C', 'SIGINT', 'ndjson', 3],
    ['stopped, packed', 'SIGTERM', 'ndjson.zst', 3],
    ['killed, packed', 'SIGKILL', 'ndjson.gz', null],
  ] as const)('%s', async (_, signal, ending, code) => {
    const out = fresh(ending);
    const refused = fresh(ending);
    const args = ['score', '--ndjson', '-', '--refused', refused, '--jobs', '2'];
    expect(await cutOff(args, out, signal)).toBe(code);
    // The start of an answer that was cut off while it was written.
    if (ending === 'ndjson') appendFileSync(out, '{"resourceType":"Bundle","ty');
    const gone = await niveau([...args, '--out', out, '--resume'], input);
    expect([gone.code, gone.stdout.length]).toEqual([1, 0]);
    expect(gone.stderr).toContain('120 linjer læst, 5 afvist');
    const again = await niveau(['score', '--ndjson', '-', '--refused', fresh(), '--out', `${out}.one`], input);
    expect(again.code).toBe(1);
    expect((await contentOf(out)).equals(readFileSync(`${out}.one`))).toBe(true);
    expect((await contentOf(refused)).toString().trimEnd().split('\n')).toHaveLength(5);
    expect(existsSync(`${out}.resume`)).toBe(false);
  });

  test('the output alone decides where the note is gone; a finished one stays as it is', async () => {
    const out = fresh();
    writeFileSync(out, Buffer.concat([Buffer.from(`${answers.slice(0, 50).join('\n')}\n`), Buffer.from('{"res')]));
    for (const _ of ['from the middle', 'finished']) {
      const { code } = await niveau(['score', '--ndjson', stored, '--out', out, '--resume'], '');
      expect(code).toBe(1);
      expect(readFileSync(out).equals(whole.stdout)).toBe(true);
    }
  });

  const changed = Buffer.from(input);
  changed[input.indexOf('bench-7') + 6] = 0x38;
  const others = Buffer.from(`${answers.slice(3, 20).join('\n')}\n`);
  test.each([
    ['another input', ['--jobs', '1'], changed, 'resume-input'],
    ['a shorter input', ['--jobs', '1'], input.subarray(0, 20_000), 'resume-input'],
    ['another call', ['--server-ids'], input, 'resume-other'],
    ['another language', ['--lang', 'en'], input, 'resume-other'],
  ] as const)('%s: refused, nothing is written', async (_, more, bytes, code) => {
    const out = fresh();
    await cutOff(['score', '--ndjson', '-'], out, 'SIGINT');
    const before = readFileSync(out);
    const from = fresh();
    writeFileSync(from, bytes);
    const went = await niveau(['score', '--ndjson', from, '--out', out, '--resume', ...more]);
    expect([went.code, codeOf(went.stderr)]).toEqual([3, code]);
    expect(readFileSync(out).equals(before)).toBe(true);
  });

  test.each([
    ['answers to something else', 'ndjson', others, 'resume-output'],
    ['one line that may be anybody’s', 'ndjson', Buffer.from('my notes'), 'resume-output'],
    ['packed, without a note', 'ndjson.gz', gzipSync(others), 'resume-unknown'],
  ] as const)('%s: refused, the file stays as it is', async (_, ending, bytes, code) => {
    const out = fresh(ending);
    writeFileSync(out, bytes);
    const went = await niveau(['score', '--ndjson', stored, '--out', out, '--resume']);
    expect([went.code, codeOf(went.stderr)]).toEqual([3, code]);
    expect(readFileSync(out).equals(bytes)).toBe(true);
  });
});

describe('refused before anything is written', () => {
  const there = fresh();
  writeFileSync(there, 'precious');
  test.each([
    ['an output that is there', ['--out', there], 3, 'output-exists'],
    ['refused lines to a file that is there', ['--out', join(folder, 'new'), '--refused', there], 3, 'output-exists'],
    ['the input as output', ['--out', stored, '--resume'], 3, 'output-same'],
    ['one file twice', ['--out', join(folder, 'new'), '--refused', join(folder, 'new')], 3, 'output-same'],
    ['a folder that is not there', ['--out', join(folder, 'none', 'x')], 3, 'file-unwritable'],
    ['--resume without a file', ['--resume'], 2, 'usage-option-alone'],
    ['no jobs', ['--jobs', '0'], 2, 'usage-value'],
    ['more jobs than any machine has room for', ['--jobs', '99999'], 2, 'usage-value'],
  ] as const)('%s', async (_, args, code, said) => {
    const went = await niveau(['score', '--ndjson', stored, ...args]);
    expect([went.code, codeOf(went.stderr), went.stdout.length]).toEqual([code, said, 0]);
    expect(readFileSync(there, 'utf8')).toBe('precious');
    expect(readFileSync(stored).equals(input)).toBe(true);
    expect(existsSync(join(folder, 'new'))).toBe(false);
  });

  test.each(['>>', '2>>'])('the input as where the shell writes to: %s', async (into) => {
    const own = fresh();
    writeFileSync(own, input);
    const command = `'${process.execPath}' src/cli/niveau.js score --ndjson '${own}' ${into} '${own}'`;
    const child = spawn('bash', ['-c', command], { cwd: root, stdio: ['ignore', 'ignore', 'pipe'] });
    const [said] = await Promise.all([text(child.stderr), once(child, 'close')]);
    expect(child.exitCode).toBe(3);
    const after = readFileSync(own);
    expect(after.subarray(0, input.length).equals(input)).toBe(true);
    // What is said of it goes where the shell was told.
    expect(codeOf(`${said}${after.subarray(input.length)}`)).toBe('output-same');
  });

  test.each(['1', '2'])('a model that is not there, with %s jobs', async (jobs) => {
    const [out, long] = [fresh(), fresh()];
    // Other threads have all of it.
    writeFileSync(long, '{}\n'.repeat(400_000));
    const env = { NIVEAU_PROFILES: join(folder, 'none') };
    const went = await niveau(['score', '--ndjson', long, '--jobs', jobs, '--out', out], '', env);
    expect([went.code, codeOf(went.stderr), existsSync(out)]).toEqual([3, 'config-folder', false]);
  });

  test.each(['1', '2'])('a model that is damaged, with %s jobs', async (jobs) => {
    const [out, long, damaged] = [fresh(), fresh(), join(folder, `damaged-${jobs}`)];
    writeFileSync(long, '{}\n'.repeat(400_000));
    cpSync(join(root, 'profiles'), damaged, { recursive: true });
    const file = join(damaged, 'CodeSystem-faktor.json');
    const env = { NIVEAU_PROFILES: damaged };
    const read = readFileSync(file, 'utf8');
    const shapes = [read.slice(0, read.length / 2), 'null', '[]', read.replace('"concept"', '"concepts"')];
    for (const shape of shapes) {
      writeFileSync(file, shape);
      const went = await niveau(['score', '--ndjson', long, '--jobs', jobs, '--out', out], '', env);
      expect([went.code, codeOf(went.stderr), existsSync(out)]).toEqual([3, 'config-model', false]);
    }
    const given = join(root, 'fixtures/somatik-3-aftalt/response.json');
    const commands = [
      ['score', given],
      ['serve', '--port', '0'],
      ['package', '--out', out],
      ['import', long],
    ];
    for (const command of commands) {
      const went = await niveau(command, '', env);
      expect([command[0], went.code, codeOf(went.stderr)]).toEqual([command[0], 3, 'config-model']);
    }
    // Of what the model is not made of.
    writeFileSync(file, read);
    writeFileSync(join(damaged, 'StructureDefinition-herkomst.json'), '{');
    const went = await niveau(['package', '--out', out], '', env);
    expect([went.code, codeOf(went.stderr), existsSync(out)]).toEqual([3, 'config-model', false]);
  });

  test.each([
    ['schemas that are not there', ['attach', '--ndjson', stored, '--out', join(folder, 'new')], 'config-folder'],
    ['a device to go on with', ['score', '--ndjson', stored, '--out', '/dev/null', '--resume'], 'resume-unknown'],
  ])('%s', async (_, args, code) => {
    const went = await niveau(args, '', { MEDCOM_XSD_DIR: join(folder, 'none') });
    expect([went.code, codeOf(went.stderr), existsSync(join(folder, 'new'))]).toEqual([3, code, false]);
  });

  test('an input that is not there', async () => {
    const out = fresh();
    const went = await niveau(['score', '--ndjson', join(folder, 'none'), '--out', out]);
    expect([went.code, codeOf(went.stderr), existsSync(out)]).toEqual([3, 'file-unreadable', false]);
  });
});

test('an archive that is cut: whole lines are answered, the rest is refused, and the whole one goes on', async () => {
  const [from, out] = [fresh('ndjson.gz'), fresh()];
  const packed = Buffer.concat([gzipSync(half), gzipSync(input.subarray(half.length))]);
  writeFileSync(from, packed.subarray(0, packed.length - 100));
  const cut = await niveau(['score', '--ndjson', from, '--out', out]);
  expect([cut.code, codeOf(cut.stderr), cut.stdout.length]).toEqual([1, 'archive-cut', 0]);
  const written = linesOf(out);
  expect(written.length).toBeGreaterThan(50);
  expect(written).toEqual(answers.slice(0, written.length));
  writeFileSync(from, packed);
  await niveau(['score', '--ndjson', from, '--out', out, '--resume']);
  expect(readFileSync(out).equals(whole.stdout)).toBe(true);
});

describe('an output that takes no more', () => {
  test.skipIf(!canMount())('a full disk: told, and gone on with when there is room', async () => {
    const small = join(folder, 'small');
    const { grow, end } = smallDisk(small, 1);
    onTestFinished(end);
    const out = join(small, 'out.ndjson');
    const full = await niveau(['score', '--ndjson', stored, '--out', out]);
    expect([full.code, codeOf(full.stderr)]).toEqual([3, 'output-failed']);
    grow(20);
    const gone = await niveau(['score', '--ndjson', stored, '--out', out, '--resume']);
    expect(gone.code).toBe(1);
    expect(readFileSync(out).equals(whole.stdout)).toBe(true);
  });

  test('a full disk is told while the next line is waited for', async () => {
    const args = ['src/cli/niveau.js', 'score', '--ndjson', '-', '--out', '/dev/full'];
    const child = spawn(process.execPath, args, { cwd: root });
    onTestFinished(() => void child.kill());
    child.stdin.write(`${numbered(responses[0] ?? Buffer.of(), 1)}\n`);
    const [said] = await Promise.all([text(child.stderr), once(child, 'close')]);
    expect([child.exitCode, codeOf(said)]).toEqual([3, 'output-failed']);
  });

  test.each([
    ['standard output on a full disk', '> /dev/full', 3],
    ['a reader that leaves is no fault', '| head -n 1 > /dev/null', 0],
  ])('%s', async (_, into, code) => {
    const command = `'${process.execPath}' src/cli/niveau.js score --ndjson '${stored}' --jobs 2 ${into}`;
    const child = spawn('bash', ['-c', `set -o pipefail; ${command}`], { cwd: root });
    const [said] = await Promise.all([text(child.stderr), once(child, 'close')]);
    expect(child.exitCode).toBe(code);
    if (code === 3) expect(codeOf(said)).toBe('output-failed');
  });

  const one = `${fixturesFolder}somatik-3-aftalt/response.json`;
  test.each([
    ['score', one],
    ['score', '--ndjson', stored],
    ['pdf', '--response', one],
    ['read', `${fixturesFolder}breve/epikrise.xml`],
    ['clients', 'add', 'somebody', '--scope', 'niveau/medcom.c'],
    ['import', stored],
  ])('standard output that is closed: nothing is done, and it is told (%s %s)', async (...args) => {
    const env = { ...process.env, NIVEAU_STORE: `sqlite:${fresh('db')}` };
    const command = `'${process.execPath}' src/cli/niveau.js "$@" >&-`;
    const child = spawn('bash', ['-c', command, 'bash', ...args], { cwd: root, env });
    const [said] = await Promise.all([text(child.stderr), once(child, 'close')]);
    expect([child.exitCode, codeOf(said)]).toEqual([3, 'output-closed']);
  });

  test('the exit code alone is an answer too', async () => {
    const child = spawn(process.execPath, ['src/cli/niveau.js', 'validate', one], { cwd: root, stdio: 'ignore' });
    await once(child, 'close');
    expect(child.exitCode).toBe(0);
  });

  test('an answer that goes to a file needs no standard output', async () => {
    const out = fresh();
    const command = `'${process.execPath}' src/cli/niveau.js score --ndjson '${stored}' --out '${out}' >&-`;
    const child = spawn('bash', ['-c', command], { cwd: root, stdio: 'ignore' });
    await once(child, 'close');
    expect([child.exitCode, readFileSync(out).equals(whole.stdout)]).toEqual([1, true]);
  });
});

describe('the other commands', () => {
  test('validate: an outcome a line, what is wrong apart', async () => {
    const refused = fresh();
    const { code, stdout } = await niveau(['validate', '--ndjson', stored, '--refused', refused, '--jobs', '2']);
    expect([code, stdout.toString().trimEnd().split('\n').length]).toEqual([1, 115]);
    expect(linesOf(refused).map((line) => JSON.parse(line).line)).toEqual([5, 17, 18, 30, 31]);
  });

  test('attach: the letter of each line as the command for one letter makes it', async () => {
    const letter = readFileSync(`${fixturesFolder}breve/epikrise.xml`);
    const response = `${fixturesFolder}somatik-3-aftalt/response.json`;
    const pair = { letter: letter.toString('base64'), response: JSON.parse(readFileSync(response, 'utf8')) };
    const lines = `${JSON.stringify(pair)}\n`.repeat(60);
    const { code, stdout } = await niveau(['attach', '--ndjson', '-', '--jobs', '2', '--brief'], lines);
    const one = await niveau(['attach', '-', '--response', response, '--brief'], letter);
    expect([code, one.code]).toEqual([0, 0]);
    const letters = stdout.toString().trimEnd().split('\n');
    expect(letters).toHaveLength(60);
    for (const each of letters) expect(Buffer.from(JSON.parse(each).letter, 'base64').equals(one.stdout)).toBe(true);
  });

  test.each([
    ['attach without a response', ['attach', stored], 'usage-option-missing'],
    ['attach of lines with one response', ['attach', '--ndjson', stored, '--response', stored], 'usage-value'],
    ['jobs without lines', ['score', stored, '--jobs', '2'], 'usage-option-alone'],
  ])('%s: wrong usage', async (_, args, code) => {
    const went = await niveau(args);
    expect([went.code, codeOf(went.stderr)]).toEqual([2, code]);
  });
});
