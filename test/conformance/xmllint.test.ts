import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { attachStatement } from '../../src/medcom/attach/attach.ts';
import { writeAttachment } from '../../src/medcom/attach/attachment.ts';
import { composeLetter } from '../../src/medcom/new-letter/letter.ts';
import { negativeReceipt, positiveReceipt } from '../../src/medcom/receipts/make.ts';
import { refuseCodes } from '../../src/medcom/receipts/tables.ts';
import { parseXml } from '../../src/medcom/xml/parse.ts';
import { carriers, forms } from '../medcom/carriers.ts';
import { schemaDirectory } from '../medcom/schemas.ts';
import { fullStatement, options, parties, statementOf } from '../medcom/statements.ts';
import { letters } from './emitted.ts';

/**
 * Every kind of message that we write, judged by xmllint with MedCom's own schema: a second reader beside libxml2-wasm,
 * which the other tests use. Without xmllint or the schemas this is left out, and said so; with CI set it fails
 * instead.
 */
const missing = [
  ...(existsSync(schemaDirectory) ? [] : [`${schemaDirectory} is not there`]),
  ...(spawnSync('xmllint', ['--version']).error === undefined
    ? []
    : ['xmllint is not installed (Debian: libxml2-utils)']),
];
const needed = process.env.CI !== undefined && process.env.CI !== '';
if (missing.length > 0) console.warn(`Left out: letters by xmllint, because ${missing.join(' and ')}.`);

interface Message {
  readonly name: string;
  readonly bytes: Uint8Array;
}

const folder = mkdtempSync(join(tmpdir(), 'niveau-xmllint-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The messages that xmllint refuses, and how many it was asked about; each by the schema of its own namespace. */
function judge(messages: readonly Message[]): { valid: number; refused: readonly string[] } {
  const bySchema = Map.groupBy(
    messages.map(({ name, bytes }, index) => {
      const file = join(folder, `${index} ${name.replace(/\W+/g, '-')}.xml`);
      writeFileSync(file, bytes);
      const text = Buffer.from(bytes.subarray(0, 4_000)).toString('latin1');
      return { file, date: /schemas\/(\d{4}\/\d{2}\/\d{2})\//.exec(text)?.[1] ?? 'no namespace' };
    }),
    ({ date }) => date,
  );
  const lines = [...bySchema].flatMap(([date, files]) => {
    const schema = join(schemaDirectory, date, 'EMessage.xsd');
    const names = files.map(({ file }) => file);
    const { stderr } = spawnSync('xmllint', ['--noout', '--nonet', '--schema', schema, ...names], { encoding: 'utf8' });
    return stderr.trimEnd().split('\n');
  });
  const valid = lines.filter((line) => line.endsWith(' validates'));
  return { valid: valid.length, refused: lines.filter((line) => !valid.includes(line)) };
}

function accepted(messages: readonly Message[]): void {
  expect(messages.length).toBeGreaterThan(0);
  const judged = judge(messages);
  console.log(`xmllint: ${judged.valid} of ${messages.length} messages valid`);
  expect(judged).toEqual({ valid: messages.length, refused: [] });
}

describe.skipIf(missing.length > 0 && !needed)('by xmllint and MedCom’s schemas', () => {
  test('it is not always content', async () => {
    const { bytes } = await composeLetter('XDIS91', statementOf(), parties, options);
    const wrong = Buffer.from(bytes).toString('latin1').replace('>nytbrev<', '>gammelt<');
    expect(judge([{ name: 'wrong', bytes: Buffer.from(wrong, 'latin1') }])).toMatchObject({ valid: 0 });
  });

  test('XDIS91 of every accepted scenario', async () => {
    const made: Message[] = [];
    for await (const { name, letter: one } of letters()) made.push({ name, bytes: one.bytes });
    accepted(made);
  });

  test.each(['XDIS91', 'XDIS01', 'XREF15', 'XREF01'] as const)('a whole %s with everything', async (type) => {
    const referrer = type.startsWith('XREF') ? { referrer: 'Ole Læge' } : {};
    const assessment = fullStatement('ønsket <Bold> ]]> €');
    accepted([await composeLetter(type, assessment, parties, { ...options, ...referrer }).then(named(type))]);
  });

  test.each(Object.entries(forms))('every letter with a level attached, %s', async (_, form) => {
    const made = (await carriers()).map(async ({ name, bytes, citizen }) => {
      const assessment = { ...fullStatement('ønsket <Bold> ]]> € 😀'), citizen };
      return { name, bytes: (await attachStatement(form(bytes), assessment, { category: 'social' })).bytes };
    });
    accepted(await Promise.all(made));
  });

  test('the XBIN of a PDF, and receipts', async () => {
    const pdf = Buffer.from('%PDF-1.7 æ');
    const refusal = { code: refuseCodes[0], text: 'Kan ikke læses' };
    const made: Message[] = [];
    for (const type of ['XDIS91', 'XDIS01', 'XREF15'] as const) {
      const referrer = type === 'XREF15' ? { referrer: 'Ole Læge' } : {};
      const { bytes } = await composeLetter(type, statementOf({}, 'psykiatri', '0'), parties, {
        ...options,
        ...referrer,
      });
      const attached = await attachStatement(bytes, statementOf(), { pdfSize: pdf.length });
      const { root } = await parseXml(bytes);
      made.push(
        { name: `${type} with a reference`, bytes: attached.bytes },
        named(`XBIN of ${type}`)(await writeAttachment(attached, pdf, options.time)),
        named(`XCTL03 of ${type}`)(await positiveReceipt(root, options)),
        named(`XCTL02 of ${type}`)(await negativeReceipt(root, refusal, options)),
      );
    }
    accepted(made);
  });
});

function named(name: string): (message: { readonly bytes: Uint8Array }) => Message {
  return ({ bytes }) => ({ name, bytes });
}
