import type { CodeSystem } from 'fhir/r4.js';
import type { Level, Model, Text, Variant } from '../../src/model/types.ts';
import { english } from './vocabulary.ts';

/** The CodeSystem of the rule with its definition in words, made from the levels' thresholds and minima. */
export function withRuleText(model: Model, codeSystem: CodeSystem): CodeSystem {
  const text = ruleText(model);
  return {
    ...codeSystem,
    concept: (codeSystem.concept ?? []).map((concept) => {
      return concept.code === 'niveauforslag'
        ? { ...concept, definition: text.da, _definition: english(text) }
        : concept;
    }),
  };
}

/** What the rule says, once where all variants have the same thresholds, else for each. */
function ruleText({ variants, highestRating }: Model): Text {
  const steps = variants.map((variant) => ({ variant, text: stepsOf(variant) }));
  const [first] = steps;
  const alike = steps.every(({ text }) => text.da === first?.text.da);
  const all = alike && first !== undefined ? [first.text] : steps.map(({ variant, text }) => named(variant, text));
  const [lowest] = variants[0]?.levels ?? [];
  const low = lowest?.ordinal ?? 0;
  return {
    da: `Wk er summen af vægtene for de faktorer, der er vurderet til k eller mere. ${all.map(({ da }) => da).join(' ')} Mangler der vurderinger, regnes et interval: det laveste niveau med ${low} i deres sted, det højeste med ${highestRating}. Er de ens, er det forslaget; ellers er der intet forslag. Tærskler og minimum står ved hvert niveau.`,
    en: `Wk is the sum of the weights of the factors rated k or more. ${all.map(({ en }) => en).join(' ')} Where ratings are missing, an interval is computed: the lowest level with ${low} in their place, the highest with ${highestRating}. If they are equal, that is the suggestion; otherwise there is none. Thresholds and minima stand with each level.`,
  };
}

function named(variant: Variant, { da, en }: Text): Text {
  return { da: `${variant.title.da}: ${da}`, en: `${variant.title.en}: ${en}` };
}

/** From the highest level down, as the rule is read. */
function stepsOf({ levels }: Variant): Text {
  const [lowest, ...others] = levels;
  const falling = others.toReversed();
  const list = (step: (level: Level) => string, first: string, next: string, last: string) =>
    `${falling.map((level, index) => `${index === 0 ? first : next} ${step(level)}`).join('; ')}; ${last} ${lowest?.code}.`;
  return {
    da: list(
      ({ code, threshold, minimum }) => `niveau ${code}, hvis W${threshold} er mindst ${minimum}`,
      'Forslaget er',
      'ellers',
      'ellers niveau',
    ),
    en: list(
      ({ code, threshold, minimum }) => `level ${code} if W${threshold} is at least ${minimum}`,
      'The suggestion is',
      'else',
      'else level',
    ),
  };
}
