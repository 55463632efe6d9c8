import type { ObservationComponent } from 'fhir/r4.js';
import { freeze } from '../model/freeze.ts';
import { madePer } from '../model/made-per.ts';
import type { Factor, Observed, Rating, Text, Variant } from '../model/types.ts';
import type { Particulars, Suggestion } from '../scoring/types.ts';
import { codeable, dataAbsent, levelCodeable, ratingCodeable } from './codeable.ts';
import { fixed, fixedPer } from './fixed.ts';
import { type Part, part, type Row, row } from './narrative.ts';

/** The factors as rated. What was not rated is absent, never a zero. */
export function factorComponents({ factors }: Particulars): ObservationComponent[] {
  return factors.map(({ factor, ratingConcept }) =>
    ratingConcept === undefined ? unratedComponent(factor) : ratedComponents(factor)(ratingConcept),
  );
}

const unratedComponent = fixedPer(
  (factor: Factor): ObservationComponent => ({ code: codeable(factor), dataAbsentReason: dataAbsent }),
);

const ratedComponents = madePer((factor: Factor) =>
  fixedPer(
    (rating: Rating): ObservationComponent => ({
      code: codeable(factor),
      valueCodeableConcept: ratingCodeable(rating),
    }),
  ),
);

/** The score with its maximum; absent while a factor is unrated. */
export function scoreComponent({ observed }: Variant, { score, maximum }: Suggestion): ObservationComponent {
  const known = scoreComponents(observed);
  const key = `${score} of ${maximum}`;
  const component =
    known.get(key) ??
    fixed<ObservationComponent>({
      code: codeable(observed.score),
      ...(score === undefined ? { dataAbsentReason: dataAbsent } : { valueQuantity: quantity(score) }),
      referenceRange: [{ low: quantity(0), high: quantity(maximum) }],
    });
  known.set(key, component);
  return component;
}

/** As many as the model has sums of weighted ratings: some hundreds. */
const scoreComponents = madePer((_: Observed) => new Map<string, ObservationComponent>());

function quantity(value: number) {
  return { value, unit: 'score', system: 'http://unitsofmeasure.org', code: '{score}' };
}

/** The ends of the interval, where the rule can suggest no single level. */
export function intervalComponents({ observed }: Variant, { low, high, level }: Suggestion): ObservationComponent[] {
  if (level !== undefined) return [];
  return [
    { code: codeable(observed.lowest), valueCodeableConcept: levelCodeable(low) },
    { code: codeable(observed.highest), valueCodeableConcept: levelCodeable(high) },
  ];
}

const unrated: Text = freeze({ da: 'ikke besvaret', en: 'not answered' });

/** The factors with their ratings; one that counts more says so. */
export function factorRows({ factors }: Particulars): Part {
  return part(
    factors.map(({ factor, ratingConcept, weight, weightConcept }) => {
      const rated = ratingConcept?.text ?? unrated;
      return factorRow(factor)(weight > 1 ? heavily(rated)(weightConcept.text) : rated);
    }),
  );
}

const factorRow = madePer(({ text }: Factor) => madePer((rated: Text) => row(text, rated)));

const heavily = madePer((rated: Text) =>
  madePer((heavy: Text) => freeze({ da: `${rated.da} (${heavy.da})`, en: `${rated.en} (${heavy.en})` })),
);

export function scoreRow({ observed }: Variant, { score, maximum }: Suggestion): Row {
  const value = score ?? '–';
  return [observed.score.text, { da: `${value} af ${maximum}`, en: `${value} of ${maximum}` }];
}
