import type { Extension, Questionnaire, QuestionnaireItem } from 'fhir/r4.js';
import { levelsLinkId, type RuleExpressions, ruleExpressions } from '../../src/model/expressions.ts';
import { linkIds } from '../../src/model/link-ids.ts';
import type { Model } from '../../src/model/types.ts';
import { url as extensionUrl } from '../../src/questionnaire/extensions.ts';
import { translation } from './translation.ts';

/**
 * A Questionnaire with the rule's expressions as the level CodeSystem's thresholds give them, and with the hidden item
 * that they choose a level from. All else stays as it is written.
 */
export function withRule(model: Model, questionnaire: Questionnaire): Questionnaire {
  const variant = model.variants.find((candidate) => candidate.code === questionnaire.id);
  if (variant === undefined) throw new Error(`Questionnaire ${questionnaire.id} is no variant of the model`);
  const rule = ruleExpressions(model, variant);
  const others = (questionnaire.extension ?? []).filter((extension) => extension.url !== extensionUrl.variable);
  const variables = rule.variables.map(({ name, expression }) =>
    expressionExtension(extensionUrl.variable, expression, name),
  );
  return {
    ...questionnaire,
    extension: [...others, ...variables],
    item: [levelsItem(questionnaire), ...itemsOfPeople(questionnaire)].map((item) => {
      const expression = isCalculated(rule, item.linkId) ? rule.calculated[item.linkId] : undefined;
      if (expression === undefined) return item;
      const rest = (item.extension ?? []).filter((extension) => extension.url !== extensionUrl.calculatedExpression);
      return { ...item, extension: [...rest, expressionExtension(extensionUrl.calculatedExpression, expression)] };
    }),
  };
}

function itemsOfPeople({ item = [] }: Questionnaire): QuestionnaireItem[] {
  return item.filter(({ linkId }) => linkId !== levelsLinkId);
}

/**
 * The levels, all chosen from the start and never seen: what a renderer computes it takes from here (FHIR.md, form b).
 */
function levelsItem(questionnaire: Questionnaire): QuestionnaireItem {
  const options = questionnaire.item?.find(({ linkId }) => linkId === linkIds.suggestion)?.answerOption ?? [];
  return {
    extension: [{ url: extensionUrl.hidden, valueBoolean: true }],
    linkId: levelsLinkId,
    text: 'Niveauerne, som formlerne vælger blandt',
    _text: { extension: [translation('en', 'The levels that the formulas choose from')] },
    type: 'choice',
    repeats: true,
    readOnly: true,
    answerOption: options.map((option) => ({ ...option, initialSelected: true })),
  };
}

function isCalculated(rule: RuleExpressions, linkId: string): linkId is keyof RuleExpressions['calculated'] {
  return linkId in rule.calculated;
}

function expressionExtension(url: string, expression: string, name?: string): Extension {
  return { url, valueExpression: { ...(name === undefined ? {} : { name }), language: 'text/fhirpath', expression } };
}
