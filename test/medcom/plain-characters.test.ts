import { expect, test } from 'vitest';
import { charactersOutside, plainForms, plainText } from '../../src/medcom/xml/plain-characters.ts';
import { publishedForms } from './read-block.ts';

test('the table of docs/letters.md is the one that letters are written by', () => {
  expect(publishedForms.map(({ characters, form }) => [characters.join(''), form])).toEqual(plainForms);
});

test.each(publishedForms.flatMap(({ characters, form }) => characters.map((character) => [character, form] as const)))(
  '%j becomes %j, which every letter can hold',
  (character, form) => {
    expect(plainText(`a${character}b${character}`)).toBe(`a${form}b${form}`);
    expect(charactersOutside(form)).toEqual([]);
  },
);

test.each([
  ['æøåÆØÅéüß«»¤½', []],
  ['\u0080\u009f\u00a0', ['U+0080', 'U+009F']],
  ['łŁł', ['U+0142', 'U+0141']],
  ['😀', ['U+1F600']],
])('%j has outside ISO-8859-1: %j', (text, outside) => {
  expect(plainText(text).replaceAll(' ', '')).toBe(text.replaceAll('\u00a0', ''));
  expect(charactersOutside(text)).toEqual(outside);
});
