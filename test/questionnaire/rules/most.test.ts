import { expect, test } from 'vitest';
import { mostProblems } from '../../../src/outcome/problem.ts';
import { ask, problemsOf, say } from './rule.ts';

test.each([
  ['as many problems as are told', mostProblems, mostProblems],
  ['more', mostProblems + 5, mostProblems],
])('of %s (%i), the first %i are told', (_, given, expected) => {
  const item = Array.from({ length: given }, () => say('nej', { valueBoolean: true }));
  const rule = { rule: '', source: '', items: [ask('a', 'boolean')], cases: [] };
  const problems = problemsOf(rule, { title: '', item, problems: [] });
  expect(problems).toHaveLength(expected);
  expect(problems.at(-1)).toEqual({ code: 'linkid-unknown', place: `QuestionnaireResponse.item[${expected - 1}]` });
});
