import fc from 'fast-check';
import type { QuestionnaireResponse } from 'fhir/r4.js';
import { describe, expect, test } from 'vitest';
import { loadModel } from '../../src/profiles.ts';
import { collectAnswers } from '../../src/questionnaire/answers.ts';
import { rate } from '../../src/scoring/assess.ts';
import type { Suggestion } from '../../src/scoring/types.ts';
import { type GeneratedFactor, responseOf } from './answers.ts';

const model = loadModel();

/** "3" is rated 3 with weight 1, "3!" with weight 2, "?" not rated, "-" left out. */
function rated(text: string): readonly GeneratedFactor[] {
  return text.split(' ').map((sign) => {
    const rating = sign.startsWith('-') ? undefined : sign.startsWith('?') ? 'ikke-vurderet' : sign.slice(0, 1);
    return { rating, weight: sign.endsWith('!') ? 'afgoerende' : undefined };
  });
}

describe.each(model.variants.map((variant) => [variant.code, variant] as const))('the rule, %s', (_, variant) => {
  const suggestion = (factors: readonly GeneratedFactor[]): Suggestion => {
    return rate(model, variant, collectAnswers(responseOf(variant, factors))).suggestion;
  };

  test.each([
    ['0 0 0 0 0 0', '0', '0', 0, 24],
    ['1 0 0 0 0 0', '1', '1', 1, 24],
    ['1! 0 0 0 0 0', '1', '1', 2, 28],
    ['2 0 0 0 0 0', '2', '2', 2, 24],
    ['3 0 0 0 0 0', '2', '2', 3, 24],
    ['4 0 0 0 0 0', '2', '2', 4, 24],
    ['3! 0 0 0 0 0', '3', '3', 6, 28],
    ['3 4 0 0 0 0', '3', '3', 7, 24],
    ['4! 0 0 0 0 0', '4', '4', 8, 28],
    ['4 4 0 0 0 0', '4', '4', 8, 24],
    ['4 4 4 4 4 4', '4', '4', 24, 24],
    ['4! 4! 4! 4! 4! 4!', '4', '4', 48, 48],
    // Missing ratings: low with 0 in their place, high with 4.
    ['? ? ? ? ? ?', '0', '4', undefined, 24],
    ['- - - - - -', '0', '4', undefined, 24],
    ['0 0 0 0 0 -', '0', '2', undefined, 24],
    ['0 0 0 0 0 ?!', '0', '4', undefined, 28],
    ['3 0 0 0 0 ?', '2', '3', undefined, 24],
    ['4 4 ? ? ? ?', '4', '4', undefined, 24],
    ['2 0 0 0 0 -', '2', '2', undefined, 24],
  ])('%s: %s to %s, score %s of %s', (text, low, high, score, maximum) => {
    const result = suggestion(rated(text));
    expect([result.low.code, result.high.code, result.score, result.maximum]).toEqual([low, high, score, maximum]);
    expect(result.level?.code).toBe(low === high ? low : undefined);
  });

  test('the explanation names the factors that decided, and the threshold that they met', () => {
    const [first] = variant.factors;
    const { explanation } = suggestion(rated('3! 0 0 0 0 0'));
    expect(explanation.da).toBe(
      `Forslag: Niveau 3. Vurderet til mindst 3: ${first?.text.da} (3, tæller 2). Samlet vægt 2; niveauet kræver mindst 2.`,
    );
    expect(explanation.en).toBe(
      `Suggestion: Level 3. Rated at least 3: ${first?.text.en} (3, counts 2). Total weight 2; the level needs at least 2.`,
    );
  });

  test('the explanation of an interval names what is missing, and what is missing in vain', () => {
    const last = variant.factors.at(-1);
    expect(suggestion(rated('0 0 0 0 0 -')).explanation.da).toBe(
      `Intet forslag: Niveau 0 til Niveau 2 er muligt. Ikke vurderet: ${last?.text.da}.`,
    );
    expect(suggestion(rated('2 0 0 0 0 -')).explanation.en).toContain(
      `The suggestion is the same however the others are rated: ${last?.text.en}.`,
    );
    expect(suggestion(rated('0 0 0 0 0 0')).explanation.da).toBe(
      'Forslag: Niveau 0. Ingen faktor er vurderet til 1 eller mere.',
    );
  });

  const factor = fc.record({
    rating: fc.constantFrom('0', '1', '2', '3', '4', 'ikke-vurderet', undefined),
    weight: fc.constantFrom('almindelig', 'afgoerende', undefined),
  });
  const answers = fc.array(factor, { minLength: 6, maxLength: 6 });
  const complete = fc.array(
    fc.record({ rating: fc.constantFrom('0', '1', '2', '3', '4'), weight: factor.map((one) => one.weight) }),
    {
      minLength: 6,
      maxLength: 6,
    },
  );

  /** The explanation is written only when it is asked for. */
  const whole = (given: Suggestion) => ({ ...given, explanation: given.explanation });

  test('is total and deterministic: any answers give the same result twice', () => {
    fc.assert(
      fc.property(answers, (factors) => {
        expect(whole(suggestion(factors))).toEqual(whole(suggestion(factors)));
      }),
    );
  });

  test('is monotone: a higher rating or weight never lowers either end', () => {
    fc.assert(
      fc.property(answers, fc.nat(5), fc.boolean(), (factors, position, heavier) => {
        const raised = factors.map((one, index) => (index === position ? raise(one, heavier) : one));
        const [before, after] = [suggestion(factors), suggestion(raised)];
        expect(after.low.ordinal).toBeGreaterThanOrEqual(before.low.ordinal);
        // A first rating narrows the interval: its high end may fall, never below what the rating itself demands.
        if (
          factors[position]?.rating === raised[position]?.rating ||
          Number.isFinite(Number(factors[position]?.rating))
        ) {
          expect(after.high.ordinal).toBeGreaterThanOrEqual(before.high.ordinal);
        }
      }),
    );
  });

  test('does not depend on the order in which the answers are given to it', () => {
    fc.assert(
      fc.property(answers, fc.array(fc.nat(), { minLength: 6, maxLength: 6 }), (factors, keys) => {
        const response = responseOf(variant, factors);
        const shuffled = (response.item ?? []).map((item, index) => ({ item, key: keys[index] ?? 0 }));
        const item = shuffled.sort((one, other) => one.key - other.key).map((entry) => entry.item);
        const other: QuestionnaireResponse = { ...response, item };
        expect(whole(rate(model, variant, collectAnswers(other)).suggestion)).toEqual(whole(suggestion(factors)));
      }),
    );
  });

  test('a missing rating is never a zero: there is no score, and the factor is named', () => {
    fc.assert(
      fc.property(complete, fc.nat(5), fc.constantFrom('ikke-vurderet', undefined), (factors, position, rating) => {
        const result = suggestion(factors.map((one, index) => (index === position ? { ...one, rating } : one)));
        expect(result.score).toBeUndefined();
        expect(result.missing).toEqual([variant.factors[position]]);
        expect(result.maximum).toBe(suggestion(factors).maximum);
      }),
    );
  });

  test('the ends of the interval are reached by real completions, and no completion lies outside', () => {
    const completed = (factors: readonly GeneratedFactor[], fill: (index: number) => string) =>
      suggestion(
        factors.map((one, index) => (Number.isFinite(Number(one.rating)) ? one : { ...one, rating: fill(index) })),
      ).level?.ordinal ?? Number.NaN;
    fc.assert(
      fc.property(answers, fc.array(fc.nat(4), { minLength: 6, maxLength: 6 }), (factors, fills) => {
        const { low, high } = suggestion(factors);
        expect(completed(factors, () => '0')).toBe(low.ordinal);
        expect(completed(factors, () => '4')).toBe(high.ordinal);
        const between = completed(factors, (index) => String(fills[index]));
        expect(between).toBeGreaterThanOrEqual(low.ordinal);
        expect(between).toBeLessThanOrEqual(high.ordinal);
      }),
    );
  });
});

function raise(factor: GeneratedFactor, heavier: boolean): GeneratedFactor {
  if (heavier) return { ...factor, weight: 'afgoerende' };
  const rating = Number(factor.rating);
  return { ...factor, rating: Number.isFinite(rating) ? String(Math.min(rating + 1, 4)) : '4' };
}
