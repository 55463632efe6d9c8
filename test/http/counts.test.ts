import { expect, test } from 'vitest';
import { createCounts } from '../../src/http/counts.ts';

const window = 60;

function counting() {
  let now = 1_000;
  const count = createCounts(window, () => now);
  return (client: string, at: number) => {
    now = 1_000 + at;
    const { hits, until } = count(client);
    return [hits, until - 1_000];
  };
}

test('a window begins with the first request of a client, and the next one when it is over', () => {
  const count = counting();
  expect(count('one', 10)).toEqual([1, 70]);
  expect(count('one', 69)).toEqual([2, 70]);
  expect(count('one', 70)).toEqual([1, 130]);
  expect(count('one', 129)).toEqual([2, 130]);
});

test('clients are counted apart', () => {
  const count = counting();
  expect(count('one', 0)).toEqual([1, 60]);
  expect(count('other', 59)).toEqual([1, 119]);
  // What the first has asked for is forgotten meanwhile, and of the other one nothing is.
  expect(count('one', 61)).toEqual([1, 121]);
  expect(count('other', 118)).toEqual([2, 119]);
  expect(count('other', 119)).toEqual([1, 179]);
});

test('whoever asks again after a long time begins anew', () => {
  const count = counting();
  expect(count('one', 0)).toEqual([1, 60]);
  expect(count('one', 10_000)).toEqual([1, 10_060]);
  expect(count('one', 10_001)).toEqual([2, 10_060]);
});
