import { madePer } from './made-per.ts';
import type { Model, Variant } from './types.ts';

/** What is looked up of a model for each response. */
const versionsOf = madePer((model: Model) => {
  const every: readonly Model[] = [model, ...model.earlier];
  const owners = new Map(every.toReversed().flatMap((one) => one.variants.map((variant) => [variant, one])));
  const byUrl = Map.groupBy(
    every.flatMap(({ variants }) => variants),
    ({ questionnaire }) => questionnaire.url ?? '',
  );
  return { every, owners, byUrl };
});

/** The newest model, then the earlier ones. */
export function everyVersion(model: Model): readonly Model[] {
  return versionsOf(model).every;
}

/**
 * The model that a variant belongs to. What is scored, written or read of a variant is so by its own version, never by
 * another.
 */
export function ownModel(model: Model, variant: Variant): Model {
  return versionsOf(model).owners.get(variant) ?? model;
}

/** The variants that answer to a Questionnaire's url, without its version: the newest first. */
export function variantsOf(model: Model, questionnaireUrl: string): readonly Variant[] {
  return versionsOf(model).byUrl.get(questionnaireUrl) ?? [];
}

/**
 * The variant of a version of the model, such as the last line of a block in a letter names them; undefined where it is
 * not here.
 */
export function variantOfVersion(model: Model, code: string, version: string): Variant | undefined {
  const found = everyVersion(model).find((one) => one.version === version);
  return found?.variants.find((variant) => variant.code === code);
}
