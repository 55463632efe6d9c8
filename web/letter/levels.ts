import type { Bundle, FhirResource, Observation } from 'fhir/r4.js';
import type { WrittenModel, WrittenVariant } from '../../src/http/page/written-model.ts';
import type { Text } from '../../src/model/types.ts';
import { basisWords } from '../form/standing.ts';
import { both, dayText, filled } from '../page.ts';
import type { Language } from '../state.ts';
import { variantName } from '../variant-name.ts';
import { words } from '../words.ts';

/** The levels that a letter carries, and the actions of each, in words. */
export function levelsIn(bundle: Bundle<FhirResource>, model: WrittenModel): readonly Text[] {
  const levels = (bundle.entry ?? []).flatMap(({ resource }) => (isLevel(resource) ? [resource] : []));
  const count = both((language) => {
    const many = filled(words.manyLevels[language], { count: levels.length });
    return filled(words.letterLevels[language], { count: levels.length === 1 ? words.oneLevel[language] : many });
  });
  return [count, ...levels.flatMap((level) => levelLines(level, model))];
}

function isLevel(resource: FhirResource | undefined): resource is Observation {
  return resource?.resourceType === 'Observation';
}

function levelLines(level: Observation, { variants }: WrittenModel): readonly Text[] {
  const coding = level.valueCodeableConcept?.coding?.[0];
  const variant = variants.find(({ levels }) => levels.some(({ system }) => system === coding?.system));
  const known = variant?.levels.find(({ code }) => code === coding?.code);
  const basis = (level.category ?? [])
    .flatMap(({ coding: codings = [] }) => codings)
    .find(({ code }) => code !== undefined && code in basisWords)?.code;
  const line = both((language) =>
    filled(words.letterLevel[language], {
      variant: variant === undefined ? '' : variantName(variant)[language],
      level: coding?.code ?? '?',
      basis: basisText(level, basis, language),
      day: dayText((level.effectiveDateTime ?? '').slice(0, 10), language),
    }),
  );
  const actions = known === undefined ? [] : actionLines(known);
  return [line, ...(known?.texts.slice(0, 1).map(({ text }) => text) ?? []), ...actions];
}

function basisText({ status }: Observation, basis: string | undefined, language: Language): string {
  if (status === 'entered-in-error') return words.withdrawn[language];
  return basis !== undefined && basis in basisWords
    ? words[basisWords[basis as keyof typeof basisWords]][language]
    : '';
}

function actionLines({ actions }: WrittenVariant['levels'][number]): readonly Text[] {
  return actions.map(({ text }) => ({ da: `· ${text.da}`, en: `· ${text.en}` }));
}
