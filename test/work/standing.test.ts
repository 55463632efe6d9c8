import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Stated, superseded } from '../../src/work/keep/standing.ts';

const level = (response: number, day: string, authored = 0, suggested = false): Stated => ({
  response,
  day,
  authored,
  suggested,
});

test.each<[string, readonly Stated[], [number, number][]]>([
  ['none', [], []],
  ['one', [level(1, '2026-01-01')], []],
  ['a newer one takes the place of the older', [level(1, '2026-01-01'), level(2, '2026-01-02')], [[1, 2]]],
  ['one that comes late is history from the start', [level(1, '2026-01-02'), level(2, '2026-01-01')], [[2, 1]]],
  ['within a day the later authored', [level(1, '2026-01-01', 20), level(2, '2026-01-01', 10)], [[2, 1]]],
  ['at one moment the later commit', [level(1, '2026-01-01', 10), level(2, '2026-01-01', 10)], [[1, 2]]],
  [
    'each by the newest',
    [level(1, '2026-01-01'), level(2, '2026-01-02'), level(3, '2026-01-03')],
    [
      [2, 3],
      [1, 3],
    ],
  ],
  ['a suggestion leaves an assessed one', [level(1, '2026-01-01'), level(2, '2026-01-02', 0, true)], []],
  [
    'a suggestion takes the place of a suggestion',
    [level(1, '2026-01-01', 0, true), level(2, '2026-01-02', 0, true)],
    [[1, 2]],
  ],
  [
    'an assessed one takes the place of a suggestion',
    [level(1, '2026-01-01', 0, true), level(2, '2026-01-02')],
    [[1, 2]],
  ],
  ['suggestions alone: the newest', [level(1, '2026-01-02', 0, true), level(2, '2026-01-01', 0, true)], [[2, 1]]],
])('%s', (_, levels, expected) => {
  expect([...superseded(levels)]).toEqual(expected);
});

const levels = fc
  .array(fc.record({ day: fc.integer({ min: 1, max: 4 }), authored: fc.nat(3), suggested: fc.boolean() }), {
    maxLength: 8,
  })
  .map((list) =>
    list.map(({ day, authored, suggested }, index) => level(index + 1, `2026-01-0${day}`, authored, suggested)),
  );

test('at most one assessed level and one suggestion stand, whatever comes in whatever order', () => {
  fc.assert(
    fc.property(levels, (given) => {
      const gone = superseded(given);
      const standing = given.filter(({ response }) => !gone.has(response));
      expect(standing.filter(({ suggested }) => !suggested).length).toBeLessThanOrEqual(1);
      expect(standing.filter(({ suggested }) => suggested).length).toBeLessThanOrEqual(1);
      if (given.length > 0) expect(standing).not.toEqual([]);
    }),
  );
});

test('the order in which they are listed makes no difference, and one that stands takes the place of the others', () => {
  fc.assert(
    fc.property(levels, (given) => {
      const one = superseded(given);
      const other = superseded([...given].reverse());
      expect(new Map([...other].sort())).toEqual(new Map([...one].sort()));
      for (const by of one.values())
        expect(one.has(by) && !given.find(({ response }) => response === by)?.suggested).toBe(false);
    }),
  );
});
