import type { Level, Model, Variant } from './types.ts';

/** A named FHIRPath expression. */
export interface Named {
  readonly name: string;
  readonly expression: string;
}

/**
 * The rule in FHIRPath: the Questionnaire's variables in order, and the calculatedExpression of each calculated item by
 * linkId.
 */
export interface RuleExpressions {
  readonly variables: readonly Named[];
  readonly calculated: Readonly<Record<'score' | 'forslag' | 'forslag.lav' | 'forslag.hoej', string>>;
}

const factors = "%resource.item.where(linkId.startsWith('faktor.'))";
const ratings = "select(item.where(linkId.endsWith('.vurdering')).answer.value.code.toInteger())";

/** The hidden item that holds the levels as they are, for the expressions to choose from. */
export const levelsLinkId = 'niveauer';

/**
 * The rule's FHIRPath, generated from the factors, thresholds and weights of the profiles. Its form is the one that
 * fhirpath.js, the HL7 engine, LHC-Forms and Smart Forms all evaluate alike (FHIR.md "The rule in FHIRPath"): Smart
 * Forms has no `%questionnaire`, so the number of factors is written out and the levels are taken from an item of the
 * response. Throws an Error where the weights are not 1 and one heavier: the form counts heavy factors once more for
 * each unit above 1.
 */
export function ruleExpressions(model: Model, variant: Variant): RuleExpressions {
  const { code, extra } = heavyWeight(model);
  const times = extra === 1 ? '' : `${extra} * `;
  const marked = `where(item.where(linkId.endsWith('.vaegt')).answer.value.code = '${code}')`;
  const unrated = `${variant.factors.length} - %alle.count()`;
  const steps = variant.levels.filter((level) => level.threshold > 0);
  return {
    variables: [
      { name: 'alle', expression: `${factors}.${ratings}` },
      { name: 'tunge', expression: `${factors}.${marked}.${ratings}` },
      {
        name: 'mangler',
        expression:
          times === ''
            ? `${unrated} + ${factors}.${marked}.count() - %tunge.count()`
            : `${unrated} + ${times}(${factors}.${marked}.count() - %tunge.count())`,
      },
      ...steps.map(({ threshold: k }) => ({
        name: `w${k}`,
        expression: `%alle.where($this >= ${k}).count() + ${times}%tunge.where($this >= ${k}).count()`,
      })),
      { name: 'lav', expression: choose(variant.levels, (k) => `%w${k}`) },
      { name: 'hoej', expression: choose(variant.levels, (k) => `(%w${k} + %mangler)`) },
    ],
    calculated: {
      score: `iif(%mangler = 0, %alle.aggregate($this + $total, 0) + ${times}%tunge.aggregate($this + $total, 0))`,
      forslag: levelWhere('iif(%lav = %hoej, %lav)'),
      'forslag.lav': levelWhere('%lav'),
      'forslag.hoej': levelWhere('%hoej'),
    },
  };
}

/** The one weight above 1, and how many times more than 1 it counts. */
function heavyWeight(model: Model): { code: string; extra: number } {
  const weights = [...model.weights.values()];
  const heavy = weights.filter((weight) => !weight.isDefault);
  const [first] = heavy;
  if (first === undefined || heavy.length > 1 || weights.some((weight) => weight.isDefault && weight.value !== 1)) {
    throw new Error('CodeSystem vaegt: the FHIRPath is written for weight 1 and one heavier weight');
  }
  return { code: first.code, extra: first.value - 1 };
}

/** The highest level whose weight reaches its minimum, from the highest down. */
function choose(levels: readonly Level[], weight: (threshold: number) => string): string {
  const [lowest, ...others] = levels;
  return others.reduce(
    (rest, level) => `iif(${weight(level.threshold)} >= ${level.minimum}, '${level.code}', ${rest})`,
    `'${lowest?.code}'`,
  );
}

function levelWhere(code: string): string {
  return `%resource.item.where(linkId = '${levelsLinkId}').answer.value.where(code = ${code})`;
}
