import { describe, expect, test } from 'vitest';
import { flatten, wordsOf } from '../../src/medcom/read/flat.ts';
import { elementsAt } from '../../src/medcom/read/places.ts';
import { searchBlocks } from '../../src/medcom/read/search.ts';
import { placeElements } from '../../src/medcom/xml/placed.ts';
import type { Encoding } from '../../src/medcom/xml/prolog.ts';

function flat(xml: Uint8Array | string, encoding: Encoding = 'iso-8859-1') {
  const bytes = typeof xml === 'string' ? Buffer.from(xml, 'latin1') : xml;
  const document = placeElements(bytes, encoding);
  const { text, spanOf } = flatten(document, document.root);
  /** The bytes from one character to another, one character per byte. */
  const raw = (start: number, end: number) => {
    const span = spanOf(start, end);
    return span && document.source.slice(span.start, span.end);
  };
  /** Each character (UTF-16 unit) with its own bytes. */
  const each = text
    .split('')
    .map((character, index): [string, string | undefined] => [character, raw(index, index + 1)]);
  return { text, words: wordsOf(document.root), raw, each };
}

describe('every character of a place has its own bytes', () => {
  test.each<[string, Encoding, Uint8Array | string, string, readonly string[]]>([
    ['ISO-8859-1', 'iso-8859-1', '<a>aæ\xc3\xa6b</a>', 'aæÃ¦b', ['a', 'æ', '\xc3', '\xa6', 'b']],
    ['windows-1252', 'windows-1252', '<a>ab\x80\x93c</a>', 'ab€“c', ['a', 'b', '\x80', '\x93', 'c']],
    [
      'UTF-8 of one to four bytes',
      'utf-8',
      Buffer.from('<a>abæ€😀c</a>'),
      'abæ€😀c',
      ['a', 'b', '\xc3\xa6', '\xe2\x82\xac', '\xf0\x9f\x98\x80', '\xf0\x9f\x98\x80', 'c'],
    ],
    ['a byte order mark before', 'utf-8', Buffer.from('\ufeff<a>bø</a>'), 'bø', ['b', '\xc3\xb8']],
    [
      'references',
      'iso-8859-1',
      '<a>x&#248;&amp;&#x1F600;y</a>',
      'xø&😀y',
      ['x', '&#248;', '&amp;', '&#x1F600;', '&#x1F600;', 'y'],
    ],
    ['line ends', 'iso-8859-1', '<a>a\r\nb\rc\nd</a>', 'a\nb\nc\nd', ['a', '\r\n', 'b', '\r', 'c', '\n', 'd']],
    [
      'comments and instructions between',
      'iso-8859-1',
      '<a>ab<!--x-->cd<?p x?>e</a>',
      'abcde',
      ['a', 'b', 'c', 'd', 'e'],
    ],
  ])('%s', (_, encoding, xml, text, bytes) => {
    const read = flat(xml, encoding);
    expect(read.text).toBe(text);
    expect(read.words).toBe(text);
    expect(read.each).toEqual(bytes.map((raw, index) => [text[index], raw]));
  });

  test('and a stretch of characters has all the bytes between its ends', () => {
    const { raw } = flat('<a>ab&#248;c<b/>d<!--x-->e</a>');
    expect(raw(1, 4)).toBe('b&#248;c');
    expect(raw(6, 8)).toBe('d<!--x-->e');
    expect(raw(0, 8)).toBe('ab&#248;c<b/>d<!--x-->e');
  });
});

describe('no bytes to write over', () => {
  test('has a tag, which is one blank, nor what stands in the element', () => {
    const { text, words, each } = flat('<a>x<b>y</b><c/>z</a>');
    expect([text, words]).toEqual(['x y   z', 'x y   z']);
    expect(each.map(([, raw]) => raw)).toEqual(['x', undefined, undefined, undefined, undefined, undefined, 'z']);
  });

  test('has CDATA, whose text is read as it stands', () => {
    const { text, each } = flat('<a>x<![CDATA[&amp;<æ\r\n]]>y</a>');
    expect(text).toBe('x&amp;<æ\ny');
    expect(each.flatMap(([character, raw]) => (raw === undefined ? [] : [character]))).toEqual(['x', 'y']);
  });

  test.each([
    ['that begins formatted', 2, 7],
    ['that ends formatted', 0, 3],
    ['that ends behind the text', 0, 8],
  ])('has a stretch %s', (_, start, end) => {
    expect(flat('<a>x<b>y</b><c/>z</a>').raw(start, end)).toBeUndefined();
  });
});

test('the elements at a path are those of its names, wherever they stand among others', () => {
  const { root } = placeElements(Buffer.from('<a><b><d>1</d><e>2</e></b><c><d>3</d></c><b><d>4</d></b></a>'), 'utf-8');
  expect(elementsAt(root, ['b', 'd']).map(wordsOf)).toEqual(['1', '4']);
  expect(elementsAt(root, ['b', 'x'])).toEqual([]);
});

test('a place without a block has none that is whole, and none that was changed', () => {
  const document = placeElements(Buffer.from('<a>Ingen</a>'), 'utf-8');
  expect(searchBlocks(document, [document.root], '0101010001')).toMatchObject({ valid: [], changed: [] });
});
