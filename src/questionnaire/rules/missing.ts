import type { QuestionnaireResponseItem } from 'fhir/r4.js';
import { hasValue } from '../answers.ts';
import type { CompiledItem, Report, RuleContext, Scope } from '../types.ts';
import { opens } from './enabled.ts';

/**
 * What a finished response lacks below one parent: `required` items and, by `minOccurs`, further answers or repetitions. An item that is left
 * out counts as one without answers.
 */
export function checkMissing(scope: Scope, context: RuleContext, report: Report): void {
  const children = scope.owner?.children ?? context.questionnaire.roots;
  for (const child of children) {
    if (child.minOccurs === 0 || child.item.type === 'display' || context.questionnaire.ambiguous.has(child.linkId))
      continue;
    const count = scope.items.reduce((sum, item) => sum + (item.linkId === child.linkId ? countOf(item, child) : 0), 0);
    if (count >= child.minOccurs || !canBeAnswered(child, scope, context)) continue;
    if (count === 0 && child.minOccurs === 1) report('required-missing', scope.place, child);
    else {
      const index = scope.items.findIndex((item) => item.linkId === child.linkId);
      const place = count === 0 ? scope.place : `${scope.place}.item[${index}]`;
      report('occurs-few', place, child, { minimum: String(child.minOccurs), count: String(count) });
    }
  }
}

function countOf(item: QuestionnaireResponseItem, { item: { type } }: CompiledItem): number {
  if (type === 'group') return isAnswered(item) ? 1 : 0;
  return item.answer?.filter(hasValue).length ?? 0;
}

/** True where an item or any below it has an answer. */
export function isAnswered(item: QuestionnaireResponseItem): boolean {
  return item.answer?.some(hasValue) === true || item.item?.some(isAnswered) === true;
}

/** A question that is open for certain, or a group that has one. */
function canBeAnswered(item: CompiledItem, scope: Scope, context: RuleContext): boolean {
  if (opens(item, scope, context) !== true) return false;
  if (item.item.type !== 'group') return item.item.type !== 'display';
  const inner: Scope = { ...scope, items: [], owner: item, answer: undefined, item: undefined, parent: scope };
  return item.children.some((child) => canBeAnswered(child, inner, context));
}
