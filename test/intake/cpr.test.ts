import { expect, test } from 'vitest';
import { holdsNumber } from '../../src/intake/cpr.ts';

test.each([
  ['2512489996', true],
  ['251248-9996', true],
  ['25-12-1848-9996', true],
  ['25-12-1948-9996', true],
  ['25121948 9996', true],
  ['25-12-2048-9996', true],
  ['25-12-1748-9996', false],
  ['251248', false],
])('%s holds the number of 25 December 48: %s', (text, holds) => {
  const numbers = [{ system: 'urn:oid:1.2.208.176.1.2', value: '2512489996' }];
  expect(holdsNumber(`journal/${text}/2`, numbers)).toBe(holds);
});
