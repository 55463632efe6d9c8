import type { Questionnaire } from 'fhir/r4.js';
import type { CompiledQuestionnaire } from '../questionnaire/types.ts';

/** A Danish wording with its English translation. */
export interface Text {
  readonly da: string;
  readonly en: string;
}

/** A code of one of our CodeSystems. */
export interface Concept {
  readonly system: string;
  /** The version of the CodeSystem. */
  readonly version: string;
  readonly code: string;
  /** The CodeSystem's display: one wording per concept, for every coding. */
  readonly display: string;
  /** How it is worded here: a variant may have its own words for a factor or a rating. */
  readonly text: Text;
}

/** A rating of one factor: `value` is 0 (no burden) to 4 (complete burden), undefined for `ikke-vurderet`. */
export interface Rating extends Concept {
  readonly value: number | undefined;
}

export interface Factor extends Concept {
  /** linkIds of the factor's items in the Questionnaire. */
  readonly linkId: { readonly rating: string; readonly weight: string; readonly reason: string };
  readonly ratings: ReadonlyMap<string, Rating>;
}

/**
 * How a level came about (`/CodeSystem/grundlag`): forslag (the rule's), vurderet (the professional's), aftalt (by the
 * parties).
 */
export type Basis = 'forslag' | 'vurderet' | 'aftalt';

/** How binding an action is: FHIR's `PlanDefinition.action.requiredBehavior`. */
export type Strength = 'must' | 'must-unless-documented' | 'could';

/** A party of the collaboration (`/CodeSystem/part`). */
export interface Party extends Concept {
  /** Whether the citizen's own GP belongs to it. */
  readonly hasOwnGp: boolean;
}

export interface Action extends Concept {
  readonly strength: Strength;
  /** The strength as a code of `/CodeSystem/styrke`. */
  readonly binding: Concept;
  /** Canonical with version of its ActivityDefinition. */
  readonly definition: string;
  readonly parties: readonly Party[];
}

/** A source text of a level under its own heading, such as "Borgerens mestring". */
export interface LevelText {
  readonly label: Text;
  readonly text: Text;
}

export interface Level extends Concept {
  readonly ordinal: number;
  /**
   * The rule: this level is reached when W_threshold (the weights of the factors rated >= threshold) is at least
   * minimum.
   */
  readonly threshold: number;
  readonly minimum: number;
  readonly texts: readonly LevelText[];
  readonly actions: readonly Action[];
}

/** A weight of `/CodeSystem/vaegt`. An unmarked factor has the default one. */
export interface Weight extends Concept {
  readonly value: number;
  readonly isDefault: boolean;
}

/** What the questions of a variant offer, in the form's order, in the words of the CodeSystems. */
export interface Choices {
  readonly parties: readonly Concept[];
  readonly participation: readonly Concept[];
  readonly decisions: readonly Concept[];
  /** Empty where the variant asks for none. */
  readonly tools: readonly Concept[];
}

/** What of a level, a suggestion and their parts has a code as an Observation. */
export interface Observed {
  readonly level: Concept;
  /** The level's code of this variant alone, which stands beside it. */
  readonly variantLevel: Concept;
  readonly suggestion: Concept;
  readonly score: Concept;
  /** The ends of the interval where no single level is suggested. */
  readonly lowest: Concept;
  readonly highest: Concept;
}

/** The rule, as in `/CodeSystem/regel`: its version is the CodeSystem's. */
export type Rule = Concept;

/** One variant of the model (somatik, psykiatri): everything that the program knows of it comes from `profiles/`. */
export interface Variant {
  readonly code: string;
  readonly version: string;
  readonly title: Text;
  /** Canonicals with version. */
  readonly questionnaireUrl: string;
  readonly planUrl: string;
  readonly questionnaire: Questionnaire;
  /** The Questionnaire as responses are measured by it; made at the first call, since not every program measures. */
  readonly form: () => CompiledQuestionnaire;
  readonly factors: readonly Factor[];
  /** The factor scale (`/CodeSystem/belastning`) in rising order, without `ikke-vurderet`. */
  readonly scale: readonly Rating[];
  readonly choices: Choices;
  /** In rising order. */
  readonly levels: readonly Level[];
  /** Every action of the variant once, in the order of the levels. */
  readonly actions: readonly Action[];
  readonly rule: Rule;
  readonly bases: Readonly<Record<Basis, Concept>>;
  /** Codes of the Observations and of their parts (`/CodeSystem/observation`). */
  readonly observed: Observed;
}

/** The whole model in one version, frozen. */
export interface Model {
  /** The version of its Questionnaires and PlanDefinitions. */
  readonly version: string;
  /** Canonical base, `http://differentieringsmodellen.dk/fhir`. */
  readonly base: string;
  readonly variants: readonly Variant[];
  /** Weight (1, 2) per code of `/CodeSystem/vaegt`. */
  readonly weights: ReadonlyMap<string, Weight>;
  readonly highestRating: number;
  /** Looks up a code of one of our CodeSystems by the last segment of the system's url, such as `part`. */
  concept(system: string, code: string): Concept | undefined;
  /** Every wording of a code (display and designations in all languages), by the system's full url. */
  displays(system: string, code: string): ReadonlySet<string>;
  /**
   * Whole models of other versions, newest first: for responses and letters that name them. `versions.ts` finds the one
   * that is meant. An earlier model has no earlier ones itself.
   */
  readonly earlier: readonly Model[];
}
