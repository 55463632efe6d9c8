import type { Level, Model, Variant } from '../../src/model/types.ts';
import { exampleResponse } from '../../src/package/archive/example-response.ts';

/** The name of the made scenario that ends at a level. */
export function exampleName(variant: Variant, level: Level): string {
  return `eksempel-${variant.code}-${level.code}`;
}

/**
 * A response in `fixtures/` for each level of each variant, filled in from the form itself: they follow every new
 * version of the model.
 */
export function exampleFixtures(model: Model): ReadonlyMap<string, string> {
  return new Map(
    model.variants.flatMap((variant) =>
      variant.levels.map((level) => {
        const text = `${JSON.stringify(exampleResponse(model, variant, level), null, 2)}\n`;
        return [`fixtures/${exampleName(variant, level)}/response.json`, text];
      }),
    ),
  );
}
