import { describe, expect, test } from 'vitest';
import { parseXml } from '../../src/medcom/xml/parse.ts';
import type { XmlElement } from '../../src/medcom/xml/tree.ts';
import { writeXml } from '../../src/medcom/xml/write.ts';
import { problemsOf, refusalOf } from './refusal.ts';

const latin1 = (text: string) => Buffer.from(text, 'latin1');
const element = (name: string, ...children: XmlElement['children']): XmlElement => ({
  name,
  namespace: 'urn:x',
  children,
});

describe('XML at the door', () => {
  const secret = '<!ENTITY x SYSTEM "file:///etc/passwd">';
  test.each<[string, string, Uint8Array]>([
    ['a DOCTYPE', 'xml-doctype', latin1('<!DOCTYPE a><a/>')],
    [
      'a DOCTYPE behind comments, blanks and instructions',
      'xml-doctype',
      latin1('<?xml version="1.0"?>\n<!-- <a> --><?p <!-- ?>\t<!DOCTYPE a><a/>'),
    ],
    ['a DOCTYPE behind a byte order mark', 'xml-doctype', latin1('\xef\xbb\xbf<!DOCTYPE a><a/>')],
    ['an external entity', 'xml-doctype', latin1(`<!DOCTYPE a [${secret}]><a>&x;</a>`)],
    ['an external DTD', 'xml-doctype', latin1('<!DOCTYPE a SYSTEM "http://127.0.0.1:1/x.dtd"><a/>')],
    [
      'an entity bomb',
      'xml-doctype',
      latin1(`<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "${'&a;'.repeat(99)}">]><a>&b;</a>`),
    ],
    ['a DOCTYPE in the element', 'xml-malformed', latin1(`<a><!DOCTYPE a [${secret}]>&x;</a>`)],
    ['an unknown entity', 'xml-malformed', latin1('<a>&x;</a>')],
    ['101 levels', 'xml-too-deep', latin1(`${'<a>'.repeat(101)}${'</a>'.repeat(101)}`)],
    ['1,000 levels', 'xml-too-deep', latin1(`${'<a>'.repeat(1_000)}${'</a>'.repeat(1_000)}`)],
    ['100,000 levels', 'xml-too-deep', latin1('<a>'.repeat(100_000))],
    ['more than 1 MB', 'xml-too-large', latin1(`<a>${'x'.repeat(1_000_000)}</a>`)],
    ['a million siblings', 'xml-too-large', latin1(`<a>${'<b/>'.repeat(1_000_000)}</a>`)],
    ['50 MB of text', 'xml-too-large', new Uint8Array(50_000_000)],
    ['UTF-16 with a mark', 'xml-encoding', Buffer.from('\ufeff<a>x</a>', 'utf16le')],
    ['UTF-16 without a mark', 'xml-encoding', Buffer.from('<a>x</a>', 'utf16le')],
    ['UTF-7', 'xml-encoding', latin1('<?xml version="1.0" encoding="UTF-7"?><a/>')],
    ['ISO-8859-15', 'xml-encoding', latin1('<?xml version="1.0" encoding="ISO-8859-15"?><a>\xa4</a>')],
    [
      'a mark that contradicts the declaration',
      'xml-encoding',
      latin1('\xef\xbb\xbf<?xml version="1.0" encoding="ISO-8859-1"?><a/>'),
    ],
    ['a DOCTYPE far down', 'xml-doctype', latin1(`<!--${'x'.repeat(5_000)}--> <!DOCTYPE a><a/>`)],
    ['a DOCTYPE across the first thousand bytes', 'xml-doctype', latin1(`${' '.repeat(995)}<!DOCTYPE a><a/>`)],
    ['XML 1.1', 'xml-version', latin1('<?xml version="1.1"?><a>&#1;</a>')],
    ['bytes that are not UTF-8', 'xml-not-utf8', latin1('<a>\xe6</a>')],
    ['half a character of UTF-8', 'xml-not-utf8', latin1('<a>\xc3</a>')],
    ['the bytes of a surrogate', 'xml-malformed', latin1('<a>\xed\xa0\xbd</a>')],
    ['NUL', 'xml-malformed', latin1('<a>tekst\0</a>')],
    ['bytes behind the end', 'xml-malformed', latin1('<a/>\0')],
    ['two roots', 'xml-malformed', latin1('<a/><b/>')],
    ['a control character as a reference', 'xml-malformed', latin1('<a>&#1;</a>')],
    ['an attribute twice', 'xml-malformed', latin1('<a b="1" b="2"/>')],
    ['a prefix that is not declared', 'xml-malformed', latin1('<m:a/>')],
    ['nothing', 'xml-malformed', new Uint8Array()],
    ['an end tag too few', 'xml-malformed', latin1('<a>')],
  ])('refuses %s: %s', async (_, code, bytes) => {
    expect(await refusalOf(() => parseXml(bytes))).toEqual([{ code, place: '/' }]);
  });

  test('says line and column, and nothing of the content', async () => {
    const [problem] = await problemsOf(() => parseXml(latin1('<a>\n  <Hemmelig>x</b>\n</a>')));
    expect(problem?.values).toEqual({ line: '2', column: expect.stringMatching(/^\d+$/) });
  });

  test('100 levels are read', async () => {
    expect((await parseXml(latin1(`${'<a>'.repeat(100)}${'</a>'.repeat(100)}`))).root.name).toBe('a');
  });

  test.each([
    ['ISO-8859-1', 'iso-8859-1', '\xe6\x80', 'æ\u0080'],
    ['windows-1252', 'windows-1252', '\xe6\x80', 'æ€'],
    ['UTF-8', 'utf-8', '\xc3\xa6\xe2\x82\xac', 'æ€'],
  ])('reads %s by its declaration', async (declared, encoding, bytes, text) => {
    const parsed = await parseXml(latin1(`<?xml version='1.0' encoding='${declared}'?>\r\n<a>${bytes}</a>`));
    expect(parsed).toMatchObject({ encoding, root: { children: [text] } });
  });

  test('without a declaration reads UTF-8, with or without a mark', async () => {
    expect((await parseXml(latin1('<a>\xc3\xa6</a>'))).root.children).toEqual(['æ']);
    expect((await parseXml(latin1('\xef\xbb\xbf<a>\xc3\xa6</a>'))).root.children).toEqual(['æ']);
  });

  test('joins text over comments, CDATA and references, and keeps the words DOCTYPE and digits as they are', async () => {
    const { root } = await parseXml(latin1('<a>0101<!-- x -->010<![CDATA[001 <!DOCTYPE]]> &#248;<?p x?>&amp;</a>'));
    expect(root.children).toEqual(['0101010001 <!DOCTYPE ø&']);
  });

  test('includes and loads nothing', async () => {
    const xi = '<a xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="/etc/passwd" parse="text"/></a>';
    const { root } = await parseXml(latin1(xi));
    expect(root.children).toMatchObject([
      { name: 'include', namespace: 'http://www.w3.org/2001/XInclude', children: [] },
    ]);
  });

  test('gives local names, namespaces and lines', async () => {
    const { root } = await parseXml(latin1('<m:a xmlns:m="urn:m">\n<b xmlns="urn:b"/></m:a>'));
    expect(root).toMatchObject({
      name: 'a',
      namespace: 'urn:m',
      line: 1,
      children: ['\n', { name: 'b', namespace: 'urn:b', line: 2 }],
    });
  });
});

describe('XML out', () => {
  test('is ISO-8859-1 with its declaration; other characters and U+0080-009F are references', async () => {
    const bytes = await writeXml(element('A', element('B', 'æ <Bold> & "ø"]]>'), element('Break'), '€ \u0085\r\t😀'));
    expect(Buffer.from(bytes).toString('latin1')).toBe(
      '<?xml version="1.0" encoding="ISO-8859-1"?>\n<A xmlns="urn:x"><B>\xe6 &lt;Bold&gt; &amp; &quot;\xf8&quot;]]&gt;</B><Break/>&#8364; &#133;&#13;\t&#128512;</A>',
    );
  });

  test('reads back the same', async () => {
    const tree = element('A', ' ', element('B', '0101010001'), '\n', element('C'));
    expect((await parseXml(await writeXml(tree))).root).toMatchObject(tree);
  });

  test.each(['\0', '\u0001', '\u000b', '\u001f', '\ud800', '\udfff', '\ufffe', '\uffff'])(
    'refuses %j',
    async (character) => {
      const tree = element('A', element('B', `x${character}`));
      expect(await refusalOf(() => writeXml(tree))).toEqual([{ code: 'xml-character', place: '/A/B' }]);
    },
  );

  test('takes no name that is markup', async () => {
    await expect(writeXml(element('A', element('B><C')))).rejects.toThrow('not a name');
  });
});
