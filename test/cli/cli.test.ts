import { execFile, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import type { Bundle, OperationOutcome } from 'fhir/r4.js';
import { afterAll, describe, expect, test } from 'vitest';
import { accepted, fixturesFolder, refused, responseBytes } from '../fixtures.ts';
import { niveau, root } from './run.ts';

const folder = mkdtempSync(join(tmpdir(), 'niveau-cli-'));
afterAll(() => rmSync(folder, { recursive: true }));

const file = (name: string) => `fixtures/${name}/response.json`;
const parties = [
  '--sender',
  'fixtures/organisationer/sender.json',
  '--receiver',
  'fixtures/organisationer/receiver.json',
];
const oneLine = (name: string) => JSON.stringify(JSON.parse(responseBytes(name).toString('utf8')));
const codes = (outcome: OperationOutcome) => outcome.issue.map((issue) => issue.details?.coding?.[0]?.code);

describe('niveau score', () => {
  test.each(['somatik-3-aftalt', 'psykiatri-4-aftalt', 'somatik-interval'])(
    '%s: the Bundle as stored, exit 0',
    async (name) => {
      const { code, stdout, stderr } = await niveau(['score', file(name)]);
      expect(stdout.toString('utf8')).toBe(readFileSync(`${fixturesFolder}${name}/expected.json`, 'utf8'));
      expect([code, stderr]).toEqual([0, '']);
    },
  );

  test('reads standard input', async () => {
    const { code, stdout } = await niveau(['score', '-'], responseBytes('somatik-0-forslag'));
    expect(code).toBe(0);
    expect((JSON.parse(stdout.toString()) as Bundle).resourceType).toBe('Bundle');
  });

  test('--previous: of an amendment only the actions that fell away are cancelled', async () => {
    const { code, stdout } = await niveau(['score', file('somatik-rettet'), '--previous', file('somatik-3-aftalt')]);
    expect([code, stdout.toString().match(/"status": "cancelled"/g)]).toEqual([
      0,
      Array(2).fill('"status": "cancelled"'),
    ]);
  });

  test('--previous: refused where it is no earlier response, and with --ndjson', async () => {
    const newer = await niveau(['score', file('somatik-3-aftalt'), '--previous', file('psykiatri-3-aftalt')]);
    expect([newer.code, codes(JSON.parse(newer.stdout.toString()))]).toEqual([1, ['previous-variant']]);
    const broken = await niveau(['score', file('somatik-rettet'), '--previous', file('afvist-uden-borger')]);
    expect(codes(JSON.parse(broken.stdout.toString()))).toEqual(['previous-refused', 'subject-missing']);
    expect((await niveau(['score', '--ndjson', '-', '--previous', file('somatik-3-aftalt')], '')).code).toBe(2);
  });

  test('refused: the outcome on stdout, exit 1', async () => {
    const { code, stdout, stderr } = await niveau(['score', file('afvist-uden-borger')]);
    expect(stdout.toString()).toBe(readFileSync(`${fixturesFolder}afvist-uden-borger/expected.json`, 'utf8'));
    expect(code).toBe(1);
    // Said a second time for people, since stdout often goes into a file.
    expect(stderr).toMatch(/^niveau: Svaret siger ikke, hvilken borger det handler om\. .* \[subject-missing\]\n$/);
  });

  test('--lang en turns the languages round', async () => {
    const { stdout } = await niveau(['--lang', 'en', 'score', file('afvist-uden-borger')]);
    const [issue] = (JSON.parse(stdout.toString()) as OperationOutcome).issue;
    expect(issue?.details?.text).toContain('The response does not say which citizen it is about.');
    expect(JSON.stringify(issue?.details?._text)).toContain('Svaret siger ikke, hvilken borger det handler om.');
  });

  test('--ndjson: every scenario, a line out per line in, in order; exit 1 when a line was refused', async () => {
    const names = ['afvist-anden-score', ...accepted, ...refused.filter((name) => name !== 'afvist-ugyldig-json')];
    const { code, stdout, stderr } = await niveau(['score', '--ndjson', '-'], `${names.map(oneLine).join('\n')}\n`);
    const lines = stdout.toString('utf8').trimEnd().split('\n');
    const expected = names.map((name) => JSON.parse(readFileSync(`${fixturesFolder}${name}/expected.json`, 'utf8')));
    expect(lines.map((line) => JSON.parse(line))).toEqual(expected);
    expect(code).toBe(1);
    expect(stderr).toContain(`${names.length} linjer læst, 20 afvist`);
  });

  test('--ndjson: an empty line, a cut line and a line that is too long are each refused in their place', async () => {
    const good = oneLine('somatik-0-forslag');
    const long = `"${'x'.repeat(1_100_000)}"`;
    const { code, stdout } = await niveau(['score', '--ndjson', '-'], ['', good.slice(0, 40), long, good].join('\n'));
    const results = stdout
      .toString()
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    const found = results.map((result) => (result.resourceType === 'Bundle' ? 'Bundle' : codes(result)[0]));
    expect(found).toEqual(['json-empty', 'json-malformed', 'json-too-large', 'Bundle']);
    expect(code).toBe(1);
  });

  describe('--ndjson: the same answers, however the lines come', () => {
    const lines = Array.from({ length: 40 }, (_, index) => oneLine(accepted[index % accepted.length] ?? ''));
    const stored = join(folder, 'responses.ndjson');
    writeFileSync(stored, lines.join('\n'));
    const expected = lines.map((_, index) =>
      JSON.parse(readFileSync(`${fixturesFolder}${accepted[index % accepted.length]}/expected.json`, 'utf8')),
    );
    test.each([
      ['a file by its name', `score --ndjson '${stored}'`],
      ['a file as standard input', `score --ndjson - < '${stored}'`],
      ['a pipe', `score --ndjson -`, `cat '${stored}' | `],
      [
        'a pipe that pauses within a line',
        'score --ndjson -',
        `(head -c 70000 '${stored}'; sleep 0.3; tail -c +70001 '${stored}') | `,
      ],
    ])('%s', async (_name, args, before = '') => {
      const command = `${before}'${process.execPath}' src/cli/niveau.js ${args}`;
      const { stdout } = await promisify(execFile)('sh', ['-c', command], { cwd: root, maxBuffer: 50_000_000 });
      const answers = stdout.trimEnd().split('\n');
      expect(answers.map((answer) => JSON.parse(answer))).toEqual(expected);
    });

    test('/dev/null: nothing', async () => {
      const { stdout } = await promisify(execFile)(
        'sh',
        ['-c', `'${process.execPath}' src/cli/niveau.js score --ndjson - < /dev/null`],
        { cwd: root },
      );
      expect(stdout).toBe('');
    });
  });

  test('--ndjson: nothing in, nothing out', async () => {
    const { code, stdout } = await niveau(['score', '--ndjson', '-'], '');
    expect([code, stdout.length]).toEqual([0, 0]);
  });
});

describe('niveau validate', () => {
  test('valid: exit 0', async () => {
    const { code, stdout } = await niveau(['validate', file('somatik-3-aftalt')]);
    expect([code, codes(JSON.parse(stdout.toString()))]).toEqual([0, ['all-ok']]);
  });

  test('a warning leaves it valid', async () => {
    const { code, stdout } = await niveau(['validate', file('somatik-uden-fagperson')]);
    expect([code, codes(JSON.parse(stdout.toString()))]).toEqual([0, ['author-missing']]);
  });

  test('of one in progress: in order so far', async () => {
    const { code, stdout } = await niveau(['validate', file('afvist-ikke-faerdig')]);
    expect([code, codes(JSON.parse(stdout.toString()))]).toEqual([0, ['ok-so-far']]);
  });

  test('invalid: exit 1', async () => {
    const { code, stdout } = await niveau(['validate', file('afvist-forkert-kode')]);
    expect([code, codes(JSON.parse(stdout.toString()))]).toEqual([1, ['answer-code']]);
  });
});

describe('niveau letter XDIS91', () => {
  test('writes the letter on stdout and the Bundle with its DocumentReference where it is asked for', async () => {
    const bundle = join(folder, 'bundle.json');
    const args = ['letter', 'XDIS91', '--response', file('psykiatri-4-aftalt'), ...parties];
    const options = ['--time', '2026-02-02T08:00:00Z', '--bundle', bundle];
    const { code, stdout } = await niveau([...args, ...options]);
    expect(code).toBe(0);
    const letter = stdout.toString('latin1');
    expect(letter).toContain('<?xml version="1.0" encoding="ISO-8859-1"?>');
    expect(letter).toContain('<Sent><Date>2026-02-02</Date><Time>09:00</Time></Sent>');
    expect(letter).toContain('Differentieringsmodellen psykiatri: samarbejdsniveau 4 af 0-4, aftalt 01.02.2026');
    const entries = (JSON.parse(readFileSync(bundle, 'utf8')) as Bundle).entry ?? [];
    const document = entries
      .map((entry) => entry.resource)
      .find((resource) => resource?.resourceType === 'DocumentReference');
    expect(document).toMatchObject({
      content: [{ attachment: { size: stdout.length, data: stdout.toString('base64') } }],
    });
    const again = await niveau([...args, '--time', '2026-02-02T08:00:00Z']);
    expect(again.stdout.equals(stdout)).toBe(true);
  });

  test.each([
    ['a level that is only suggested', file('somatik-0-forslag'), [], 'letter-suggestion-only'],
    ['no level', file('somatik-interval'), [], 'letter-no-level'],
    ['a withdrawn response', file('somatik-trukket-tilbage'), [], 'letter-withdrawn'],
    ['an option that is too long', file('somatik-3-aftalt'), ['--letter-id', 'X'.repeat(15)], 'letter-text-length'],
  ])('refuses %s', async (_, response, options, expected) => {
    const { code, stdout } = await niveau(['letter', 'XDIS91', '--response', response, ...parties, ...options]);
    expect([code, codes(JSON.parse(stdout.toString()))]).toEqual([1, [expected]]);
  });

  test('a suggested level goes out when it is asked for', async () => {
    const args = ['letter', 'XDIS91', '--response', file('somatik-0-forslag'), ...parties, '--include-suggestion'];
    const { code, stdout } = await niveau(args);
    expect(code).toBe(0);
    expect(stdout.toString('latin1')).toContain('samarbejdsniveau 0 af 0-4, kun forslag 20.01.2026');
  });
});

describe('usage and environment', () => {
  test.each([
    ['no command', []],
    ['an unknown command', ['scoer']],
    ['a time without zone', ['letter', 'XDIS91', '--response', 'x', ...parties, '--time', '2026-01-01T10:00:00']],
  ])('%s: exit 2, nothing on stdout', async (_, args) => {
    const { code, stdout, stderr } = await niveau(args);
    expect([code, stdout.length]).toEqual([2, 0]);
    expect(stderr).toMatch(/^Brug: |^niveau: .* \[usage-[a-z-]+\]\n$/);
  });

  test('a letter of another type: exit 2, before anything is read', async () => {
    const { code, stderr } = await niveau(['letter', 'XDIS99', '--response', 'nowhere', ...parties]);
    expect([code, stderr]).toEqual([2, expect.stringContaining('en af XDIS91, XREF15, XREF01, XDIS01. [usage-value]')]);
  });

  test('an input without end is refused as too large', async () => {
    const { code, stdout } = await niveau(['score', '/dev/zero']);
    expect([code, codes(JSON.parse(stdout.toString()))]).toEqual([1, ['json-too-large']]);
    const beside = await niveau(['validate', file('somatik-3-aftalt'), '--resource', '/dev/zero']);
    expect([beside.code, beside.stderr]).toEqual([3, expect.stringContaining('(EFBIG)')]);
    const piped = spawn(process.execPath, ['src/cli/niveau.js', 'validate', '-'], { cwd: root });
    piped.stdin.on('error', () => {});
    const blanks = Buffer.alloc(65_536, ' ');
    const pour = () => piped.stdin.write(blanks, (error) => error ?? pour());
    pour();
    const said = JSON.parse(await text(piped.stdout)) as OperationOutcome;
    expect(codes(said)).toEqual(['json-too-large']);
  });

  test('a folder that cannot be made: exit 3 and a sentence', async () => {
    for (const out of ['/proc/x', '/proc/x/y', 'package.json/x']) {
      const { code, stderr } = await niveau(['package', '--out', out]);
      expect([code, stderr]).toEqual([3, expect.stringContaining('[file-unwritable]')]);
    }
  });

  test('a file that is not there: exit 3 and a sentence', async () => {
    const { code, stderr } = await niveau(['score', 'nowhere.json']);
    expect(code).toBe(3);
    expect(stderr).toBe(
      'niveau: Filen nowhere.json kan ikke læses (ENOENT). Kontrollér stien og rettighederne. [file-unreadable]\n',
    );
  });

  test('a file that is no Organization is refused', async () => {
    const args = ['letter', 'XDIS91', '--response', file('somatik-3-aftalt'), '--sender', file('somatik-3-aftalt')];
    const { code, stdout } = await niveau([...args, '--receiver', 'fixtures/organisationer/receiver.json']);
    expect([code, codes(JSON.parse(stdout.toString()))]).toEqual([1, ['organization-wrong']]);
  });
});
