import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { scoreResponse } from '../../src/work/score.ts';
import { exampleName } from '../../tools/pages/example-fixtures.ts';
import { ports } from '../ports.ts';
import { model } from './published.ts';

const cases = model.variants.flatMap((variant) =>
  variant.levels.map((level) => [exampleName(variant, level), variant, level] as const),
);

test.each(cases)('%s ends at its level, with exactly the actions of its own row', (name, variant, level) => {
  const bytes = readFileSync(new URL(`../../fixtures/${name}/response.json`, import.meta.url));
  const { assessment, warnings } = scoreResponse({ ...ports, model }, bytes);
  expect(warnings).toEqual([]);
  expect(assessment.variant).toBe(variant);
  expect(assessment.suggestion.level).toBe(level);
  expect(assessment.statement?.level).toBe(level);
  expect(assessment.statement?.actions.map(({ action }) => action.code)).toEqual(level.actions.map(({ code }) => code));
});
