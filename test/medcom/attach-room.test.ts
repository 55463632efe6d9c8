import { describe, expect, test } from 'vitest';
import { attachStatement } from '../../src/medcom/attach/attach.ts';
import { writeBlock } from '../../src/medcom/block/write.ts';
import { composeLetter } from '../../src/medcom/new-letter/letter.ts';
import type { LevelStatement } from '../../src/scoring/types.ts';
import { number, plain, textOf } from './our-reader.ts';
import { problemsOf } from './refusal.ts';
import { options, parties, statementOf } from './statements.ts';

const latin1 = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');
const { bytes } = await composeLetter('XDIS91', statementOf({}, 'psykiatri', '0'), parties, options);
const [head = '', , tail = ''] = latin1(bytes).split(/(<ClinicalInformation>.*<\/ClinicalInformation>)/s);

/** A letter with these texts, and nothing else that counts. */
const withTexts = (...texts: readonly string[]) => {
  const parts = texts.map((text) => `<ClinicalInformation><Text01>${text}</Text01></ClinicalInformation>`);
  return Buffer.from(`${head}${parts.join('')}${tail}`, 'latin1');
};
const x = (length: number) => 'x'.repeat(length);

/** A statement whose block has so many characters. */
function ofLength(length: number, change: Partial<LevelStatement> = {}): LevelStatement {
  const least = textOf(writeBlock(statementOf({ comment: '', ...change }), number, plain)).length;
  return statementOf({ comment: x(length - least), ...change });
}

const newer = { authored: '2026-01-20T11:30:00+01:00' };
const roomOf = async (letterBytes: Uint8Array, statement: LevelStatement) => {
  const problems = await problemsOf(() => attachStatement(letterBytes, statement));
  return problems.map(({ code, place, values }) => [code, place, values?.length, values?.most]);
};
const noRoom = (length: number, most: number) => [
  ['no-room', { xpath: '/Emessage/ClinicalEmail' }, String(length), String(most)],
];

describe('a block fits to the last character', () => {
  test.each<[string, Uint8Array, LevelStatement, LevelStatement, number]>([
    ['of its own 3,150', withTexts('x'), ofLength(3_150), ofLength(3_151), 3_150],
    [
      'of the 31,150 of a letter',
      withTexts(...Array.from({ length: 9 }, () => x(3_150))),
      ofLength(2_800),
      ofLength(2_801),
      31_150,
    ],
    [
      'of the last text of a letter that takes no more texts, two Break before it',
      withTexts(...Array.from({ length: 9 }, () => 'x'), x(1_148)),
      ofLength(2_000),
      ofLength(2_001),
      3_150,
    ],
    [
      'of the last text where that is empty, without Break',
      withTexts(...Array.from({ length: 9 }, () => x(3_000)), ' \r\n'),
      ofLength(3_148),
      ofLength(3_149),
      3_150,
    ],
    [
      'of the 31,150 behind the last text, two Break before it',
      withTexts(...Array.from({ length: 9 }, () => x(3_150)), x(800)),
      ofLength(1_998),
      ofLength(1_999),
      31_150,
    ],
  ])('%s', async (_, letterBytes, fitting, longer, most) => {
    expect((await attachStatement(letterBytes, fitting)).changed).toBe(true);
    expect(await roomOf(letterBytes, longer)).toEqual(noRoom(most + 1, most));
  });
});

describe('a block that replaces another', async () => {
  const old = ofLength(1_000);
  const block = latin1((await attachStatement(withTexts('x'), old)).bytes).match(
    /Differentieringsmodellen somatik.*\)\./s,
  )?.[0];
  if (block === undefined) throw new Error('no block');

  test.each<[string, Uint8Array, number, number]>([
    ['has its own 3,150, whatever the other had', withTexts(block), 3_150, 3_150],
    ['shares 3,150 with the words around it', withTexts(`${x(100)}<Break/>${block}${x(49)}`), 3_000, 3_150],
    ['shares them with formatted words', withTexts(`<Bold>${x(100)}</Bold>${block}<Break/>${x(49)}`), 3_000, 3_150],
    [
      'takes the place of references and comments, one character and none',
      withTexts(block.replace('Henvisning', '&#72;en<!-- x -->visning').concat(x(50))),
      3_100,
      3_150,
    ],
    [
      'takes the place of words that another system made bold, and of CDATA',
      withTexts(block.replace('Henvisning', '<Bold>Hen</Bold><![CDATA[visning]]>').concat(x(50))),
      3_100,
      3_150,
    ],
    [
      'takes no more than its length of the 31,150',
      withTexts(block, ...Array.from({ length: 9 }, () => x(3_150))),
      2_800,
      31_150,
    ],
  ])('%s', async (_, letterBytes, length, most) => {
    expect((await attachStatement(letterBytes, ofLength(length, newer))).changed).toBe(true);
    expect(await roomOf(letterBytes, ofLength(length + 1, newer))).toEqual(noRoom(most + 1, most));
  });

  test('goes into a text that is too full already where it makes that no fuller', async () => {
    const full = withTexts(`${x(3_000)}${block}`);
    expect((await attachStatement(full, ofLength(1_000, newer))).changed).toBe(true);
    expect((await attachStatement(full, ofLength(999, newer))).changed).toBe(true);
    expect(await roomOf(full, ofLength(1_001, newer))).toEqual(noRoom(4_001, 3_150));
  });

  test('goes into a letter that is too full already where it makes that no fuller', async () => {
    const full = withTexts(block, ...Array.from({ length: 9 }, () => x(3_500)));
    expect((await attachStatement(full, ofLength(1_000, newer))).changed).toBe(true);
    expect((await attachStatement(full, ofLength(999, newer))).changed).toBe(true);
    expect(await roomOf(full, ofLength(1_001, newer))).toEqual(noRoom(32_501, 31_150));
  });
});
