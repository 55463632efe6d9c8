import type { Citizen } from '../intake/citizen.ts';
import type { Professional } from '../intake/professional.ts';
import type { Action, Concept, Factor, Level, Text, Variant } from '../model/types.ts';

export type { Citizen, Professional };

/** How one factor was answered. `rating` is undefined when unrated: that is never a zero. */
export interface FactorAnswer {
  readonly factor: Factor;
  readonly rating: number | undefined;
  readonly ratingConcept: Concept | undefined;
  readonly weight: number;
  readonly weightConcept: Concept;
  readonly reason: string | undefined;
}

/** What the rule says. `level` is there when both ends of the interval are equal. */
export interface Suggestion {
  readonly low: Level;
  readonly high: Level;
  readonly level: Level | undefined;
  /** Sum of weight x rating; undefined while a factor is unrated. */
  readonly score: number | undefined;
  /** Highest score possible with these weights. */
  readonly maximum: number;
  readonly missing: readonly Factor[];
  readonly explanation: Text;
}

export interface Assessed {
  readonly level: Level;
  readonly reason: string | undefined;
}

export interface Agreed {
  readonly level: Level;
  readonly parties: readonly Concept[];
  /** YYYY-MM-DD, as answered. */
  readonly date: string | undefined;
}

/** How the level in force came about: forslag (the rule's), vurderet (the professional's), aftalt (by the parties). */
export type LevelStatus = 'forslag' | 'vurderet' | 'aftalt';

export interface LevelInForce {
  readonly level: Level;
  readonly status: LevelStatus;
  /** YYYY-MM-DD: `aftale.dato` when agreed and given, else the calendar date of `authored` in its own offset. */
  readonly date: string;
}

/** An action of the level in force. `decision` is undefined for a must action, `afventer` where none was taken. */
export interface ActionDecision {
  readonly action: Action;
  readonly decision: Concept | undefined;
  readonly reason: string | undefined;
}

/** Everything that one accepted response says, and what the rule makes of it. */
export interface Assessment {
  readonly variant: Variant;
  /** `identifier` as "system|value", or the digest of its content. */
  readonly identity: string;
  readonly identified: boolean;
  readonly status: 'completed' | 'amended' | 'entered-in-error';
  /** Instant with offset, as received. */
  readonly authored: string;
  readonly citizen: Citizen;
  readonly professional: Professional | undefined;
  readonly factors: readonly FactorAnswer[];
  readonly suggestion: Suggestion;
  readonly assessed: Assessed | undefined;
  readonly agreed: Agreed | undefined;
  readonly inForce: LevelInForce | undefined;
  /** The actions of the level in force, exactly its own row; empty without a level. */
  readonly actions: readonly ActionDecision[];
  /** Undefined only in a withdrawn response, which may be incomplete. */
  readonly participation: { readonly concept: Concept; readonly remark: string | undefined } | undefined;
  readonly coordinator: string | undefined;
  readonly tools: readonly Concept[];
  /** YYYY-MM-DD */
  readonly reassessment: string | undefined;
  readonly comment: string | undefined;
}
