import type { QuestionnaireResponse, QuestionnaireResponseItem } from 'fhir/r4.js';
import type { Variant } from '../../src/model/types.ts';

/** How one factor is answered in a generated response; undefined: the item is left out. */
export interface GeneratedFactor {
  readonly rating: string | undefined;
  readonly weight: string | undefined;
}

/** A response whose items hold the given ratings and weights, in the order of the variant's factors. */
export function responseOf(variant: Variant, factors: readonly GeneratedFactor[]): QuestionnaireResponse {
  const item = variant.factors.map((factor, index): QuestionnaireResponseItem => {
    const { rating, weight } = factors[index] ?? { rating: undefined, weight: undefined };
    const items: QuestionnaireResponseItem[] = [];
    if (rating !== undefined) items.push(coded(factor.linkId.rating, systems.rating, rating));
    if (weight !== undefined) items.push(coded(factor.linkId.weight, systems.weight, weight));
    return { linkId: factor.linkId.rating.replace(/\.vurdering$/, ''), ...(items.length > 0 ? { item: items } : {}) };
  });
  return { resourceType: 'QuestionnaireResponse', status: 'completed', item };
}

const base = 'http://differentieringsmodellen.dk/fhir/CodeSystem';
const systems = { rating: `${base}/belastning`, weight: `${base}/vaegt` };

function coded(linkId: string, system: string, code: string): QuestionnaireResponseItem {
  return { linkId, answer: [{ valueCoding: { system, code } }] };
}

/** Every complete rating of six factors: 5^6 = 15,625. */
export function* everyRating(): Generator<readonly GeneratedFactor[]> {
  for (let index = 0; index < 5 ** 6; index += 1) {
    const digits = index.toString(5).padStart(6, '0');
    yield [...digits].map((rating) => ({ rating, weight: undefined }));
  }
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

const ratings = ['0', '1', '2', '3', '4', 'ikke-vurderet', undefined];
const weights = ['almindelig', 'afgoerende', undefined];

/** A random answer of six factors, with weights and missing ratings. */
export function randomRating(next: () => number): readonly GeneratedFactor[] {
  const pick = (list: readonly (string | undefined)[]) => list[Math.floor(next() * list.length)];
  return Array.from({ length: 6 }, () => ({ rating: pick(ratings), weight: pick(weights) }));
}
