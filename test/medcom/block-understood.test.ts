import { describe, expect, test } from 'vitest';
import { findBlocks } from '../../src/medcom/block/find.ts';
import { isWithdrawal, parseLevel, parseRecommendation } from '../../src/medcom/block/parse.ts';
import { writeBlock, writeRecommendation, writeWithdrawal } from '../../src/medcom/block/write.ts';
import { forged, number, plain, readLevel, textOf, weights } from './our-reader.ts';
import { factorsOf, fullStatement, statementOf, suggestedOf, variantOf } from './statements.ts';

const variant = variantOf('somatik');
const model = { variant, weights };
const written = (statement = statementOf()) => textOf(writeBlock(statement, number, plain));

describe('a block of a level that was assessed and not agreed', () => {
  const assessed = written(statementOf({ factors: factorsOf('somatik', [3, 1, undefined, 0, 2, 4]) }));

  test('reads back with its factors, each with its rating and its weight', () => {
    const statement = statementOf({ factors: factorsOf('somatik', [3, 1, undefined, 0, 2, 4]) });
    expect(readLevel(assessed, statement)).toMatchObject({
      factors: statement.factors.map(({ factor, rating, ratingConcept, weight, weightConcept }) => ({
        ...{ factor, rating, ratingConcept, weight, weightConcept },
      })),
    });
  });

  test.each<[string, string | RegExp, string]>([
    ['no assessment', /Vurderet[^\n]*\n/, ''],
    ['an assessment of another level', '2026: niveau 3', '2026: niveau 2'],
    ['a marker of another day', 'vurderet 20.01', 'vurderet 21.01'],
    ['an agreement', 'Borgeren deltog', 'Aftalt 20.01.2026: niveau 3.\nBorgeren deltog'],
    ['a factor left out', ', sociale problematikker 1', ''],
    ['a rating that there is not', 'problematikker 1', 'problematikker 7'],
    ['factors in another order', /(, sociale[^,]*)(, grad[^,]*)/, '$2$1'],
    ['another scale', '(0 ingen, 4', '(1 ingen, 4'],
    ['no comma between factors', 'problematikker 1,', 'problematikker 1'],
    ['no full stop behind the factors', /(erkendelse og -forståelse \d)\./, '$1'],
    ['two decisive words', '(afgørende)', '(afgørende) (afgørende)'],
  ])('is not understood with %s', (_, from, to) => {
    expect(parseLevel(forged(assessed, from, to), model)).toBeUndefined();
  });

  test('is not understood by a model that knows no weight of a decisive factor', () => {
    const [block] = findBlocks(assessed, number).valid;
    const ordinary = new Map([...weights].filter(([, { isDefault }]) => isDefault));
    expect(block && parseLevel(block, model)).toBeDefined();
    expect(block && parseLevel(block, { variant, weights: ordinary })).toBeUndefined();
  });
});

describe('a block of a suggestion', () => {
  const suggested = written(suggestedOf('somatik', '3'));
  test.each<[string, string | RegExp, string]>([
    ['an assessment too', 'Borgeren deltog', 'Vurderet 20.01.2026: niveau 3.\nBorgeren deltog'],
    ['no word that it is only that', /Beregnet forslag[^\n]*\n/, ''],
  ])('is not understood with %s', (_, from, to) => {
    expect(parseLevel(forged(suggested, from, to), model)).toBeUndefined();
  });
});

test('a level without words of its own reads back without them', () => {
  const bare = { ...variant, levels: variant.levels.map((level) => ({ ...level, texts: [] })) };
  const statement = statementOf({ variant: bare });
  expect(readLevel(written(statement), statement)).toMatchObject({ level: { code: '3', texts: [] } });
});

test('an agreement that names no parties reads back without any', () => {
  const full = fullStatement('x');
  const statement = { ...full, agreed: { level: full.level, parties: [], date: undefined } };
  expect(readLevel(written(statement), statement)?.agreed).toEqual({
    level: full.level,
    parties: [],
    date: '2026-01-22',
  });
});

test('a reason stands behind a decision whose words end a sentence, without another full stop', () => {
  const decisions = variant.choices.decisions.map((each) => ({
    ...each,
    text: { ...each.text, da: `${each.text.da}!` },
  }));
  const own = { ...variant, choices: { ...variant.choices, decisions } };
  const full = fullStatement('x');
  const [, , , deciding] = full.actions;
  const [yes] = decisions.filter(({ code }) => code === 'ja');
  if (deciding === undefined || yes === undefined) throw new Error('no decision');
  const actions = full.actions.map((each) => (each === deciding ? { ...each, decision: yes } : each));
  const statement = { ...full, variant: own, actions };
  expect(written(statement)).toContain('Besluttet: ja! Begrundelse: »x«');
  expect(readLevel(written(statement), statement)?.actions[3]).toMatchObject({ decision: yes, reason: 'x' });
});

describe('a block that asks the GP', () => {
  const statement = fullStatement('ønsket');
  const asked = statement.actions.slice(2, 4);
  const asking = textOf(writeRecommendation(statement, asked, number, plain));

  test('reads back with its actions, decisions and reasons', () => {
    const [block] = findBlocks(asking, number).valid;
    expect(block && parseRecommendation(block, variant)).toEqual(asked);
  });

  test('has no reasons where it is to be brief', () => {
    const brief = { ...plain, brief: true };
    const { lines, answers } = writeRecommendation(statement, asked, number, brief);
    expect(lines.join()).not.toContain('Begrundelse');
    expect(answers()).toEqual([]);
    expect(writeRecommendation(statement, asked, number, plain).answers()).toHaveLength(1);
  });

  test.each<[string, string | RegExp, string]>([
    ['no action', /(?<=\n)1\..*(?=Modellen er)/s, ''],
    ['another first number', '1. Information', '2. Information'],
    ['the same number twice', '\n2. Evt.', '\n1. Evt.'],
    ['an action that there is not', 'Information til borgeren', 'Information til naboen'],
    ['no caveat', /Modellen er[^\n]*\n/, ''],
    ['words behind the caveat', 'stå alene.', 'stå alene. Måske.'],
    ['words before it', '\nModellen er', '\nMåske.\nModellen er'],
  ])('is not understood with %s', (_, from, to) => {
    expect(parseRecommendation(forged(asking, from, to), variant)).toBeUndefined();
  });
});

describe('a block that takes a level back', () => {
  const { lines } = writeWithdrawal(statementOf(), '2026-02-01', number, plain);

  test('is one, and has no answers', () => {
    const { answers } = writeWithdrawal(statementOf(), '2026-02-01', number, plain);
    expect(findBlocks(lines.join('\n'), number).valid.map(isWithdrawal)).toEqual([true]);
    expect(answers()).toEqual([]);
  });

  test('is not understood with any words of its own', () => {
    expect(isWithdrawal(forged(lines.join('\n'), '\nSlut', '\nMåske.\nSlut'))).toBe(false);
  });
});
