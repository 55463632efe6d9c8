import type { Questionnaire } from 'fhir/r4.js';
import type { WrittenModel, WrittenVariant } from '../src/http/page/written-model.ts';
import type { Concept, Model, Variant } from '../src/model/types.ts';

/** A variant with its published form, and the model that scores it. */
export interface Form {
  readonly variant: Variant;
  readonly model: Model;
  readonly questionnaire: Questionnaire;
}

/** The form and model of a variant, as the centre's scoring takes them. */
export function reviveForm(written: WrittenModel, chosen: WrittenVariant, questionnaire: Questionnaire): Form {
  const variant: Variant = {
    ...chosen,
    questionnaire,
    form: () => {
      throw new Error('responses are checked by the service');
    },
    factors: chosen.factors.map((factor) => ({
      ...factor,
      ratings: new Map(factor.ratings.map((rating) => [rating.code, rating])),
    })),
  };
  const { weights, version, base, highestRating } = written;
  const concepts = new Map(
    conceptsOf(variant).map((concept) => [`${segment(concept.system)}|${concept.code}`, concept]),
  );
  const model: Model = {
    version,
    base,
    highestRating,
    variants: [variant],
    weights: new Map(weights.map((weight) => [weight.code, weight])),
    concept: (system, code) => concepts.get(`${system}|${code}`),
    displays: () => new Set(),
    earlier: [],
  };
  return { variant, model, questionnaire };
}

/** What the answers of a variant can name. */
function conceptsOf({ choices, actions, levels, factors }: Variant): readonly Concept[] {
  const { parties, participation, decisions, tools } = choices;
  return [...parties, ...participation, ...decisions, ...tools, ...actions, ...levels, ...factors];
}

function segment(system: string): string {
  return system.slice(system.lastIndexOf('/') + 1);
}
