import type { Extension, Questionnaire } from 'fhir/r4.js';
import { type RuleExpressions, ruleExpressions } from '../../src/model/expressions.ts';
import type { Model } from '../../src/model/types.ts';

const variableUrl = 'http://hl7.org/fhir/StructureDefinition/variable';
const calculatedUrl = 'http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-calculatedExpression';

/** A Questionnaire with the rule's expressions as the level CodeSystem's thresholds give them. All else stays as it is written. */
export function withRule(model: Model, questionnaire: Questionnaire): Questionnaire {
  const variant = model.variants.find((candidate) => candidate.code === questionnaire.id);
  if (variant === undefined) throw new Error(`Questionnaire ${questionnaire.id} is no variant of the model`);
  const rule = ruleExpressions(model, variant);
  const others = (questionnaire.extension ?? []).filter((extension) => extension.url !== variableUrl);
  const variables = rule.variables.map(({ name, expression }) => expressionExtension(variableUrl, expression, name));
  return {
    ...questionnaire,
    extension: [...others, ...variables],
    item: (questionnaire.item ?? []).map((item) => {
      const expression = isCalculated(rule, item.linkId) ? rule.calculated[item.linkId] : undefined;
      if (expression === undefined) return item;
      const rest = (item.extension ?? []).filter((extension) => extension.url !== calculatedUrl);
      return { ...item, extension: [...rest, expressionExtension(calculatedUrl, expression)] };
    }),
  };
}

function isCalculated(rule: RuleExpressions, linkId: string): linkId is keyof RuleExpressions['calculated'] {
  return linkId in rule.calculated;
}

function expressionExtension(url: string, expression: string, name?: string): Extension {
  return { url, valueExpression: { ...(name === undefined ? {} : { name }), language: 'text/fhirpath', expression } };
}
