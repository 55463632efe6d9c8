import { freeze } from './freeze.ts';
import type { Profiles } from './profiles.ts';
import { codeSystems, type Terminology } from './terminology.ts';
import type { Model } from './types.ts';
import { buildVariant } from './variant.ts';

/**
 * The typed, frozen model that `profiles/` describes: variants, factors, levels, actions, weights and the rule's thresholds.
 * Throws an Error that names the resource where the profiles contradict each other: that is a mistake of the profiles, not of input.
 */
export function buildModel(profiles: Profiles): Model {
  const terminology = codeSystems(profiles.codeSystems);
  const variants = profiles.plans.map((plan) => buildVariant(plan, profiles, terminology));
  const ratings = terminology.concepts('belastning').map((concept) => concept.weight ?? 0);
  return freeze({
    base: terminology.base,
    variants,
    weights: weights(terminology),
    highestRating: Math.max(...ratings),
    concept: terminology.concept,
    displays: terminology.displays,
  });
}

function weights(terminology: Terminology): Model['weights'] {
  const concepts = terminology.concepts('vaegt');
  const lowest = Math.min(...concepts.map((concept) => concept.weight ?? 0));
  return new Map(
    concepts.map((concept) => {
      const value = concept.weight;
      if (value === undefined) throw new Error(`CodeSystem vaegt: ${concept.code} has no itemWeight`);
      // An unmarked factor counts as the lightest weight does ("default 1").
      return [concept.code, { ...concept, value, isDefault: value === lowest }];
    }),
  );
}
