import type { Level, Text, Variant } from '../model/types.ts';
import type { FactorAnswer, Suggestion } from './types.ts';
import { weightAtLeast } from './weight.ts';

/** Names the factors that decided the suggestion and the threshold that they met, in Danish and English. */
export function explain(
  variant: Variant,
  answers: readonly FactorAnswer[],
  { low, high, level, missing }: Pick<Suggestion, 'low' | 'high' | 'level' | 'missing'>,
): Text {
  const unrated = names(missing.map((factor) => factor.text));
  if (level === undefined) {
    return {
      da: `Intet forslag: ${low.text.da} til ${high.text.da} er muligt. Ikke vurderet: ${unrated.da}.`,
      en: `No suggestion: ${low.text.en} to ${high.text.en} is possible. Not rated: ${unrated.en}.`,
    };
  }
  const basis = level.threshold > 0 ? threshold(level, answers) : nothingReached(variant, level);
  const head = { da: `Forslag: ${level.text.da}. ${basis.da}`, en: `Suggestion: ${level.text.en}. ${basis.en}` };
  if (missing.length === 0) return head;
  return {
    da: `${head.da} Forslaget er det samme, uanset hvordan de øvrige vurderes: ${unrated.da}.`,
    en: `${head.en} The suggestion is the same however the others are rated: ${unrated.en}.`,
  };
}

function threshold(level: Level, answers: readonly FactorAnswer[]): Text {
  const deciding = answers.filter((answer) => (answer.rating ?? 0) >= level.threshold);
  const list = names(
    deciding.map(({ factor, rating, weight }) => ({
      da: `${factor.text.da} (${rating}${weight > 1 ? `, tæller ${weight}` : ''})`,
      en: `${factor.text.en} (${rating}${weight > 1 ? `, counts ${weight}` : ''})`,
    })),
  );
  const sum = weightAtLeast(answers, level.threshold, 0);
  return {
    da: `Vurderet til mindst ${level.threshold}: ${list.da}. Samlet vægt ${sum}; niveauet kræver mindst ${level.minimum}.`,
    en: `Rated at least ${level.threshold}: ${list.en}. Total weight ${sum}; the level needs at least ${level.minimum}.`,
  };
}

/** The lowest level needs nothing: it stands because the next one's threshold was not met. */
function nothingReached(variant: Variant, level: Level): Text {
  const next = variant.levels[variant.levels.indexOf(level) + 1];
  if (next === undefined) return { da: '', en: '' };
  return {
    da: `Ingen faktor er vurderet til ${next.threshold} eller mere.`,
    en: `No factor is rated ${next.threshold} or more.`,
  };
}

function names(texts: readonly Text[]): Text {
  return { da: texts.map((text) => text.da).join(', '), en: texts.map((text) => text.en).join(', ') };
}
