import type { CodeSystem, Questionnaire } from 'fhir/r4.js';
import { conceptText, textOf } from '../../src/model/fhir.ts';
import type { Text } from '../../src/model/types.ts';
import { designations, synonyms } from './levels.ts';

/**
 * The scale with every wording that the forms have for a rating: a resource's 3 is worded otherwise than a burden's,
 * and judges compare a display with the CodeSystem alone.
 */
export function withRatingWordings(codeSystem: CodeSystem, questionnaires: readonly Questionnaire[]): CodeSystem {
  const options = questionnaires.flatMap(({ item = [] }) =>
    item.flatMap((group) => (group.item ?? []).flatMap(({ answerOption = [] }) => answerOption)),
  );
  return {
    ...codeSystem,
    concept: (codeSystem.concept ?? []).map((concept) => {
      const display = conceptText(concept);
      const worded = new Map<string, Text>();
      for (const { valueCoding: coding } of options) {
        const text = coding?.display ?? '';
        if (coding?.system !== codeSystem.url || coding?.code !== concept.code || text === display.da) continue;
        worded.set(text, textOf(text, coding._display));
      }
      return { ...concept, designation: [...designations(display), ...[...worded.values()].flatMap(synonyms)] };
    }),
  };
}
