import type { Action, Basis, Concept, Factor, Level, Rating, Text, Variant } from '../model/types.ts';
import type { Citizen, Link, Professional } from './people.ts';

export type { Basis, Citizen, Professional };

/** How one factor was answered. `rating` is undefined when unrated: that is never a zero. */
export interface FactorAnswer {
  readonly factor: Factor;
  readonly rating: number | undefined;
  readonly ratingConcept: Rating | undefined;
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

/** An action of the level in force. `decision` is undefined for a must action, `afventer` where none was taken. */
export interface ActionDecision {
  readonly action: Action;
  readonly decision: Concept | undefined;
  readonly reason: string | undefined;
}

/** What is told of a citizen's collaboration, whether or not it ends in a level. */
export interface Particulars {
  readonly variant: Variant;
  /** What derived ids come from. Of a response: `identifier` as "system|value", or the digest of its content. */
  readonly identity: string;
  readonly status: 'completed' | 'amended' | 'entered-in-error';
  /** Instant with offset, as received. */
  readonly authored: string;
  /** The day (YYYY-MM-DD) of a correction or withdrawal that keeps `authored`: one that came by letter. */
  readonly changed?: string | undefined;
  readonly citizen: Citizen;
  readonly professional: Professional | undefined;
  /** The sender's own encounter, and the requests and plans that the response answers. */
  readonly encounter: Link | undefined;
  readonly basedOn: readonly Link[];
  /** Every factor of the variant, or none where they are not told. */
  readonly factors: readonly FactorAnswer[];
  readonly assessed: Assessed | undefined;
  readonly agreed: Agreed | undefined;
  /**
   * Undefined only where it is not told: in a withdrawn response, which may be incomplete, and in a plan without a
   * response.
   */
  readonly participation: { readonly concept: Concept; readonly remark: string | undefined } | undefined;
  readonly coordinator: string | undefined;
  readonly tools: readonly Concept[];
  /** YYYY-MM-DD */
  readonly reassessment: string | undefined;
  readonly comment: string | undefined;
}

/**
 * The level of a citizen, who stated it, when and how, and its actions: what letters, plans and `read` take and give.
 */
export interface LevelStatement extends Particulars {
  readonly level: Level;
  readonly basis: Basis;
  /** YYYY-MM-DD: `aftale.dato` when agreed and given, else the day of `authored` in Denmark (Europe/Copenhagen). */
  readonly day: string;
  /** The level's actions, exactly its own row. */
  readonly actions: readonly ActionDecision[];
}

/** Everything that one accepted response says, and what the rule makes of it. */
export interface Assessment extends Particulars {
  /** True where the response has an identifier, so that it can be amended and withdrawn. */
  readonly identified: boolean;
  /** A digest of the content, which tells the versions of one response apart. */
  readonly version: string;
  readonly suggestion: Suggestion;
  /**
   * The level in force: the agreed one, else the assessed, else the suggested. Undefined where there is none of them.
   */
  readonly statement: LevelStatement | undefined;
}
