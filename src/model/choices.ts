import type { Questionnaire, QuestionnaireItem } from 'fhir/r4.js';
import { linkIds } from './link-ids.ts';
import type { Terminology } from './terminology.ts';
import type { Choices, Rating } from './types.ts';

/** What a Questionnaire's own questions offer, each code in the words of its CodeSystem. */
export function choicesOf({ item = [] }: Questionnaire, terminology: Terminology): Choices {
  const items = flattened(item);
  const offered = (system: string, isMeant: (linkId: string) => boolean) => {
    const options = items.filter(({ linkId }) => isMeant(linkId)).flatMap(({ answerOption = [] }) => answerOption);
    const codes = new Set(options.map(({ valueCoding }) => valueCoding?.code ?? ''));
    return [...codes].map((code) => terminology.concept(system, code)).filter((concept) => concept !== undefined);
  };
  return {
    parties: offered('part', (linkId) => linkId === linkIds.parties),
    participation: offered('inddragelse', (linkId) => linkId === linkIds.participation),
    decisions: offered('beslutning', (linkId) => linkId.endsWith('.beslutning')),
    tools: offered('redskab', (linkId) => linkId === linkIds.tools),
  };
}

/** The ratings of `belastning` that have a value, in rising order. */
export function scaleOf(terminology: Terminology): readonly Rating[] {
  return terminology
    .concepts('belastning')
    .flatMap(({ weight, ...concept }) => (weight === undefined ? [] : [{ ...concept, value: weight }]))
    .sort((one, other) => one.value - other.value);
}

function flattened(items: readonly QuestionnaireItem[]): readonly QuestionnaireItem[] {
  return items.flatMap((item) => [item, ...flattened(item.item ?? [])]);
}
