import { describe, expect, test } from 'vitest';
import { isOlder } from '../../src/medcom/block/day.ts';
import { findBlocks, inPdf, mayHaveBlock } from '../../src/medcom/block/find.ts';
import { writeBlock } from '../../src/medcom/block/write.ts';
import { statementOf } from './statements.ts';

const number = '0101010001';
const textOf = (statement = statementOf(), plain = true) => writeBlock(statement, number, { plain }).lines.join('\n');
const block = textOf();
const marker = 'Differentieringsmodellen somatik: samarbejdsniveau 4 af 0-4, aftalt 20.01.2026 ';
const end = 'Slut på Differentieringsmodellen (model 1.0.0, form 2, 2026-01-20T10:30:00+01:00, kontrol 00000000).';
const count = (text: string, ...bounds: [typeof inPdf] | []) => {
  const { valid, changed } = findBlocks(text, number, ...bounds);
  return [valid.length, changed.length];
};

describe('where a block is', () => {
  test.each<[string, string, string]>([
    ['alone', '', ''],
    ['between words', 'Før. ', ' Efter.'],
    ['behind characters that become longer or shorter in plain', '… € – \u00a0 “før” ', ' … €'],
    ['behind characters of two units', '😀😀 ', '😀'],
    ['with words glued to it', 'Slut på', 'Slut på'],
    ['behind line ends of every kind', '\r a \r\n b \n', '\r'],
    ['far behind', 'x'.repeat(40_000), ''],
  ])('%s', (_, before, after) => {
    for (const each of [block, textOf(statementOf({ comment: '… € \u00a0– 😀' }), false)]) {
      const [found, ...more] = findBlocks(before + each + after, number).valid;
      expect(more).toEqual([]);
      expect((before + each + after).slice(found?.start, found?.end)).toBe(each);
    }
  });

  test('one behind the other, each is found once', () => {
    const other = textOf(statementOf({}, 'psykiatri', '0'));
    expect(findBlocks(block + other, number).valid.map(({ variant }) => variant)).toEqual(['somatik', 'psykiatri']);
    expect(count(`${block} ${block}`)).toEqual([2, 0]);
  });
});

describe('no block', () => {
  test.each<[string, string, number]>([
    ['a marker alone', marker, 0],
    ['an end line alone', end, 0],
    ['an end line before its marker', end + marker, 0],
    ['a marker of a day that there is not', marker.replace('20.01', '31.02') + end, 0],
    ['an end line of a time that there is not', marker + end.replace('T10:30', 'T25:30'), 0],
    ['an end line of a day that there is not', marker + end.replace('01-20T', '02-30T'), 0],
    ['an end line without seconds', marker + end.replace('10:30:00', '10:30'), 0],
    ['another form', marker + end.replace('form 2', 'form 3'), 0],
    ['another way of being in force', marker.replace('aftalt', 'anslået') + end, 0],
    ['an end line in a quote', `${marker}»${end}«`, 0],
    ['an end line behind an open quote', `${marker}»${end}`, 0],
    ['an end line behind a quote whose « are doubled', `${marker}»a««${end}`, 0],
    ['a wrong kontrol', marker + end, 1],
    ['a wrong kontrol behind a whole quote', `${marker}»a««b«${end}`, 1],
  ])('%s', (_, text, changed) => {
    expect(count(text)).toEqual([0, changed]);
    expect(count(`${text} ${block}`)[0]).toBe(1);
  });

  test('a marker in front that reaches the end line of a true block is no changed block', () => {
    expect(count(`${marker} ${block}`)).toEqual([1, 0]);
    expect(count(`${marker}»${textOf(statementOf({ comment: 'x' }))}`)).toEqual([1, 0]);
  });
});

test.each(['', 'Se blokken.', 'Slut på'])('a text without the word has neither blocks nor changed ones: %j', (text) => {
  expect(findBlocks(text, number)).toEqual({ valid: [], changed: [] });
});

test('a word of the model that other systems cut is seen, and nothing else', () => {
  expect(mayHaveBlock('Differentierings\r\n modellen (')).toBe(true);
  expect(mayHaveBlock('differentieringsmodellen')).toBe(false);
  expect(mayHaveBlock('Differentierings-modellen')).toBe(false);
});

describe('the work that a text can cause is bounded', () => {
  test('a block is at most as long as the text of a letter, white space left out; in a PDF of ours longer', () => {
    const rest = textOf(statementOf({ comment: '' })).replace(/\s/g, '').length;
    const longest = textOf(statementOf({ comment: 'x'.repeat(31_150 - rest) }));
    const longer = textOf(statementOf({ comment: 'x'.repeat(31_151 - rest) }));
    expect([count(longest), count(longer), count(longer, inPdf)]).toEqual([
      [1, 0],
      [0, 0],
      [1, 0],
    ]);
  });

  test('in a PDF of ours a hundred markers are looked at', () => {
    expect(count(marker.repeat(99) + block, inPdf)).toEqual([1, 0]);
    expect(count(marker.repeat(100) + block, inPdf)[0]).toBe(0);
    expect(count(marker.repeat(100) + block)).toEqual([1, 0]);
    const comment = marker.repeat(100);
    expect(count(`${textOf(statementOf({ comment }))} ${textOf(statementOf({}, 'psykiatri', '0'))}`, inPdf)).toEqual([
      2, 0,
    ]);
  });
});

describe('of two statements', () => {
  const at = (day: string, authored: string) => ({ day, authored });
  test.each<[string, ReturnType<typeof at>, ReturnType<typeof at>, boolean]>([
    ['the earlier day', at('2026-01-19', '2026-01-20T12:00:00Z'), at('2026-01-20', '2026-01-20T10:00:00Z'), true],
    ['the later day', at('2026-01-20', '2026-01-20T10:00:00Z'), at('2026-01-19', '2026-01-20T12:00:00Z'), false],
    [
      'the earlier instant',
      at('2026-01-20', '2026-01-20T10:00:00+02:00'),
      at('2026-01-20', '2026-01-20T09:00:00Z'),
      true,
    ],
    [
      'the same instant in another zone',
      at('2026-01-20', '2026-01-20T11:00:00+02:00'),
      at('2026-01-20', '2026-01-20T09:00:00Z'),
      false,
    ],
    [
      'the same second',
      at('2026-01-20', '2026-01-20T09:00:00.100Z'),
      at('2026-01-20', '2026-01-20T09:00:00.900Z'),
      false,
    ],
  ])('%s', (_, one, other, older) => {
    expect(isOlder(one, other)).toBe(older);
  });
});
