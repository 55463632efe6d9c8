import type { Factor, Model, Rating, Variant, Weight } from '../../model/types.ts';

/** A factor whose ratings are a list: JSON knows no maps. */
export type WrittenFactor = Omit<Factor, 'ratings'> & { readonly ratings: readonly Rating[] };

/** A variant without its form, which the page fetches as it is published. */
export type WrittenVariant = Omit<Variant, 'questionnaire' | 'form' | 'factors'> & {
  readonly questionnaireId: string;
  readonly factors: readonly WrittenFactor[];
};

/** The newest model as JSON, for the page to score by. */
export type WrittenModel = Pick<Model, 'version' | 'base' | 'highestRating'> & {
  readonly weights: readonly Weight[];
  readonly variants: readonly WrittenVariant[];
};

export function written({ version, base, highestRating, weights, variants }: Model): string {
  const model: WrittenModel = {
    version,
    base,
    highestRating,
    weights: [...weights.values()],
    variants: variants.map(({ questionnaire, form: _, factors, ...variant }) => ({
      ...variant,
      questionnaireId: questionnaire.id ?? '',
      factors: factors.map((factor) => ({ ...factor, ratings: [...factor.ratings.values()] })),
    })),
  };
  return JSON.stringify(model);
}
