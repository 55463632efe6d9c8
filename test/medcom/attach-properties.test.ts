import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { attachStatement } from '../../src/medcom/attach/attach.ts';
import { findBlocks } from '../../src/medcom/block/find.ts';
import { writeBlock } from '../../src/medcom/block/write.ts';
import { readLetters } from '../../src/medcom/read/read.ts';
import { parseXml } from '../../src/medcom/xml/parse.ts';
import { placeElements } from '../../src/medcom/xml/placed.ts';
import { sameTree } from '../../src/medcom/xml/tree.ts';
import { Refusal } from '../../src/outcome/problem.ts';
import { loadModel } from '../../src/profiles.ts';
import type { LevelStatement } from '../../src/scoring/types.ts';
import { carriers, forms } from './carriers.ts';
import { comesBack, plain, readBlocks } from './read-block.ts';
import { schemaOption } from './schemas.ts';
import { everyLevel, fullStatement, statementOf } from './statements.ts';

const number = '0101010001';
const end = 'Slut på Differentieringsmodellen (model 1.0.0, form 2, 2026-01-20T10:30:00+01:00, kontrol ';
const pieces = [
  'Differentieringsmodellen ',
  'Slut på ',
  'Differentieringsmodellen somatik: samarbejdsniveau 4 af 0-4, aftalt 20.01.2026 ',
  end,
  `${end}10170fa3).`,
  'Anbefalinger til samarbejdet (1): ',
  '1. Henvisning og epikrise (almen praksis, hospitaler) ',
  '. Besluttet: nej ',
  '»',
  '«',
  '««',
  '«.',
  ' ',
  '\n',
  '\r\n',
  '\u00a0',
  'æøåÆØÅéüß€😀\u0085',
  '<Break/>',
  ']]>',
  '&#10;',
  number,
  writeBlock(statementOf({}, 'psykiatri', '4'), '0202020002', { plain: true }).lines.join('\n'),
];
const typed = fc
  .array(fc.oneof(fc.constantFrom(...pieces), fc.string({ unit: 'grapheme', maxLength: 8 })), {
    minLength: 1,
    maxLength: 10,
  })
  .map((parts) => parts.join(''));
const all = await carriers();
const model = loadModel();
const assessment = fc
  .record({ level: fc.constantFrom(...everyLevel), words: typed, full: fc.boolean() })
  .map(({ level: { variant, level }, words, full }) =>
    full ? fullStatement(words, variant.code, level.code) : statementOf({ comment: words }, variant.code, level.code),
  );

function spaceless(statement: LevelStatement): string {
  return JSON.stringify(statement, (_, value: unknown) => (typeof value === 'string' ? comesBack(value) : value));
}

describe('any response with any letter', () => {
  test('is valid and reads back, twice is once, replaced is as attached, or it is refused', async () => {
    const letters = fc.record({
      letter: fc.constantFrom(...all),
      form: fc.constantFrom(...Object.values(forms)),
      first: assessment,
      second: assessment,
    });
    const options = { category: 'social', schemaDirectory: schemaOption };
    await fc.assert(
      fc.asyncProperty(letters, async ({ letter, form, first, second }) => {
        const about = (one: LevelStatement): LevelStatement => ({ ...one, citizen: letter.citizen });
        const bytes = form(letter.bytes);
        try {
          const attached = await attachStatement(bytes, about(first), options);
          const [reading] = await readLetters(model, attached.bytes);
          const found = reading?.levels.map(({ variant, level, comment }) => [
            variant.code,
            level.code,
            comesBack(comment ?? ''),
          ]);
          expect(found).toEqual([[first.variant.code, first.level.code, comesBack(first.comment ?? '')]]);
          expect((await attachStatement(attached.bytes, about(first), options)).changed).toBe(false);
          const later = { ...second, variant: first.variant };
          if (second.variant.code !== first.variant.code || second.day < first.day) return;
          const replaced = await attachStatement(attached.bytes, about(later), options);
          const anew = await attachStatement(bytes, about(later), options);
          // What says the same, white space aside, leaves the letter as it is.
          if (replaced.changed) expect(Buffer.compare(replaced.bytes, anew.bytes)).toBe(0);
          else expect(spaceless(later)).toBe(spaceless(first));
        } catch (error) {
          if (!(error instanceof Refusal)) throw error;
          expect(error.problems.map(({ code }) => code)).toEqual(['no-room']);
        }
      }),
      { numRuns: 150 },
    );
  });
});

describe('a text made of pieces of a block', () => {
  test('is never read as one', () => {
    fc.assert(
      fc.property(typed, typed, (one, two) => {
        expect(findBlocks(`${one} ${two}`, number)).toMatchObject({ valid: [] });
      }),
      { numRuns: 3_000 },
    );
  });

  test('around a block hides it only behind an open quote, as the grammar says', () => {
    fc.assert(
      fc.property(typed, assessment, typed, (before, between, after) => {
        const text = `${before}\n${writeBlock(between, number, { plain: true }).lines.join('\n')}\n${after}`;
        // Whole blocks that were typed make it longer than a letter may be, now and then.
        const { valid } = findBlocks(text, number, { longest: text.length, markers: Number.POSITIVE_INFINITY });
        expect(valid.length).toBe(readBlocks(plain(text), number).length);
        expect(valid.length).toBe(1);
      }),
      { numRuns: 1_000 },
    );
  });
});

test('the tree with places is libxml2’s tree, whatever is well-formed', async () => {
  const bits = [
    '<a>',
    '</a>',
    '<b x=">" y=\'"\'/>',
    '<m:c xmlns:m="urn:m">',
    '</m:c>',
    'tekst',
    '&amp;',
    '&#230;',
    '\r\n',
    '<!-- <a> -->',
    '<?p >?>',
    '<![CDATA[</a>]]>',
    '\r',
    ' ',
    'æ',
    '>',
    '<d xmlns = "urn:d"\n/>',
  ];
  await fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom(...bits), { maxLength: 14 }), async (parts) => {
      const bytes = Buffer.from(`<r>${parts.join('')}</r>`);
      const parsed = await parseXml(bytes).catch(() => undefined);
      if (parsed === undefined) return;
      expect(sameTree(placeElements(bytes, 'utf-8').root, parsed.root)).toBe(true);
    }),
    { numRuns: 3_000 },
  );
});
