import { describe, expect, test } from 'vitest';
import { parseXml } from '../../src/medcom/xml/parse.ts';
import { isElement, type PlacedElement, piecesOf, placeElements } from '../../src/medcom/xml/placed.ts';
import { sameTree } from '../../src/medcom/xml/tree.ts';
import { describeWithLetters, everyLetter } from './letters.ts';
import { refusalOf } from './refusal.ts';

const latin1 = (text: string) => Buffer.from(text, 'latin1');

/** Every element's bytes begin with its start tag and end with its end tag, its content between them. */
function checkPlaces(element: PlacedElement, source: string): void {
  const tag = `${element.prefix}${element.name}`;
  expect(source.slice(element.start).startsWith(`<${tag}`)).toBe(true);
  if (element.selfClosing) expect(source.slice(element.start, element.end)).toMatch(/^<[^<>]*\/>$/);
  else expect(source.slice(element.contentEnd, element.end)).toMatch(new RegExp(`^</${tag}\\s*>$`));
  for (const piece of piecesOf(source, element)) if (isElement(piece)) checkPlaces(piece, source);
}

async function same(bytes: Uint8Array): Promise<PlacedElement> {
  const { root, encoding } = await parseXml(bytes);
  const placed = placeElements(bytes, encoding);
  expect(sameTree(placed.root, root)).toBe(true);
  checkPlaces(placed.root, Buffer.from(bytes).toString('latin1'));
  return placed.root;
}

describe('the tree with places is libxml2’s tree', () => {
  test.each<[string, Uint8Array]>([
    ['UTF-8', Buffer.from('<a>æ€😀<b>ø</b>\u2028\u0085</a>')],
    ['UTF-8 with a mark', Buffer.from('\ufeff<?xml version="1.0"?>\n<a>æ<b/></a>\n')],
    ['ISO-8859-1', latin1('<?xml version="1.0" encoding="ISO-8859-1"?><a>\xe6\x85\x9f<b>\xa0</b></a>')],
    ['windows-1252', latin1('<?xml version="1.0" encoding="windows-1252"?><a>\x80\xe6<b>\x93</b></a>')],
    ['references', latin1('<a>&#248;&#xF8;&amp;&lt;&gt;&quot;&apos;&#13;&#x1F600;</a>')],
    ['CRLF and lone CR', latin1('<a>\r\n<b>\r</b>x\r\n\r\ny\r</a>\r\n')],
    [
      'CDATA, comments and instructions',
      latin1('<!--<x>--><?p <?><a>1<!--2--><![CDATA[<3>&amp;]]>4<?q >?><b/>5</a><!-- -->'),
    ],
    ['prefixes', latin1('<m:a xmlns:m="urn:m" m:c="&gt;>"><m:b xmlns:m="urn:n" /><b xmlns="urn:o"></b ></m:a>')],
    ['a prefix that is not ASCII', Buffer.from('<é:a xmlns:é="urn:m"><é:b/><Š:b xmlns:Š="urn:n"></Š:b></é:a>')],
    [
      'a prefix in windows-1252',
      latin1('<?xml version="1.0" encoding="windows-1252"?><\x8a:a xmlns:\x8a="urn:m"><\x8a:b/></\x8a:a>'),
    ],
    ['tags over lines', latin1('<a\n  b="x"\r\n>t<b\n/>\n</a\t>')],
    ['the word DOCTYPE', latin1('<a>]]&gt;<![CDATA[<!DOCTYPE]]]]><![CDATA[>]]></a>')],
  ])('%s', async (_, bytes) => {
    await same(bytes);
  });

  test('more than 100 levels are refused', async () => {
    const bytes = latin1(`${'<a>'.repeat(101)}${'</a>'.repeat(101)}`);
    expect(await refusalOf(() => placeElements(bytes, 'utf-8'))).toEqual([{ code: 'xml-too-deep', place: '/' }]);
  });
});

describeWithLetters('the sample letters', () => {
  test.each(everyLetter())('$name', async ({ bytes }) => {
    await same(bytes);
  });
});
