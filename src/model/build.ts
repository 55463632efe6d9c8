import type { ActivityDefinition, CodeSystem, FhirResource, PlanDefinition, Questionnaire } from 'fhir/r4.js';
import { codeSystems, type Terminology } from './terminology.ts';
import type { Model } from './types.ts';
import { buildVariant } from './variant.ts';

/** The conformance resources that the model is built from, by type. */
export interface Profiles {
  readonly codeSystems: readonly CodeSystem[];
  readonly questionnaires: readonly Questionnaire[];
  readonly plans: readonly PlanDefinition[];
  readonly activities: readonly ActivityDefinition[];
}

/** Sorts resources by type; what the model does not need is left out. */
export function sortProfiles(resources: readonly FhirResource[]): Profiles {
  const of = <Type extends FhirResource['resourceType']>(type: Type) =>
    resources.filter((resource): resource is Extract<FhirResource, { resourceType: Type }> => {
      return resource.resourceType === type;
    });
  return {
    codeSystems: of('CodeSystem'),
    questionnaires: of('Questionnaire'),
    plans: of('PlanDefinition'),
    activities: of('ActivityDefinition'),
  };
}

/**
 * The typed, frozen model that `profiles/` describes: variants, factors, levels, actions, weights and the rule's thresholds.
 * Throws an Error that names the resource where the profiles contradict each other: that is a mistake of the profiles, not of input.
 */
export function buildModel(profiles: Profiles): Model {
  const terminology = codeSystems(profiles.codeSystems);
  const variants = profiles.plans.map((plan) => buildVariant(plan, profiles, terminology));
  const ratings = terminology.concepts('belastning').map((concept) => concept.weight ?? 0);
  return Object.freeze({
    base: terminology.base,
    variants: Object.freeze(variants),
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
      return [concept.code, Object.freeze({ ...concept, value, isDefault: value === lowest })];
    }),
  );
}
