import type { ActivityDefinition, PlanDefinition, PlanDefinitionAction } from 'fhir/r4.js';
import { conceptText, textOf } from '../../src/model/fhir.ts';
import { codingOf, english, knownConcept, type Vocabulary } from './vocabulary.ts';

/**
 * A plan in the words of the CodeSystems: each level's row, and in it each action with the parties and the definition
 * of its ActivityDefinition. Which actions a row has, their order and how binding they are stays as it is written.
 */
export function withRows(
  plan: PlanDefinition,
  activities: readonly ActivityDefinition[],
  vocabulary: Vocabulary,
): PlanDefinition {
  return { ...plan, action: (plan.action ?? []).map((row) => levelRow(row, activities, vocabulary)) };
}

function levelRow(row: PlanDefinitionAction, activities: readonly ActivityDefinition[], vocabulary: Vocabulary) {
  const [system, code] = codeOf(row, 'niveau');
  const concept = knownConcept(vocabulary, system, code);
  const [title, text] = [conceptText(concept), textOf(concept.definition ?? '', concept._definition)];
  const { title: _, _title, description, _description, code: __, action = [], ...rest } = row;
  return {
    title: title.da,
    _title: english(title),
    description: text.da,
    _description: english(text),
    code: [{ coding: [codingOf(system, concept)] }],
    ...rest,
    action: action.map((one) => actionRow(one, activities, vocabulary)),
  };
}

function actionRow(
  action: PlanDefinitionAction,
  activities: readonly ActivityDefinition[],
  vocabulary: Vocabulary,
): PlanDefinitionAction {
  const [system, code] = codeOf(action, 'handling');
  const concept = knownConcept(vocabulary, system, code);
  const activity = activities.find(({ id }) => id === code);
  if (activity === undefined) throw new Error(`ActivityDefinition ${code} is missing from the profiles`);
  const title = conceptText(concept);
  const { title: _, _title, code: __, participant: ___, definitionCanonical: ____, ...rest } = action;
  return {
    title: title.da,
    _title: english(title),
    code: [{ coding: [codingOf(system, concept)] }],
    ...(activity.participant === undefined ? {} : { participant: activity.participant }),
    ...rest,
    definitionCanonical: `${activity.url}|${activity.version}`,
  };
}

/** An action with its title in the words of the CodeSystem. */
export function withActionWording(activity: ActivityDefinition, vocabulary: Vocabulary): ActivityDefinition {
  const { system = '', code = '' } = activity.code?.coding?.[0] ?? {};
  const concept = knownConcept(vocabulary, system, code);
  const title = conceptText(concept);
  const before = textOf(activity.title ?? '', activity._title);
  const { description = '' } = activity;
  const text = textOf(description, activity._description);
  const renamed = (whole: string, old: string, now: string) =>
    whole.startsWith(old) ? now + whole.slice(old.length) : whole;
  const described = { da: renamed(text.da, before.da, title.da), en: renamed(text.en, before.en, title.en) };
  return {
    ...activity,
    title: title.da,
    _title: english(title),
    description: described.da,
    _description: {
      extension: (english(described).extension ?? []).map(({ extension = [], url }) => ({
        extension: extension.map((part) => {
          return part.url === 'content' ? { url: 'content', valueMarkdown: described.en } : part;
        }),
        url,
      })),
    },
    code: { coding: [codingOf(system, concept)] },
  };
}

function codeOf({ code = [], title }: PlanDefinitionAction, what: string): readonly [string, string] {
  const { system, code: found } = code[0]?.coding?.[0] ?? {};
  if (system === undefined || found === undefined) throw new Error(`PlanDefinition: "${title}" has no code of ${what}`);
  return [system, found];
}
