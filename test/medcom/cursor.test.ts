import { describe, expect, test } from 'vitest';
import { compact } from '../../src/medcom/block/compact.ts';
import { cursorOver } from '../../src/medcom/block/cursor.ts';

const over = (text: string, from = 0, to = compact(text).text.length) => cursorOver(compact(text), from, to);
const itself = (words: string) => words;

describe('a cursor', () => {
  test('takes nothing that stands behind its end', () => {
    const cursor = over('alfa beta', 0, 6);
    expect([cursor.words('alfa'), cursor.words('beta'), cursor.match(/[a-z]+/y), cursor.atEnd()]).toEqual([
      ...[true, false, 'be', true],
    ]);
  });

  test.each([
    ['in one order', ['samt', 'samtale', 'sam']],
    ['in the other', ['sam', 'samtale', 'samt']],
  ])('takes the longest of the words that stand there, given %s', (_, words) => {
    const cursor = over('samtaleværdig');
    expect([cursor.oneOf(words, itself), cursor.at()]).toEqual(['samtale', 7]);
  });

  test('takes nothing where no words are', () => {
    const cursor = over('alfa');
    expect([cursor.oneOf(['', ' ', 'beta'], itself), cursor.at()]).toEqual([undefined, 0]);
  });

  test('goes back where a step gives nothing', () => {
    const cursor = over('alfa beta');
    expect(cursor.attempt(() => (cursor.words('alfa') && cursor.words('gamma') ? true : undefined))).toBeUndefined();
    expect([cursor.at(), cursor.words('alfa beta')]).toEqual([0, true]);
  });

  test('gives typed words as they stood, and other words too', () => {
    const cursor = over('»én\n to««3 «,  x y ');
    expect([cursor.typed(), cursor.typed(), cursor.words(','), cursor.original(10, 12)]).toEqual([
      ...['én to«3', undefined, true, 'x y'],
    ]);
  });
});
