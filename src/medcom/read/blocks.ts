import type { Model, Variant } from '../../model/types.ts';
import { ownModel, variantOfVersion } from '../../model/versions.ts';
import { type Problem, refuse } from '../../outcome/problem.ts';
import type { ActionDecision } from '../../scoring/types.ts';
import type { FoundBlock } from '../block/find.ts';
import { isWithdrawal, parseLevel, parseRecommendation, type StatedLevel } from '../block/parse.ts';

/** When a block's statement was made, in the model of its version. */
interface Stated {
  readonly variant: Variant;
  /** YYYY-MM-DD */
  readonly day: string;
  /** Instant to the second, with its zone. */
  readonly authored: string;
}

/** The citizen's own GP is asked to take these actions. */
export interface Recommendation extends Stated {
  readonly actions: readonly ActionDecision[];
}

/** The level that was assessed at `authored` counts no more since `day`. */
export type Withdrawal = Stated;

/** What blocks tell, in the model's own codes. */
export interface BlockReadings {
  readonly levels: readonly StatedLevel[];
  readonly recommendations: readonly Recommendation[];
  readonly withdrawals: readonly Withdrawal[];
}

/**
 * Reads blocks whose kontrol is right, each by the model of its own version. Nothing is skipped: what is not understood
 * is refused.
 * Errors, at the place given: `block-version-unknown`, `block-unknown-text`.
 */
export function readBlocks(models: Model, blocks: readonly FoundBlock[], place: Place): BlockReadings {
  const readings = { levels: [], recommendations: [], withdrawals: [] } as Collected;
  for (const block of blocks) {
    const { kind, day, authored } = block;
    const variant = variantOfVersion(models, block.variant, block.version);
    if (variant === undefined) refuse('block-version-unknown', { place });
    const stated = { variant, day, authored };
    if (kind === 'level')
      readings.levels.push(
        understood(parseLevel(block, { variant, weights: ownModel(models, variant).weights }), place),
      );
    else if (kind === 'recommendation') {
      const actions = understood(parseRecommendation(block, variant), place);
      readings.recommendations.push({ ...stated, actions });
    } else readings.withdrawals.push(understood(isWithdrawal(block) ? stated : undefined, place));
  }
  return readings;
}

type Place = NonNullable<Problem['place']>;
type Collected = { -readonly [Name in keyof BlockReadings]: BlockReadings[Name][number][] };

function understood<Reading>(reading: Reading | undefined, place: Place): Reading {
  return reading ?? refuse('block-unknown-text', { place });
}
