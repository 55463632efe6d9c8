import type { QuestionnaireResponseItem } from 'fhir/r4.js';
import { isAnswered, isGiven } from '../answers.ts';
import { absentScope, itemsOf } from '../scope.ts';
import type { CompiledItem, Report, RuleContext, Scope, Subject } from '../types.ts';
import { wayTo } from '../way.ts';
import { concreteItem } from './concrete.ts';
import { opens } from './enabled.ts';

/**
 * What a finished response lacks below one parent: `required` items and, by `minOccurs`, further answers or
 * repetitions. An item that is left out counts as one without answers. One that is there is named itself, one that is
 * not by its parent.
 */
export function checkMissing(scope: Scope, context: RuleContext, report: Report): void {
  if (context.undecided === true) return;
  const children = scope.owner?.children ?? context.questionnaire.roots;
  for (const child of children) {
    if (child.minOccurs === 0 && child.dynamics.length === 0) continue;
    const { ambiguous } = context.questionnaire;
    if (ambiguous.size > 0 && ambiguous.has(child.linkId)) continue;
    // By far the most that is demanded is there.
    if (child.dynamics.length === 0 && isEnough(scope, child)) continue;
    const items = itemsOf(scope, child.linkId);
    const subject = { expected: child, scope, item: items[0] };
    const { minOccurs, item } = concreteItem(subject, context);
    const count = items.reduce((sum, one) => sum + countOf(one, child), 0);
    if (count >= minOccurs) continue;
    // "SHALL only be set for an item where both required and repeats are true": of another one, it counts once anything
    // is answered.
    if (count === 0 && item.required !== true) continue;
    if (!canBeAnswered(subject, context)) continue;
    const [first] = items;
    const place = first === undefined ? scope.place : wayTo(scope.place, 'item', scope.items.indexOf(first));
    if (minOccurs === 1) report('required-missing', place, child);
    else report('occurs-few', place, child, { minimum: String(minOccurs), count: String(count) });
  }
}

/** Whether an item that is as it is written is answered as often as it has to be: without keeping anything. */
function isEnough(scope: Scope, child: CompiledItem): boolean {
  const { linkId, minOccurs } = child;
  let count = 0;
  // A form of ours demands one of its twenty items: to look at them all once is quicker than to put them in order.
  for (const item of scope.items.length < 24 ? scope.items : itemsOf(scope, linkId)) {
    if (item.linkId !== linkId) continue;
    count += countOf(item, child);
    if (count >= minOccurs) return true;
  }
  return false;
}

function countOf(item: QuestionnaireResponseItem, { item: { type } }: CompiledItem): number {
  if (type === 'group') return isAnswered(item) ? 1 : 0;
  let count = 0;
  for (const answer of item.answer ?? []) if (isGiven(answer)) count += 1;
  return count;
}

/** A question that is open for certain, or a group that has one. */
function canBeAnswered(subject: Subject, context: RuleContext): boolean {
  const { expected, scope } = subject;
  if (opens({ ...subject, expected: concreteItem(subject, context) }, context) !== true) return false;
  if (expected.item.type !== 'group') return expected.item.type !== 'display' && expected.item.type !== 'question';
  const inner = absentScope(scope, expected);
  return expected.children.some((child) => canBeAnswered({ expected: child, scope: inner, item: undefined }, context));
}
