import type { QuestionnaireResponse, QuestionnaireResponseItem } from 'fhir/r4.js';
import { canonicalText } from '../../intake/identity.ts';

/** More would only be read by nobody. */
const most = 10;

/**
 * The parts in which two responses differ, for an error text: names of elements, and linkIds of answers. Never a value.
 * `id` and `meta` are every server's own.
 */
export function differences(one: QuestionnaireResponse, other: QuestionnaireResponse): readonly string[] {
  const { item: items = [], id: _, meta: __, ...head } = one;
  const { item: otherItems = [], id: ___, meta: ____, ...otherHead } = other;
  const elements = changed(new Map(Object.entries(head)), new Map(Object.entries(otherHead)));
  const found = [...elements, ...changed(answersOf(items), answersOf(otherItems))];
  return found.length > most ? [...found.slice(0, most), '…'] : found;
}

function changed(one: ReadonlyMap<string, unknown>, other: ReadonlyMap<string, unknown>): string[] {
  const names = new Set([...one.keys(), ...other.keys()]);
  return [...names].filter((name) => canonicalText([one.get(name)]) !== canonicalText([other.get(name)]));
}

/** What was answered, by linkId; of repeated questions all answers together. */
function answersOf(items: readonly QuestionnaireResponseItem[]): ReadonlyMap<string, unknown> {
  const found = new Map<string, unknown[]>();
  const visit = (list: readonly QuestionnaireResponseItem[]): void => {
    for (const { linkId, answer = [], item = [] } of list) {
      const values = answer.map(({ item: _, ...value }) => value);
      if (values.length > 0) found.set(linkId, [...(found.get(linkId) ?? []), values]);
      visit(item);
      for (const { item: below = [] } of answer) visit(below);
    }
  };
  visit(items);
  return found;
}
