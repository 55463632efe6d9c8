import type {
  ActivityDefinition,
  CodeSystemConcept,
  CodeSystemProperty,
  PlanDefinition,
  PlanDefinitionAction,
  Questionnaire,
  QuestionnaireItem,
} from 'fhir/r4.js';
import { compileQuestionnaire } from '../questionnaire/compile/questionnaire.ts';
import { decimalExtension, url } from '../questionnaire/extensions.ts';
import { once } from '../questionnaire/once.ts';
import { answerRules } from '../questionnaire/rules/answer-rules.ts';
import { choicesOf, scaleOf } from './choices.ts';
import { conceptOf, numberProperty, textOf } from './fhir.ts';
import type { Profiles } from './profiles.ts';
import type { Terminology } from './terminology.ts';
import type {
  Action,
  Basis,
  Concept,
  Factor,
  Level,
  LevelText,
  Observed,
  Party,
  Rating,
  Strength,
  Variant,
} from './types.ts';

/** FHIR's code of each strength beside ours. */
const bindings: Readonly<Record<Strength, string>> = {
  must: 'skal',
  'must-unless-documented': 'overvej',
  could: 'kan',
};

/**
 * One variant: its PlanDefinition with the Questionnaire, the level CodeSystem and the ActivityDefinitions of the same
 * name.
 */
export function buildVariant(plan: PlanDefinition, profiles: Profiles, terminology: Terminology): Variant {
  const code = plan.id ?? '';
  const questionnaire = profiles.questionnaires.find((candidate) => candidate.id === code);
  if (questionnaire === undefined) throw new Error(`Questionnaire ${code} is missing from the profiles`);
  if (plan.version !== questionnaire.version) {
    throw new Error(`PlanDefinition ${code} has version ${plan.version}, its Questionnaire ${questionnaire.version}`);
  }
  const levels = buildLevels(code, plan, profiles.activities, terminology);
  const rule = known(terminology, 'regel', 'niveauforslag');
  const actions = new Map(levels.flatMap((level) => level.actions.map((action) => [action.code, action])));
  return {
    code,
    version: questionnaire.version ?? '',
    title: textOf(questionnaire.title ?? code, questionnaire._title),
    questionnaireUrl: versioned(questionnaire),
    planUrl: versioned(plan),
    questionnaire,
    form: once(() => compileQuestionnaire(questionnaire, { rules: answerRules })),
    factors: buildFactors(questionnaire, terminology),
    scale: scaleOf(terminology),
    choices: choicesOf(questionnaire, terminology),
    levels,
    actions: [...actions.values()],
    rule,
    bases: basesOf(terminology),
    observed: observedOf(code, terminology),
  };
}

function known(terminology: Terminology, system: string, code: string): Concept {
  const { weight: _, ...concept } = terminology.concept(system, code) ?? missing(system, code);
  return concept;
}

function missing(system: string, code: string): never {
  throw new Error(`CodeSystem ${system}: ${code} is missing`);
}

function basesOf(terminology: Terminology): Variant['bases'] {
  const of = (code: Basis) => known(terminology, 'grundlag', code);
  return { forslag: of('forslag'), vurderet: of('vurderet'), aftalt: of('aftalt') };
}

function observedOf(variant: string, terminology: Terminology): Observed {
  const of = (code: string) => known(terminology, 'observation', code);
  return {
    level: of('samarbejdsniveau'),
    variantLevel: of(`samarbejdsniveau-${variant}`),
    suggestion: of('niveauforslag'),
    score: of('belastningsscore'),
    lowest: of('forslag-lav'),
    highest: of('forslag-hoej'),
  };
}

function versioned(resource: Questionnaire | PlanDefinition): string {
  if (resource.url === undefined || resource.version === undefined) {
    throw new Error(`${resource.resourceType} ${resource.id}: url or version is missing`);
  }
  return `${resource.url}|${resource.version}`;
}

function buildFactors(questionnaire: Questionnaire, terminology: Terminology): Factor[] {
  const groups = (questionnaire.item ?? []).filter((item) => item.linkId.startsWith('faktor.'));
  return groups.map((group) => {
    const coding = group.code?.[0];
    const concept = terminology.concept('faktor', coding?.code ?? '');
    if (concept === undefined) throw new Error(`Questionnaire ${questionnaire.id}: ${group.linkId} has no factor code`);
    const linkId = {
      rating: `${group.linkId}.vurdering`,
      weight: `${group.linkId}.vaegt`,
      reason: `${group.linkId}.begrundelse`,
    };
    const options = group.item?.find((item) => item.linkId === linkId.rating)?.answerOption ?? [];
    const ratings = new Map(
      options.map((option) => ratingOf(option, terminology)).map((rating) => [rating.code, rating]),
    );
    return { ...concept, text: textOf(group.text ?? concept.code, group._text), linkId, ratings };
  });
}

function ratingOf(option: NonNullable<QuestionnaireItem['answerOption']>[number], terminology: Terminology): Rating {
  const coding = option.valueCoding;
  const concept = terminology.concept('belastning', coding?.code ?? '');
  if (coding?.code === undefined || concept === undefined) throw new Error('a rating has no code of belastning');
  return {
    ...concept,
    text: textOf(coding.display ?? coding.code, coding._display),
    value: decimalExtension(option, url.itemWeight),
  };
}

function buildLevels(
  variant: string,
  plan: PlanDefinition,
  activities: readonly ActivityDefinition[],
  terminology: Terminology,
): Level[] {
  const system = terminology.system(`niveau-${variant}`);
  const levels = (system.concept ?? []).map((concept) => {
    const row = plan.action?.find((action) => action.code?.some((code) => code.coding?.[0]?.code === concept.code));
    if (row === undefined) throw new Error(`PlanDefinition ${plan.id}: no action group for level ${concept.code}`);
    return {
      ...conceptOf(system, concept),
      ordinal: required(concept, 'itemWeight'),
      threshold: required(concept, 'taerskel'),
      minimum: required(concept, 'minimum'),
      texts: levelTexts(concept, system.property ?? []),
      actions: (row.action ?? []).map((action) => buildAction(action, activities, terminology)),
    };
  });
  return levels.sort((one, other) => one.ordinal - other.ordinal);
}

function required(concept: CodeSystemConcept, property: string): number {
  const value = numberProperty(concept, property);
  if (value === undefined) throw new Error(`level ${concept.code}: property ${property} is missing`);
  return value;
}

/** The source's texts of a level: its string properties, each under the property's description. */
export function levelTexts(concept: CodeSystemConcept, properties: readonly CodeSystemProperty[]): LevelText[] {
  return (concept.property ?? []).flatMap((property) => {
    if (property.valueString === undefined) return [];
    const definition = properties.find((candidate) => candidate.code === property.code);
    const label = textOf(definition?.description ?? property.code, definition?._description);
    return [{ label, text: textOf(property.valueString, property._valueString) }];
  });
}

function buildAction(
  action: PlanDefinitionAction,
  activities: readonly ActivityDefinition[],
  terminology: Terminology,
): Action {
  const concept = terminology.concept('handling', action.code?.[0]?.coding?.[0]?.code ?? '');
  const definition = action.definitionCanonical;
  const activity = activities.find((candidate) => `${candidate.url}|${candidate.version}` === definition);
  const strength = action.requiredBehavior;
  if (concept === undefined || definition === undefined || activity === undefined || !isStrength(strength)) {
    throw new Error(`PlanDefinition: the action "${action.title}" has no known code, definition or requiredBehavior`);
  }
  const binding = known(terminology, 'styrke', bindings[strength]);
  return { ...concept, strength, binding, definition, parties: partiesOf(activity, terminology) };
}

function isStrength(value: string | undefined): value is Strength {
  return value !== undefined && value in bindings;
}

function partiesOf(activity: ActivityDefinition, terminology: Terminology): Party[] {
  return (activity.participant ?? []).flatMap((participant) => {
    const party = terminology.concept('part', participant.role?.coding?.[0]?.code ?? '');
    return party === undefined ? [] : [{ ...party, hasOwnGp: hasOwnGp(terminology, party) }];
  });
}

function hasOwnGp(terminology: Terminology, { code }: Concept): boolean {
  const concept = terminology.system('part').concept?.find((each) => each.code === code);
  return concept?.property?.some((property) => property.code === 'egen-laege' && property.valueBoolean) === true;
}
