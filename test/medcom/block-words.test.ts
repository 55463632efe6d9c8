import { describe, expect, test } from 'vitest';
import { longestAnswers } from '../../src/medcom/block/answers.ts';
import { sendProblem } from '../../src/medcom/block/level.ts';
import { collapse, quoted, unquoted } from '../../src/medcom/block/typed.ts';
import { actionText, factorsHead, levelMarker, sentenceOf } from '../../src/medcom/block/words.ts';
import { writeBlock } from '../../src/medcom/block/write.ts';
import { number, plain } from './our-reader.ts';
import { problemsOf } from './refusal.ts';
import { fullStatement, statementOf, suggestedOf, variantOf } from './statements.ts';

const somatik = variantOf('somatik');

describe('the head of the factors', () => {
  test.each([
    ['the labels of the scale’s ends', 'ingen', 'fuldstændig', '0 ingen, 4 fuldstændig'],
    ['not the word that both end in', 'ingen belastning', 'fuldstændig belastning', '0 ingen, 4 fuldstændig'],
    ['none of the words that both end in', 'ingen grad af belastning', 'fuld grad af belastning', '0 ingen, 4 fuld'],
    [
      'all words in front of them',
      'slet ikke nogen belastning',
      'i høj grad belastning',
      '0 slet ikke nogen, 4 i høj grad',
    ],
    ['words that both have, but not at the end', 'ingen af dem', 'fuld af alt', '0 ingen af dem, 4 fuld af alt'],
    ['a word of each where all are shared', 'belastning', 'belastning', '0 belastning, 4 belastning'],
    ['a word where the other label ends in it', 'belastning', 'fuld belastning', '0 belastning, 4 fuld belastning'],
    ['the same where it is the other way round', 'ingen belastning', 'belastning', '0 ingen belastning, 4 belastning'],
  ])('has %s: %s, %s', (_, least, most, ends) => {
    const [lowest, highest] = [somatik.scale[0], somatik.scale.at(-1)];
    if (lowest === undefined || highest === undefined) throw new Error('no scale');
    const named = (rating: typeof lowest, da: string) => ({ ...rating, text: { ...rating.text, da } });
    const scale = [named(lowest, least), ...somatik.scale.slice(1, -1), named(highest, most)];
    expect(factorsHead({ ...somatik, scale })).toBe(`Belastning efter ressourcer (${ends}):`);
  });
});

test('a marker names the lowest and the highest level of the variant', () => {
  const [, second, third] = somatik.levels;
  if (second === undefined || third === undefined) throw new Error('no levels');
  expect(levelMarker({ ...somatik, levels: [second, third] }, third, 'aftalt', '2026-01-22')).toBe(
    'Differentieringsmodellen somatik: samarbejdsniveau 2 af 1-2, aftalt 22.01.2026',
  );
});

test('an action that concerns no party named has no brackets', () => {
  const [action] = somatik.actions;
  if (action === undefined) throw new Error('no action');
  const text = { ...action.text, da: 'Ring' };
  expect(actionText({ action: { ...action, text, parties: [] } }, 2)).toBe('2. Ring');
});

test.each(['Ja.', 'Ja!', 'Ja?'])('%s ends a sentence already', (words) => {
  expect(sentenceOf(words)).toBe(words);
  expect(sentenceOf(`${words})`)).toBe(`${words}).`);
});

describe('typed words', () => {
  test.each([
    ['line ends of every kind', 'a\r\nb\rc\nd', '»a\nb\nc\nd«'],
    ['quotes', '»a« «««', '»»a«« «««««««'],
  ])('have in a block %s', (_, text, written) => {
    expect(quoted(text)).toBe(written);
  });

  test.each([
    ['doubled quotes', 'a««b', 'a«b'],
    ['doubled quotes that were cut apart', 'a« \n«b', 'a« b'],
    ['two of them', '««««', '««'],
    ['white space of every kind', ' a \t\r\n b ', 'a b'],
    ['a no-break space', '\u00a0a\u00a0', '\u00a0a\u00a0'],
  ])('are read with %s', (_, words, read) => {
    expect(unquoted(words)).toBe(read);
  });

  test('have no white space at their ends, and one blank for any between', () => {
    expect(collapse('\n a  b\t')).toBe('a b');
  });
});

describe('the answers of a block', () => {
  test('are all that were typed, the longest first', () => {
    const full = fullStatement('ønsket');
    const [, , , decided] = full.actions;
    const statement = {
      ...full,
      assessed: full.assessed && { ...full.assessed, reason: '55555' },
      participation: full.participation && { ...full.participation, remark: '4444' },
      actions: full.actions.map((each) => (each === decided ? { ...each, reason: '333' } : each)),
      ...{ coordinator: '22', comment: '1' },
    };
    expect(writeBlock(statement, number, plain).answers()).toEqual([
      { linkId: 'niveau.begrundelse', length: 5 },
      { linkId: 'inddragelse.bemaerkning', length: 4 },
      { linkId: 'handling.netvaerksmoede.begrundelse', length: 3 },
      { linkId: 'koordinator', length: 2 },
      { linkId: 'kommentar', length: 1 },
    ]);
  });

  test('are none where nothing was typed and nobody took part', () => {
    const { lines, answers } = writeBlock(statementOf({ participation: undefined }), number, plain);
    expect(answers()).toEqual([]);
    expect(lines.slice(2, 4)).toEqual(['Vurderet 20.01.2026: niveau 3.', 'Anbefalinger til samarbejdet (5):']);
  });

  test.each([
    ['none', [], '-'],
    ['one', [5], 'a0: 5'],
    ['the three longest', [9, 7, 5, 3], 'a0: 9, a1: 7, a2: 5'],
  ])('are told in an error: %s', (_, lengths, told) => {
    const answers = lengths.map((length, index) => ({ linkId: `a${index}`, length }));
    expect(longestAnswers({ answers: () => answers })).toBe(told);
  });
});

describe('a level leaves in a letter', () => {
  const withdrawn = { status: 'entered-in-error' } as const;
  const suggestion = suggestedOf('somatik', '3');
  const onlySuggested = {
    code: 'letter-suggestion-only',
    place: { option: 'includeSuggestion' },
    values: { level: '3' },
  };
  const takenBack = { code: 'letter-withdrawn', place: 'QuestionnaireResponse.status' };

  test.each([
    ['assessed', statementOf(), undefined, undefined],
    ['agreed', fullStatement('x'), false, undefined],
    ['only suggested', suggestion, undefined, onlySuggested],
    ['only suggested, which is not asked for', suggestion, false, onlySuggested],
    ['only suggested, on request', suggestion, true, undefined],
    ['withdrawn', statementOf(withdrawn), undefined, takenBack],
    ['only suggested and withdrawn', { ...suggestion, ...withdrawn }, undefined, takenBack],
    ['only suggested and withdrawn, on request', { ...suggestion, ...withdrawn }, true, takenBack],
  ])('%s', (_, statement, asked, problem) => {
    expect(sendProblem(statement, asked)).toEqual(problem);
  });
});

test('a date that is a month alone is refused with the linkId of its question', async () => {
  const statement = { ...fullStatement('x'), reassessment: '2026-07' };
  expect(await problemsOf(() => writeBlock(statement, number, plain))).toMatchObject([
    { code: 'letter-date-partial', values: { linkId: 'revurdering' } },
  ]);
});
