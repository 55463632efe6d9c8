import { expect, test } from 'vitest';
import { applyEdits } from '../../src/medcom/attach/edit.ts';
import { markupOf, wrapped } from '../../src/medcom/attach/markup.ts';
import { placeElements } from '../../src/medcom/xml/placed.ts';

const document = placeElements(Buffer.from('<a>bcd</a>'), 'utf-8');
const edited = (...edits: readonly [number, number, string][]) =>
  Buffer.from(
    applyEdits(
      document,
      edits.map(([start, end, text]) => ({ start, end, text })),
    ),
  ).toString('latin1');

test('edits stand where they belong, two at one place in their order, and every other byte stays', () => {
  expect(edited([6, 6, '!'], [3, 4, 'x'], [4, 4, '1'], [4, 4, '2'])).toBe('<a>x12cd!</a>');
  expect(edited()).toBe('<a>bcd</a>');
});

test('edits that overlap are a mistake of ours, in whatever order they are given', () => {
  expect(() => edited([4, 5, ''], [3, 5, 'x'])).toThrow('overlap');
});

test.each([
  ['utf-8', 'ø€\u0085😀', '\xc3\xb8\xe2\x82\xac\xc2\x85\xf0\x9f\x98\x80'],
  ['iso-8859-1', 'ø€\u0080\u009f\u00a0😀', 'ø&#8364;&#128;&#159;\xa0&#128512;'],
  ['windows-1252', 'ø€\u0080\u009f\u00a0😀', 'ø&#8364;&#128;&#159;\xa0&#128512;'],
  ['utf-8', '&', '&amp;'],
  ['iso-8859-1', '<&>\r\n"', '&lt;&amp;&gt;&#13;\n"'],
] as const)('in %s, what the letter lacks or would take for markup is a reference: %j', (encoding, text, bytes) => {
  expect(markupOf(text, encoding)).toBe(bytes);
});

test('elements around a content stand within each other, the first outermost, with the prefix', () => {
  expect(wrapped(['a', 'b'], 'm:', 'x')).toBe('<m:a><m:b>x</m:b></m:a>');
});
