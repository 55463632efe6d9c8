import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { isError } from '../../src/outcome/outcome.ts';
import { fhirPathIn } from '../../src/outcome/place.ts';
import type { Problem } from '../../src/outcome/problem.ts';
import { type Case, declared, problemsOf, type Rule } from './rules/rule.ts';

/** Every case of every rule whose form has expressions, with each of these made undecidable in turn. */
const folder = new URL('rules/', import.meta.url);
declared.testing = false;
for (const name of readdirSync(folder)) if (name.endsWith('.test.ts')) await import(new URL(name, folder).href);

interface Expressed {
  expression: string;
}

/** The expressions in a form, wherever they stand. */
function expressionsIn(value: unknown): Expressed[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = 'expression' in value && typeof value.expression === 'string' ? [value as Expressed] : [];
  return [...own, ...Object.values(value).flatMap(expressionsIn)];
}

/** The case with the n-th expression of its form replaced; undefined where it has not so many. */
function undecidable(rule: Rule, one: Case, index: number): readonly [Rule, Case] | undefined {
  const copy: readonly [Rule, Case] = [
    { ...rule, ...structuredClone({ items: rule.items, questionnaire: rule.questionnaire ?? {} }) },
    { ...one, ...(one.questionnaire === undefined ? {} : { questionnaire: structuredClone(one.questionnaire) }) },
  ];
  const chosen = expressionsIn([
    copy[1].questionnaire?.item === undefined ? copy[0].items : [],
    copy[0].questionnaire,
    copy[1].questionnaire,
  ])[index];
  if (chosen === undefined) return undefined;
  chosen.expression = '%nobody.knows';
  return copy;
}

const errorsOf = (problems: readonly Problem[]) =>
  problems.filter(isError).map(({ code, place }) => ({ code, place: fhirPathIn(place) }));

const cases = declared.rules.flatMap((rule) =>
  rule.cases
    .filter((one) => expressionsIn([rule.items, rule.questionnaire, one.questionnaire]).length > 0)
    .map((one) => ({ rule, one })),
);

test('there are such cases', () => {
  expect(cases.length).toBeGreaterThan(80);
});

test.each(cases.map(({ rule, one }) => [`${rule.rule}: ${one.title}`, rule, one] as const))(
  'making an expression undecidable never adds an error: %s',
  (_, rule, one) => {
    const before = errorsOf(problemsOf(rule, one));
    // One issue stands for a whole closed branch, so what was wrong in it is told once it may be open.
    const closed = before.filter(({ code }) => code === 'item-disabled').map(({ place }) => place);
    for (let index = 0; ; index += 1) {
      const changed = undecidable(rule, one, index);
      if (changed === undefined) break;
      const added = errorsOf(problemsOf(...changed)).filter(
        ({ code, place }) =>
          !before.some((error) => error.code === code && error.place === place) &&
          !closed.some((branch) => place === branch || place.startsWith(`${branch}.`)),
      );
      expect(added, `expression ${index}`).toEqual([]);
    }
  },
);
