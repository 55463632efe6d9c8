import type { QuestionnaireResponse, QuestionnaireResponseItem, QuestionnaireResponseItemAnswer } from 'fhir/r4.js';
import { root } from './answers.ts';
import type { CompiledItem, CompiledQuestionnaire, Scope } from './types.ts';
import { type Way, wayTo } from './way.ts';

/** The items at the top of a response. `keeps`: expressions will be evaluated in the scopes below. */
export function rootScope(response: QuestionnaireResponse, keeps: boolean): Scope {
  return create({
    keeps,
    items: response.item ?? [],
    owner: undefined,
    answer: undefined,
    item: undefined,
    parent: undefined,
    place: wayTo(undefined, root),
  });
}

/**
 * The items below a group, or below an answer of a question; the same object each time where scopes are kept, so that
 * what is known of it is found out once.
 */
export function innerScope(
  parent: Scope,
  owner: CompiledItem,
  item: QuestionnaireResponseItem,
  place: Way,
  answer?: QuestionnaireResponseItemAnswer,
): Scope {
  const { keeps } = parent;
  const key = answer ?? item;
  const known = parent.inner?.get(key);
  if (known !== undefined) return known;
  const items = (answer === undefined ? item.item : answer.item) ?? [];
  const made = create({ items, owner, answer, item, parent, place, keeps });
  if (!keeps) return made;
  parent.inner ??= new Map();
  parent.inner.set(key, made);
  return made;
}

/** What would stand below an item that is not there. */
export function absentScope(parent: Scope, owner: CompiledItem): Scope {
  const known = parent.inner?.get(owner);
  if (known !== undefined) return known;
  const { place, keeps } = parent;
  const made = create({ items: [], owner, answer: undefined, item: undefined, parent, place, keeps });
  parent.inner ??= new Map();
  parent.inner.set(owner, made);
  return made;
}

function create(given: Omit<Scope, 'inner' | 'verdicts' | 'byLinkId'>): Scope {
  const { items, owner, answer, item, parent, place, keeps } = given;
  const inner = undefined;
  return { items, owner, answer, item, parent, place, keeps, inner, verdicts: undefined, byLinkId: undefined };
}

const none: readonly QuestionnaireResponseItem[] = [];

/** The items of a scope with a linkId, found at once however many there are. */
export function itemsOf(scope: Scope, linkId: string): readonly QuestionnaireResponseItem[] {
  // Of a few, looking is quicker than remembering.
  if (scope.items.length < 8) return scope.items.filter((item) => item.linkId === linkId);
  scope.byLinkId ??= Map.groupBy(scope.items, (item) => item.linkId);
  return scope.byLinkId.get(linkId) ?? none;
}

/** An item of a response that stands where its Questionnaire has it. */
export interface Placed {
  readonly item: QuestionnaireResponseItem;
  readonly expected: CompiledItem;
  readonly scope: Scope;
  readonly place: Way;
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
    const placed = { item, expected, scope, place: wayTo(scope.place, 'item', index) };
    if (!enter(placed)) continue;
    yield placed;
    if (item.item !== undefined)
      yield* placedItems(innerScope(scope, expected, item, placed.place), questionnaire, enter);
    for (const [position, answer] of (item.answer ?? []).entries()) {
      if (answer.item === undefined) continue;
      const place = wayTo(placed.place, 'answer', position);
      yield* placedItems(innerScope(scope, expected, item, place, answer), questionnaire, enter);
    }
  }
}
