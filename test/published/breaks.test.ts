import { expect, test } from 'vitest';
import { breaksOf, wholeExamples } from '../conformance/breaks.ts';

/** Whether the judge sees each break is tried in CI (test/conformance/breaking.ts). */
test('every constraint of every profile has an example that breaks it', async () => {
  const whole = await wholeExamples();
  const breaks = breaksOf(whole);
  expect(breaks.filter(({ resource }) => resource === undefined).map(({ constraint }) => constraint.name)).toEqual([]);
  const unbroken = new Set(whole.map((resource) => JSON.stringify(resource)));
  const same = breaks.filter(({ resource }) => unbroken.has(JSON.stringify(resource)));
  expect(same.map(({ constraint }) => constraint.name)).toEqual([]);
  // One that is named twice would hide another.
  expect(new Set(breaks.map(({ constraint }) => constraint.name)).size).toBe(breaks.length);
  expect(breaks.length).toBeGreaterThan(200);
});
