import { scaleOf } from './choices.ts';
import { freeze } from './freeze.ts';
import type { Profiles } from './profiles.ts';
import { codeSystems, type Terminology } from './terminology.ts';
import type { Model, Variant } from './types.ts';
import { buildVariant } from './variant.ts';

/**
 * The newest model with the earlier ones beside it. Throws an Error where two have the same version: a letter names the
 * version alone.
 */
export function buildModels(newest: Profiles, earlier: readonly Profiles[]): Model {
  const model = buildModel(newest);
  const others = earlier.map(buildModel).sort((one, other) => compareVersions(other.version, one.version));
  const versions = [model, ...others].map(({ version }) => version);
  const twice = versions.find((version, index) => versions.indexOf(version) !== index);
  if (twice !== undefined) throw new Error(`two models have the version ${twice}`);
  return Object.freeze({ ...model, earlier: Object.freeze(others) });
}

/** Semver's order, for numbers alone. */
function compareVersions(one: string, other: string): number {
  return one.localeCompare(other, 'en', { numeric: true });
}

/**
 * The typed, frozen model that `profiles/` describes: variants, factors, levels, actions, weights and the rule's
 * thresholds.
 * Throws an Error that names the resource where the profiles contradict each other: that is a mistake of the profiles,
 * not of input.
 */
export function buildModel(profiles: Profiles): Model {
  const terminology = codeSystems(profiles.codeSystems);
  const variants = profiles.plans.map((plan) => buildVariant(plan, profiles, terminology));
  return freeze({
    version: versionOf(variants),
    base: terminology.base,
    variants,
    weights: weights(terminology),
    highestRating: scaleOf(terminology).at(-1)?.value ?? 0,
    concept: terminology.concept,
    displays: terminology.displays,
    earlier: [],
  });
}

function versionOf(variants: readonly Variant[]): string {
  const versions = new Set(variants.map(({ version }) => version));
  const [version] = versions;
  if (version === undefined || versions.size > 1) {
    throw new Error(`the variants have no one version: ${[...versions].join(', ')}`);
  }
  return version;
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
