import type { QuestionnaireResponse, QuestionnaireResponseItem } from 'fhir/r4.js';
import type { Factor, Model, Variant } from '../../src/model/types.ts';

/** How one factor is answered in a generated response; undefined: the item is left out. */
export interface GeneratedFactor {
  readonly rating: string | undefined;
  readonly weight: string | undefined;
}

/**
 * A response whose items hold the given ratings and weights, in the order of the variant's factors, and the levels as a
 * renderer sends them.
 */
export function responseOf(variant: Variant, factors: readonly GeneratedFactor[]): QuestionnaireResponse {
  const levels = variant.levels.map(({ system, code }) => ({ valueCoding: { system, code } }));
  const item = variant.factors.map((factor, index): QuestionnaireResponseItem => {
    const { rating, weight } = factors[index] ?? { rating: undefined, weight: undefined };
    const items: QuestionnaireResponseItem[] = [];
    const [{ system = '' } = {}] = factor.ratings.values();
    if (rating !== undefined) items.push(coded(factor.linkId.rating, system, rating));
    if (weight !== undefined) items.push(coded(factor.linkId.weight, system.replace(/[^/]+$/, 'vaegt'), weight));
    return { linkId: factor.linkId.rating.replace(/\.vurdering$/, ''), ...(items.length > 0 ? { item: items } : {}) };
  });
  const chosen = { linkId: 'niveauer', answer: levels };
  return { resourceType: 'QuestionnaireResponse', status: 'completed', item: [chosen, ...item] };
}

function coded(linkId: string, system: string, code: string): QuestionnaireResponseItem {
  return { linkId, answer: [{ valueCoding: { system, code } }] };
}

/** How many complete ratings a variant has: 5^6 = 15,625 with five numbers and six factors. */
export function countOfRatings(variant: Variant): number {
  return variant.factors.reduce((count, factor) => count * numbered(factor).length, 1);
}

/** The complete rating of an index below `countOfRatings`. */
export function ratingAt(variant: Variant, index: number): readonly GeneratedFactor[] {
  let rest = index;
  return variant.factors.map((factor) => {
    const codes = numbered(factor);
    const rating = codes[rest % codes.length];
    rest = Math.floor(rest / codes.length);
    return { rating, weight: undefined };
  });
}

function numbered(factor: Factor): string[] {
  return [...factor.ratings.values()].filter(({ value }) => value !== undefined).map(({ code }) => code);
}

/** A reproducible stream of numbers in [0, 1): mulberry32. */
export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A random answer of every factor, with weights and missing ratings. */
export function randomRating({ weights }: Model, variant: Variant, next: () => number): readonly GeneratedFactor[] {
  const pick = (list: readonly string[]) => [...list, undefined][Math.floor(next() * (list.length + 1))];
  return variant.factors.map(({ ratings }) => ({
    rating: pick([...ratings.keys()]),
    weight: pick([...weights.keys()]),
  }));
}
