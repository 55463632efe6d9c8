import type { ObservationComponent } from 'fhir/r4.js';
import type { Particulars, Suggestion } from '../scoring/types.ts';
import { type Context, codeable, dataAbsent, levelCodeable, observationCode, ordinalCodeable } from './context.ts';
import type { Row } from './narrative.ts';

/** The six factors as rated. What was not rated is absent, never a zero. */
export function factorComponents({ factors }: Particulars): ObservationComponent[] {
  return factors.map(({ factor, rating, ratingConcept }) => ({
    code: codeable(factor),
    ...(ratingConcept === undefined
      ? { dataAbsentReason: dataAbsent }
      : { valueCodeableConcept: ordinalCodeable(ratingConcept, rating) }),
  }));
}

/** The score with its maximum; absent while a factor is unrated. */
export function scoreComponent(context: Context, { score, maximum }: Suggestion): ObservationComponent {
  return {
    code: codeable(observationCode(context, 'belastningsscore')),
    ...(score === undefined ? { dataAbsentReason: dataAbsent } : { valueQuantity: quantity(score) }),
    referenceRange: [{ low: quantity(0), high: quantity(maximum) }],
  };
}

function quantity(value: number) {
  return { value, unit: 'score', system: 'http://unitsofmeasure.org', code: '{score}' };
}

/** The ends of the interval, where the rule can suggest no single level. */
export function intervalComponents(context: Context, { low, high, level }: Suggestion): ObservationComponent[] {
  if (level !== undefined) return [];
  return [
    { code: codeable(observationCode(context, 'forslag-lav')), valueCodeableConcept: levelCodeable(low) },
    { code: codeable(observationCode(context, 'forslag-hoej')), valueCodeableConcept: levelCodeable(high) },
  ];
}

const unrated = { da: 'ikke besvaret', en: 'not answered' };

export function factorRows({ factors }: Particulars): Row[] {
  return factors.map(({ factor, ratingConcept }) => [factor.text, ratingConcept?.text ?? unrated]);
}

export function scoreRow(context: Context, { score, maximum }: Suggestion): Row {
  const label = observationCode(context, 'belastningsscore').text;
  const value = score ?? '–';
  return [label, { da: `${value} af ${maximum}`, en: `${value} of ${maximum}` }];
}
