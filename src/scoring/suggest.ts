import type { Factor, Level, Model, Text, Variant } from '../model/types.ts';
import { once } from '../questionnaire/once.ts';
import { explain } from './explain.ts';
import type { FactorAnswer, Suggestion } from './types.ts';
import { weightAtLeast } from './weight.ts';

/**
 * The rule's suggestion (rule `niveauforslag`, MODEL.md "Our reading"). A missing rating is never zero: with factors
 * unrated the rule gives an interval, low with 0 in their place and high with the highest rating. Total: every list of
 * answers gives a result.
 */
export function suggest(variant: Variant, highestRating: number, answers: readonly FactorAnswer[]): Suggestion {
  const low = reached(variant.levels, answers, 0);
  const high = reached(variant.levels, answers, highestRating);
  const level = low === high ? low : undefined;
  const missing = answers.filter((answer) => answer.rating === undefined).map((answer) => answer.factor);
  const weights = answers.reduce((sum, answer) => sum + answer.weight, 0);
  const rest = {
    low,
    high,
    level,
    score:
      missing.length > 0 ? undefined : answers.reduce((sum, answer) => sum + answer.weight * (answer.rating ?? 0), 0),
    maximum: highestRating * weights,
    missing,
  };
  return new Suggested(rest, () => explain(variant, answers, rest));
}

/** Its explanation is written when it is asked for: whoever only checks a response does not. */
class Suggested implements Suggestion {
  readonly low: Level;
  readonly high: Level;
  readonly level: Level | undefined;
  readonly score: number | undefined;
  readonly maximum: number;
  readonly missing: readonly Factor[];
  readonly #explain: () => Text;

  constructor({ low, high, level, score, maximum, missing }: Omit<Suggestion, 'explanation'>, write: () => Text) {
    this.low = low;
    this.high = high;
    this.level = level;
    this.score = score;
    this.maximum = maximum;
    this.missing = missing;
    this.#explain = once(write);
  }

  get explanation(): Text {
    return this.#explain();
  }
}

/** The highest level whose W_threshold reaches its minimum. */
function reached(levels: readonly Level[], answers: readonly FactorAnswer[], fill: number): Level {
  let highest: Level | undefined;
  for (const level of levels) if (weightAtLeast(answers, level.threshold, fill) >= level.minimum) highest = level;
  if (highest === undefined) throw new Error('the lowest level must have minimum 0, so that the rule is total');
  return highest;
}

/**
 * True where `level` lies outside the suggestion or interval: the professional's deviation, which asks for a reason.
 */
export function deviates(level: Level, suggestion: Pick<Suggestion, 'low' | 'high'>): boolean {
  return level.ordinal < suggestion.low.ordinal || level.ordinal > suggestion.high.ordinal;
}

/** Finds a level of a variant by code. */
export function levelOf(variant: Variant, code: string): Level | undefined {
  return variant.levels.find((level) => level.code === code);
}

/** The weight that an unmarked factor has. */
export function defaultWeight(model: Model): NonNullable<ReturnType<Model['weights']['get']>> {
  for (const weight of model.weights.values()) if (weight.isDefault) return weight;
  throw new Error('CodeSystem vaegt has no default weight');
}
