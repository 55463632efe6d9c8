import type { Model, Variant } from './types.ts';

/** The newest model, then the earlier ones. */
export function everyVersion(model: Model): readonly Model[] {
  return [model, ...model.earlier];
}

/**
 * The model that a variant belongs to. What is scored, written or read of a variant is so by its own version, never by
 * another.
 */
export function ownModel(model: Model, variant: Variant): Model {
  return everyVersion(model).find(({ variants }) => variants.includes(variant)) ?? model;
}

/** The variants that answer to a Questionnaire's url, without its version: the newest first. */
export function variantsOf(model: Model, questionnaireUrl: string): readonly Variant[] {
  return everyVersion(model).flatMap(({ variants }) => {
    return variants.filter(({ questionnaire }) => questionnaire.url === questionnaireUrl);
  });
}

/**
 * The variant of a version of the model, such as the last line of a block in a letter names them; undefined where it is
 * not here.
 */
export function variantOfVersion(model: Model, code: string, version: string): Variant | undefined {
  const found = everyVersion(model).find((one) => one.version === version);
  return found?.variants.find((variant) => variant.code === code);
}
