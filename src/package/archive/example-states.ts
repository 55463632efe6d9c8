import type { QuestionnaireResponse, QuestionnaireResponseItem } from 'fhir/r4.js';
import { linkIds } from '../../model/link-ids.ts';
import { systems } from '../../model/systems.ts';
import type { Level, Model, Text, Variant } from '../../model/types.ts';
import { exampleResponse } from './example-response.ts';

/** A response as an example, and what it shows. */
export interface ExampleState {
  readonly title: Text;
  readonly response: QuestionnaireResponse;
}

type Change = (response: QuestionnaireResponse, variant: Variant) => QuestionnaireResponse;

/**
 * Each level of each variant, agreed; then what else a response can be, for the last level but one of the first
 * variant.
 */
export function exampleStates(model: Model): readonly ExampleState[] {
  const levels = model.variants.flatMap((variant) =>
    variant.levels.map((level) => ({
      title: {
        da: `${variant.title.da}: niveau ${level.code}, aftalt`,
        en: `${variant.title.en}: level ${level.code}, agreed`,
      },
      response: exampleResponse(model, variant, level),
    })),
  );
  const [variant] = model.variants;
  const level = variant?.levels.at(-2);
  if (variant === undefined || level === undefined) return levels;
  const others = changes(level, variant.levels.at(-1)).map(([name, title, change]) => ({
    title,
    response: change(identified(exampleResponse(model, variant, level), name), variant),
  }));
  return [...levels, ...others];
}

function changes(level: Level, highest: Level | undefined): readonly (readonly [string, Text, Change])[] {
  const other = highest ?? level;
  return [
    ['vurderet', { da: 'Vurderet, ikke aftalt', en: 'Assessed, not agreed' }, (one) => without(one, ['aftale'])],
    [
      'forslag',
      { da: 'Kun et forslag: hverken vurderet eller aftalt', en: 'A suggestion alone: neither assessed nor agreed' },
      (one) => without(one, ['niveau', 'aftale', 'handling']),
    ],
    [
      'interval',
      { da: 'Et interval, fordi vurderinger mangler', en: 'An interval, because ratings are missing' },
      (one, { factors }) => {
        const rated = without(one, ['niveau', 'aftale', 'handling']);
        const missing = factors.slice(1).map(({ linkId }) => linkId.rating.replace(/\.[^.]+$/, ''));
        return without(rated, missing);
      },
    ],
    [
      'afvigelse',
      { da: 'Vurderet til et andet niveau end det foreslåede', en: 'Assessed at another level than the suggested one' },
      (one) => deviating(without(one, ['aftale', 'handling']), other),
    ],
    ['rettet', { da: 'Rettet', en: 'Amended' }, (one) => ({ ...one, status: 'amended' })],
    ['trukket-tilbage', { da: 'Trukket tilbage', en: 'Withdrawn' }, (one) => ({ ...one, status: 'entered-in-error' })],
    [
      'erstatningsnummer',
      { da: 'En borger med erstatningsnummer', en: 'A citizen with a replacement number' },
      (one) => ({
        ...one,
        subject: {
          type: 'Patient',
          identifier: { system: systems.xEcpr, value: '2512489ZZ6', use: 'temp' },
          display: 'Nancy Ann Berggren',
        },
      }),
    ],
  ];
}

function identified(response: QuestionnaireResponse, name: string): QuestionnaireResponse {
  const { identifier } = response;
  return { ...response, identifier: { ...identifier, value: `${identifier?.value}-${name}` } };
}

/** Without the items of those names, and what lies below them. */
function without(response: QuestionnaireResponse, names: readonly string[]): QuestionnaireResponse {
  const isLeft = ({ linkId }: QuestionnaireResponseItem) =>
    names.every((name) => linkId !== name && !linkId.startsWith(`${name}.`));
  return { ...response, item: (response.item ?? []).filter(isLeft) };
}

function deviating(response: QuestionnaireResponse, level: Level): QuestionnaireResponse {
  const item = (response.item ?? []).flatMap((one): QuestionnaireResponseItem[] => {
    if (one.linkId !== linkIds.assessed) return [one];
    const reason = {
      linkId: linkIds.reason,
      answer: [{ valueString: 'Flere indlæggelser det seneste halve år.' }],
    };
    return [{ ...one, answer: [{ valueCoding: { system: level.system, code: level.code } }] }, reason];
  });
  return { ...response, item };
}
