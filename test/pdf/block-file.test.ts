import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { writeBlock } from '../../src/medcom/block/write.ts';
import { readPdfBlock } from '../../src/pdf/block-file.ts';
import { loadFonts } from '../../src/pdf/fonts.ts';
import { pdf } from '../../src/pdf/pdf.ts';
import type { LevelStatement } from '../../src/scoring/types.ts';
import { everyLevel, fullStatement, nancy, noSuggestion, statementOf } from '../medcom/statements.ts';

const fonts = loadFonts();
const number = nancy.cpr ?? '';

const lengthOfFile = /(?<=\/Type \/EmbeddedFile\n.*?\/Length )\d+/s;
const blockOf = (statement: LevelStatement) => writeBlock(statement, number, { plain: false }).lines.join('\n');

describe('readPdfBlock', () => {
  test.each(everyLevel)('gives back the block of $variant.code $level.code', async ({ variant, level }) => {
    const statement = fullStatement('»Æ« (a) \\n\\( €😀\u0180\n', variant.code, level.code);
    expect(readPdfBlock(await pdf(statement, noSuggestion, fonts))).toBe(blockOf(statement));
  });

  test('gives back whatever was typed', async () => {
    const piece = fc.constantFrom(
      '(',
      ')',
      '\\',
      '\n',
      '\t',
      '\nendobj\n',
      '/AF [1 0 R]\n',
      '\nendstream\n',
      '\u2029',
      '\u5c28',
      '\u0a0d',
      '😀',
      '«',
    );
    const typed = fc.array(fc.oneof(piece, fc.string({ unit: 'grapheme', maxLength: 5 })), { minLength: 1 });
    await fc.assert(
      fc.asyncProperty(typed, async (pieces) => {
        const statement = statementOf({ comment: pieces.join('') });
        expect(readPdfBlock(await pdf(statement, noSuggestion, fonts))).toBe(blockOf(statement));
      }),
      { numRuns: 40 },
    );
  });

  const whole = pdf(statementOf(), noSuggestion, fonts);

  test.each<[string, (file: string) => string]>([
    ['nothing', () => ''],
    ['no PDF', () => '<html>Differentieringsmodellen somatik 1.0.0: samarbejdsniveau 3</html>'],
    ['a PDF cut short', (file) => file.slice(0, -100)],
    ['a PDF with something behind it', (file) => `${file}\nmore`],
    ['a PDF with another start', (file) => `x${file}`],
    ['a PDF whose objects moved', (file) => file.replace('%PDF-1.7\n', '%PDF-1.7\n%\n')],
    ['a PDF whose table is elsewhere', (file) => file.replace(/startxref\n\d+/, 'startxref\n9999999999')],
    ['a PDF without the entry', (file) => file.replace('/AF [', '/BF [')],
    ['a PDF whose entry is another object', (file) => file.replace(/\/AF \[\d+/, '/AF [1')],
    [
      'a PDF whose entry is not there',
      (file) => file.replace(/(?<=\/AF \[)\d+/, (number) => '9'.repeat(number.length)),
    ],
    ['a file in it that is said to be longer', (file) => file.replace(lengthOfFile, (length) => `9${length.slice(1)}`)],
    [
      'a file in it that is said to be shorter',
      (file) => file.replace(lengthOfFile, (length) => `1${length.slice(1)}`),
    ],
    ['a file in it that is compressed', (file) => file.replace('/Type /EmbeddedFile\n', '/Filter /FlateDecode \n')],
    ['a file in it that is no UTF-8', (file) => file.replace('stream\nD', 'stream\n\xff')],
  ])('finds none in %s', async (_, change) => {
    const file = Buffer.from(await whole).toString('latin1');
    expect(change(file)).not.toBe(file);
    expect(readPdfBlock(Buffer.from(change(file), 'latin1'))).toBeUndefined();
  });

  test('finds none in a PDF with more than a megabyte in the file', async () => {
    const long = Buffer.from(await pdf(statementOf(), noSuggestion, fonts)).toString('latin1');
    const more = 1_000_000;
    const at = long.indexOf('stream\nD') + 'stream\n'.length;
    const table = Number(/startxref\n(\d+)/.exec(long)?.[1]) + more;
    const grown = `${long.slice(0, at)}${'»'.repeat(more)}${long.slice(at)}`
      .replace(lengthOfFile, (length) => String(Number(length) + more))
      .replace(/startxref\n\d+/, `startxref\n${table}`);
    expect(readPdfBlock(Buffer.from(grown, 'latin1'))).toBeUndefined();
  });

  test('never throws, whatever the bytes are', async () => {
    const file = Buffer.from(await whole);
    await fc.assert(
      fc.asyncProperty(fc.nat(file.length - 1), fc.uint8Array({ minLength: 1, maxLength: 30 }), async (at, bytes) => {
        const broken = Buffer.from(file);
        broken.set(bytes.subarray(0, broken.length - at), at);
        readPdfBlock(broken);
      }),
      { numRuns: 500 },
    );
  });
});
