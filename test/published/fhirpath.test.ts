import type { Extension, Questionnaire, QuestionnaireResponse } from 'fhir/r4.js';
import fhirpath from 'fhirpath';
import r4Model from 'fhirpath/fhir-context/r4/index.js';
import { describe, expect, test } from 'vitest';
import { collectAnswers } from '../../src/questionnaire/answers.ts';
import { rate } from '../../src/scoring/assess.ts';
import {
  countOfRatings,
  type GeneratedFactor,
  random,
  randomRating,
  ratingAt,
  responseOf,
} from '../scoring/answers.ts';
import { model } from './published.ts';

/**
 * The published FHIRPath expressions against the program, on the same responses; without %questionnaire, which not
 * every renderer has. `npm test` takes 1,000 of them a variant; with NIVEAU_EXHAUSTIVE set, as in `.ci/run`, every
 * complete rating of each (15,625) and 10,000 random ones.
 */
const exhaustive = process.env.NIVEAU_EXHAUSTIVE === '1';
// Its own types contradict each other under exactOptionalPropertyTypes.
const r4 = r4Model as NonNullable<Parameters<typeof fhirpath.compile>[1]>;
const seed = 20261121;

describe.each(model.variants.map((variant) => [variant.code, variant] as const))('%s', (_, variant) => {
  // fhirpath.js marks what it evaluates, and the model is frozen.
  const published = publishedRule(structuredClone(variant.questionnaire));

  test('complete ratings with unit weights: program and FHIRPath agree', () => {
    const next = random(seed);
    const count = countOfRatings(variant);
    const length = exhaustive ? count : 600;
    const chosen = Array.from({ length }, (_, index) => {
      return ratingAt(variant, exhaustive ? index : Math.floor(next() * count));
    });
    expect(compare(chosen)).toEqual([]);
  }, 300_000);

  test('random ratings with weights and missing factors: program and FHIRPath agree', () => {
    const next = random(seed + 1);
    const chosen = Array.from({ length: exhaustive ? 10_000 : 400 }, () => randomRating(model, variant, next));
    expect(compare(chosen)).toEqual([]);
  }, 300_000);

  function compare(all: readonly (readonly GeneratedFactor[])[]): unknown[] {
    return all.flatMap((factors) => {
      const response = responseOf(variant, factors);
      const { suggestion } = rate(model, variant, collectAnswers(response));
      const ours = {
        score: suggestion.score,
        forslag: suggestion.level?.code,
        'forslag.lav': suggestion.low.code,
        'forslag.hoej': suggestion.high.code,
      };
      const theirs = published(response);
      return JSON.stringify(ours) === JSON.stringify(theirs) ? [] : [{ factors, ours, theirs }];
    });
  }
});

interface Result {
  score: unknown;
  forslag: unknown;
  'forslag.lav': unknown;
  'forslag.hoej': unknown;
}

/**
 * Evaluates the Questionnaire's own expressions as an SDC renderer does: its variables in order, then each
 * calculatedExpression.
 */
function publishedRule(questionnaire: Questionnaire): (response: QuestionnaireResponse) => Result {
  const variables = expressions(questionnaire.extension, 'StructureDefinition/variable').map(
    ({ name, expression }) => ({
      name,
      evaluate: fhirpath.compile(expression, r4),
    }),
  );
  const calculated = Object.fromEntries(
    (questionnaire.item ?? []).flatMap((item) =>
      expressions(item.extension, 'sdc-questionnaire-calculatedExpression').map(({ expression }) => [
        item.linkId,
        fhirpath.compile(expression, r4),
      ]),
    ),
  );
  return (response) => {
    const environment: Record<string, unknown> = { resource: response };
    for (const { name, evaluate } of variables) environment[name] = evaluate(response, environment);
    const value = (linkId: string): unknown => {
      const [result] = (calculated[linkId]?.(response, environment) ?? []) as unknown[];
      return typeof result === 'object' && result !== null && 'code' in result ? result.code : result;
    };
    return {
      score: value('score'),
      forslag: value('forslag'),
      'forslag.lav': value('forslag.lav'),
      'forslag.hoej': value('forslag.hoej'),
    };
  };
}

function expressions(
  extensions: readonly Extension[] | undefined,
  url: string,
): { name: string; expression: string }[] {
  return (extensions ?? []).flatMap((extension) => {
    const { name = '', expression } = extension.valueExpression ?? {};
    return extension.url.endsWith(url) && expression !== undefined ? [{ name, expression }] : [];
  });
}
