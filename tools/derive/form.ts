import type { CodeSystem, CodeSystemConcept, Questionnaire, QuestionnaireItem } from 'fhir/r4.js';
import { conceptText, numberProperty } from '../../src/model/fhir.ts';
import { linkIds } from '../../src/model/link-ids.ts';
import type { Action, Text, Variant } from '../../src/model/types.ts';
import { url as extensionUrl } from '../../src/questionnaire/extensions.ts';
import { codingOf, english, knownConcept, longText, type Vocabulary } from './vocabulary.ts';

type Option = NonNullable<QuestionnaireItem['answerOption']>[number];

/** Levels by their short names, and those that a person chooses among, with what they mean. */
const shortLevels: readonly string[] = [linkIds.suggestion, linkIds.lowest, linkIds.highest];
const longLevels: readonly string[] = [linkIds.assessed, linkIds.agreed];

/**
 * A form that follows the CodeSystems and the plan: the levels to choose among, the numbers and order of the ratings
 * and weights, and a question for each action that somebody decides on, open at its levels. Wordings of single ratings
 * stay as they are written in the form.
 */
export function withChoices(questionnaire: Questionnaire, variant: Variant, vocabulary: Vocabulary): Questionnaire {
  const items = (questionnaire.item ?? []).map((item) => withScore(withOptions(item, variant, vocabulary), variant));
  return { ...questionnaire, item: withDecisions(items, variant, vocabulary) };
}

/**
 * The score is not shown before every factor has a number: a renderer may show an absent one as 0 (Smart Forms 1.4.0
 * does).
 */
function withScore(item: QuestionnaireItem, { factors }: Variant): QuestionnaireItem {
  if (item.linkId !== linkIds.score) return item;
  const enableWhen = factors.flatMap(({ linkId, ratings }) => [
    { question: linkId.rating, operator: 'exists' as const, answerBoolean: true },
    ...[...ratings.values()]
      .filter(({ value }) => value === undefined)
      .map(({ system, code }) => ({
        question: linkId.rating,
        operator: '!=' as const,
        answerCoding: { system, code },
      })),
  ]);
  return { ...item, enableWhen, enableBehavior: 'all' };
}

function withOptions(item: QuestionnaireItem, variant: Variant, vocabulary: Vocabulary): QuestionnaireItem {
  const answerOption = optionsOf(item, variant, vocabulary);
  const below = item.item?.map((one) => withOptions(one, variant, vocabulary));
  return {
    ...item,
    ...(answerOption === undefined ? {} : { answerOption }),
    ...(below === undefined ? {} : { item: below }),
  };
}

function optionsOf(item: QuestionnaireItem, variant: Variant, vocabulary: Vocabulary): Option[] | undefined {
  const { linkId, answerOption } = item;
  const text = shortLevels.includes(linkId) ? conceptText : longLevels.includes(linkId) ? longText : undefined;
  const [{ system: levels = '' } = {}] = variant.levels;
  if (text !== undefined) {
    return systemOf(vocabulary, levels).concept?.map((concept) => weighted(levels, concept, text(concept)));
  }
  if (!/^faktor\.[^.]+\.(vurdering|vaegt)$/.test(linkId)) return answerOption;
  const system = answerOption?.[0]?.valueCoding?.system ?? '';
  return systemOf(vocabulary, system).concept?.map((concept) => {
    const written = answerOption?.find(({ valueCoding }) => valueCoding?.code === concept.code);
    if (written === undefined) return weighted(system, concept, numbered(concept));
    const { extension: _, ...rest } = written;
    return { ...extensionsOf(concept), ...rest };
  });
}

/** An option of a concept with its number, in the order in which FHIR has the elements. */
function weighted(system: string, concept: CodeSystemConcept, text: Text): Option {
  return { ...extensionsOf(concept), valueCoding: codingOf(system, concept, text) };
}

function extensionsOf(concept: CodeSystemConcept): Pick<Option, 'extension'> {
  const number = numberProperty(concept, 'itemWeight');
  if (number === undefined) return {};
  return {
    extension: [
      { url: extensionUrl.itemWeight, valueDecimal: number },
      { url: extensionUrl.ordinalValue, valueDecimal: number },
    ],
  };
}

/** A rating that the form has no wording of its own for. */
function numbered(concept: CodeSystemConcept): Text {
  const { da, en } = conceptText(concept);
  const number = numberProperty(concept, 'itemWeight');
  return number === undefined ? { da, en } : { da: `${number} - ${da}`, en: `${number} - ${en}` };
}

function systemOf({ systems }: Vocabulary, url: string): CodeSystem {
  const found = systems.find((system) => system.url === url);
  if (found === undefined) throw new Error(`CodeSystem ${url} is missing from the profiles`);
  return found;
}

/** The questions of actions to decide on, where the first of them stands. */
function withDecisions(items: readonly QuestionnaireItem[], variant: Variant, vocabulary: Vocabulary) {
  const isDecision = ({ linkId }: QuestionnaireItem) => linkId.startsWith('handling.');
  const written = items.filter(isDecision);
  const decided = variant.actions.filter(({ strength }) => strength !== 'must');
  const [template] = written;
  if (template === undefined) {
    if (decided.length === 0) return [...items];
    throw new Error(`Questionnaire ${variant.code} has no question of an action to make others by`);
  }
  const known = written.filter(({ linkId }) => decided.some(({ code }) => linkId === `handling.${code}`));
  const added = decided.filter(({ code }) => written.every(({ linkId }) => linkId !== `handling.${code}`));
  const questions = [
    ...known.map((item) => decision(item, variant, vocabulary)),
    ...added.map(({ code }) => decision(renamed(template, code), variant, vocabulary)),
  ];
  const place = items.indexOf(template);
  return [...items.slice(0, place), ...questions, ...items.slice(place).filter((item) => !isDecision(item))];
}

function renamed(template: QuestionnaireItem, code: string): QuestionnaireItem {
  const linkId = (old: string) => old.replace(/^handling\.[^.]+/, `handling.${code}`);
  return {
    ...template,
    linkId: linkId(template.linkId),
    item: (template.item ?? []).map((item) => ({ ...item, linkId: linkId(item.linkId) })),
  };
}

function decision(item: QuestionnaireItem, variant: Variant, vocabulary: Vocabulary): QuestionnaireItem {
  const action = variant.actions.find(({ code }) => item.linkId === `handling.${code}`) as Action;
  const concept = knownConcept(vocabulary, action.system, action.code);
  const text = conceptText(concept);
  const levels = variant.levels.filter(({ actions }) => actions.some(({ code }) => code === action.code));
  const enableWhen = longLevels.flatMap((question) =>
    levels.map(({ system, code }) => ({ question, operator: '=' as const, answerCoding: { system, code } })),
  );
  return { ...item, code: [codingOf(action.system, concept)], text: text.da, _text: english(text), enableWhen };
}
