import fc from 'fast-check';
import { expect, test } from 'vitest';
import { splitLines } from '../../src/medcom/new-letter/split.ts';

const lengthOf = (lines: readonly string[]) => [...lines.join('\n')].length;

test('a block that fits stays whole', () => {
  expect(splitLines(['ét', 'to'], 5)).toEqual([['ét', 'to']]);
});

test('a long one is cut behind white space, never in a word', () => {
  expect(splitLines(['alfa beta', 'gamma'], 7)).toEqual([['alfa '], ['beta', ''], ['gamma']]);
});

test('a Break counts as one character and is never cut', () => {
  expect(splitLines(['abc', 'def'], 4)).toEqual([['abc', ''], ['def']]);
});

test('characters are code points: an emoji is one and stays whole', () => {
  expect(splitLines(['😀😀😀'], 2)).toEqual([['😀😀'], ['😀']]);
});

test('a word that is too long for a piece is cut, but not between the two « of one', () => {
  expect(splitLines(['»a««««b«.'], 3)).toEqual([['»a'], ['««'], ['««b'], ['«.']]);
});

test('every piece keeps to the size, and put together they are the block', () => {
  const word = fc.stringMatching(/^[a-zæøå«»😀]{1,9}$/u);
  const line = fc.array(word, { maxLength: 8 }).map((words) => words.join(' '));
  fc.assert(
    fc.property(fc.array(line, { minLength: 1, maxLength: 8 }), fc.integer({ min: 2, max: 30 }), (lines, most) => {
      const pieces = splitLines(lines, most);
      expect(pieces.every((piece) => lengthOf(piece) <= most)).toBe(true);
      expect(pieces.map((piece) => piece.join('\n')).join('')).toBe(lines.join('\n'));
    }),
  );
});
