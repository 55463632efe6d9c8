import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { composeLetter } from '../../src/medcom/new-letter/letter.ts';
import { readReceipts } from '../../src/medcom/receipts/read.ts';
import { unwrapVans } from '../../src/medcom/vans/read.ts';
import { readPdfBlock } from '../../src/pdf/block-file.ts';
import { describeWithSchemas, schemaDirectory } from '../medcom/schemas.ts';
import { options, parties, statementOf } from '../medcom/statements.ts';
import { niveau } from './run.ts';

const folder = mkdtempSync(join(tmpdir(), 'niveau-exchange-'));
const file = join(folder, 'letter.xml');
const time = '2026-01-20T10:30:00+01:00';
const sent = await composeLetter('XDIS91', statementOf(), parties, options);
const codeOf = (stdout: Buffer) => JSON.parse(stdout.toString()).issue[0].details.coding[0].code;

beforeAll(() => writeFileSync(file, sent.bytes));
afterAll(() => rmSync(folder, { recursive: true }));

describe('niveau pdf', () => {
  const fixture = 'fixtures/somatik-3-aftalt/response.json';

  test('writes the PDF, the same bytes each time', async () => {
    const [one, other] = await Promise.all([1, 2].map(() => niveau(['pdf', '--response', fixture])));
    expect(one).toMatchObject({ code: 0, stderr: '' });
    expect(other?.stdout.equals(one?.stdout ?? Buffer.alloc(0))).toBe(true);
    expect(readPdfBlock(one?.stdout ?? Buffer.alloc(0))).toMatch(
      /^Differentieringsmodellen somatik: samarbejdsniveau 3 af 0-4, aftalt 22\.01\.2026\n/,
    );
  });

  test.each([
    ['fixtures/somatik-interval/response.json', 'letter-no-level'],
    ['fixtures/somatik-trukket-tilbage/response.json', 'letter-withdrawn'],
    ['fixtures/afvist-umuligt-cpr/response.json', 'cpr-impossible'],
  ])('refuses %s: %s', async (response, code) => {
    const { code: exit, stdout } = await niveau(['pdf', '--response', response]);
    expect(exit).toBe(1);
    expect(codeOf(stdout)).toBe(code);
  });

  test('wants a response', async () => {
    expect(await niveau(['pdf'])).toMatchObject({ code: 2 });
    expect(await niveau(['pdf', '--response', '/nowhere'])).toMatchObject({ code: 3 });
  });
});

describe('niveau receipt', () => {
  test('answers', async () => {
    const { code, stdout } = await niveau(['receipt', file, '--time', time]);
    expect(code).toBe(0);
    expect(await readReceipts(stdout)).toMatchObject([{ type: 'XCTL03', original: { sender: '5790001382445' } }]);
  });

  test('refuses', async () => {
    const args = [
      'receipt',
      '-',
      '--refuse',
      'syntaksfejl',
      '--text',
      'Fejl',
      '--letter-id',
      'R1',
      '--envelope-id',
      'E1',
    ];
    const { code, stdout } = await niveau(args, sent.bytes);
    expect(code).toBe(0);
    expect(await readReceipts(stdout)).toMatchObject([
      { type: 'XCTL02', envelopeId: 'E1', letterId: 'R1', original: { letters: [{ refuseText: 'Fejl' }] } },
    ]);
  });

  test.each<[string, string, readonly string[], string]>([
    ['a code of messages', 'letter-code-unknown', ['--refuse', 'fatal-error'], ''],
    ['a citizen in its text', 'receipt-text-number', ['--refuse', 'syntaksfejl', '--text', 'CPR 251248-9996'], ''],
    ['a letter that is no XML', 'xml-malformed', [], 'UNB+'],
    ['a letter that cannot be answered', 'receipt-unanswerable', [], '<Emessage/>'],
  ])('says what is wrong with %s: %s', async (_, code, args, input) => {
    const { code: exit, stdout } = await niveau(['receipt', '-', ...args], input === '' ? sent.bytes : input);
    expect(exit).toBe(1);
    expect(codeOf(stdout)).toBe(code);
  });

  test('warns of characters that a converter stops at', async () => {
    const args = ['receipt', file, '--refuse', 'syntaksfejl', '--text', 'Fejl \u{1F600}'];
    const { code, stderr } = await niveau(args);
    expect([code, stderr]).toEqual([0, expect.stringContaining('[character-outside]')]);
  });

  test('wants a time with its zone', async () => {
    expect(await niveau(['receipt', file, '--time', '2026-01-20'])).toMatchObject({ code: 2 });
  });

  describeWithSchemas('with the schemas', () => {
    const env = { MEDCOM_XSD_DIR: schemaDirectory };

    test('receipts a valid letter as received', async () => {
      expect(await niveau(['receipt', file], '', env)).toMatchObject({ code: 0 });
    });

    test('does not receipt one that is not valid, but refuses it', async () => {
      const broken = Buffer.from(sent.bytes).toString('latin1').replace('nytbrev', 'Nancy');
      const { code, stdout } = await niveau(['receipt', '-'], Buffer.from(broken, 'latin1'), env);
      expect(code).toBe(1);
      expect(codeOf(stdout)).toBe('receipt-letter-invalid');
      expect(stdout.toString()).toContain('StatusCode: enumeration');
      expect(stdout.toString()).not.toContain('Nancy');
      const refused = await niveau(['receipt', '-', '--refuse', 'syntaksfejl'], Buffer.from(broken, 'latin1'), env);
      expect(refused.code).toBe(0);
    });
  });
});

describe('niveau vans', () => {
  test('wraps and unwraps, byte for byte', async () => {
    const wrapped = await niveau(['vans', 'wrap', file]);
    expect(wrapped).toMatchObject({ code: 0, stderr: '' });
    const unwrapped = await niveau(['vans', 'unwrap', '-'], wrapped.stdout);
    expect(unwrapped.stdout.equals(Buffer.from(sent.bytes))).toBe(true);
    const again = await niveau(['vans', 'wrap', file]);
    const [one, other] = await Promise.all([wrapped, again].map(({ stdout }) => unwrapVans(stdout)));
    expect(one?.envelopeId).not.toBe(other?.envelopeId);
  });

  test('says what an envelope says, and what a receipt says', async () => {
    const wrapped = await niveau(['vans', 'wrap', file]);
    const info = await niveau(['vans', 'unwrap', '-', '--info'], wrapped.stdout);
    expect(JSON.parse(info.stdout.toString())).toMatchObject({ message: { name: 'MCM:XDIS91' } });
    const answered = await niveau(['vans', 'receipt', '-'], wrapped.stdout);
    const receipt = await niveau(['vans', 'unwrap', '-'], answered.stdout);
    expect(JSON.parse(receipt.stdout.toString())).toMatchObject({ receipt: { kind: 'PositiveMessage' } });
  });

  test('refuses a message', async () => {
    const wrapped = await niveau(['vans', 'wrap', file]);
    const answered = await niveau(['vans', 'receipt', '-', '--refuse', 'Fejl', '--error-code', '3'], wrapped.stdout);
    expect((await unwrapVans(answered.stdout)).content).toMatchObject({ error: { code: 3, description: 'Fejl' } });
  });

  test.each<[readonly string[], number, string | undefined]>([
    [['vans', 'wrap', file, '--sender', '5790001382446'], 1, 'vans-gln'],
    [['vans', 'wrap', file, '--envelope-id', 'x'], 1, 'letter-value-form'],
    [['vans', 'unwrap', file], 1, 'vans-unknown'],
    [['vans', 'receipt', file, '--error-code', 'x'], 2, undefined],
    [['vans', 'wrap'], 2, undefined],
    [['vans', 'unwrap', '/nowhere'], 3, undefined],
  ])('%j ends with %i', async (args, exit, code) => {
    const { code: ended, stdout } = await niveau(args);
    expect(ended).toBe(exit);
    if (code !== undefined) expect(codeOf(stdout)).toBe(code);
  });
});
