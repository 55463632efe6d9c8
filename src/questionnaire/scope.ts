import type { QuestionnaireResponse, QuestionnaireResponseItem } from 'fhir/r4.js';
import { root } from './answers.ts';
import type { CompiledItem, CompiledQuestionnaire, Scope } from './types.ts';

/** The items at the top of a response. */
export function rootScope(response: QuestionnaireResponse): Scope {
  const items = response.item ?? [];
  return { items, owner: undefined, answer: undefined, item: undefined, parent: undefined, place: root };
}

/** An item of a response that stands where its Questionnaire has it. */
export interface Placed {
  readonly item: QuestionnaireResponseItem;
  readonly expected: CompiledItem;
  readonly scope: Scope;
  readonly place: string;
}

/** Every item in its place, from the top down; not what stands below one that `enter` turns down. */
export function* placedItems(
  scope: Scope,
  questionnaire: CompiledQuestionnaire,
  enter: (placed: Placed) => boolean,
): Generator<Placed> {
  for (const [index, item] of scope.items.entries()) {
    const expected = questionnaire.items.get(item.linkId);
    if (expected === undefined || expected.parent !== scope.owner || questionnaire.ambiguous.has(item.linkId)) continue;
    const placed = { item, expected, scope, place: `${scope.place}.item[${index}]` };
    if (!enter(placed)) continue;
    yield placed;
    const below = { owner: expected, item, parent: scope };
    yield* placedItems(
      { ...below, items: item.item ?? [], answer: undefined, place: placed.place },
      questionnaire,
      enter,
    );
    for (const [position, answer] of (item.answer ?? []).entries()) {
      const place = `${placed.place}.answer[${position}]`;
      yield* placedItems({ ...below, items: answer.item ?? [], answer, place }, questionnaire, enter);
    }
  }
}
