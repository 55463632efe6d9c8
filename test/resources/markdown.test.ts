import { type Node, Parser } from 'commonmark';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { escapeMarkdown } from '../../src/resources/markdown.ts';

/** What a CommonMark renderer makes of a text: the kinds of its nodes, and the characters that are shown. */
function rendered(markdown: string): { readonly kinds: ReadonlySet<string>; readonly shown: string } {
  const walker = new Parser().parse(markdown).walker();
  const kinds = new Set<string>();
  let shown = '';
  for (let step = walker.next(); step !== null; step = walker.next()) {
    const { node, entering } = step as { node: Node; entering: boolean };
    if (!entering) continue;
    kinds.add(node.type);
    shown += node.type === 'text' ? node.literal : /break$|paragraph/.test(node.type) ? '\n' : '';
  }
  return { kinds, shown };
}

const plain = ['document', 'paragraph', 'text', 'softbreak'];
const words = (text: string) => text.split(/\s+/).filter((word) => word !== '');

function check(typed: string): void {
  const { kinds, shown } = rendered(escapeMarkdown(typed));
  expect([...kinds].filter((kind) => !plain.includes(kind))).toEqual([]);
  expect(words(shown)).toEqual(words(typed));
}

describe('typed text is rendered as the very characters', () => {
  test.each([
    '\\<img src=x onerror=alert(1)>',
    '<img src=x onerror=alert(1)>',
    '\\\\<script>',
    '<https://evil.example>',
    '[klik](https://evil.example)',
    '\\[klik](https://evil.example)',
    '[klik][1]\n\n[1]: https://evil.example',
    '[1]: https://evil.example "x"',
    '![x](https://evil.example/x.png)',
    '# Overskrift',
    'Overskrift\n===',
    'Overskrift\n---',
    '> citat',
    '- punkt',
    '+ punkt',
    '* punkt',
    '3. maj',
    '123456789) x',
    '    kode',
    '\tkode',
    '```\nkode\n```',
    '~~~\nkode',
    '`kode`',
    '*fed* _kursiv_ **meget**',
    '***',
    '- - -',
    '&lt;b&gt; &amp; &#60; &copy;',
    'linje\\\nlinje',
    'linje  \nlinje',
    'a | b\n--|--',
    'Tom & Jerry <3',
    'første\r\nanden\rtredje\n\nfjerde',
    '»Fælles« supervision & <Bold>opfølgning</Bold>.',
    '<!-- x -->',
    '<?php ?>',
    '<![CDATA[x]]>',
    '</div>',
  ])('%j', check);

  test('whatever it is made of', () => {
    const piece = fc.constantFrom(
      ...[
        '\\',
        '`',
        '*',
        '_',
        '[',
        ']',
        '(',
        ')',
        '<',
        '>',
        '#',
        '+',
        '-',
        '.',
        '!',
        '|',
        '~',
        '=',
        '&',
        ';',
        ':',
        '"',
      ],
      ...['lt;', '1', '12', 'a', 'http://x', ' ', '    ', '\t', '\n', '\n\n', 'ø'],
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => check(pieces.join(''))),
      { numRuns: 3_000 },
    );
  });

  test('words without marks stay as they are', () => {
    const text = 'Flere indlæggelser det seneste halve år (2 gange), jf. "aftalen" & 3. maj; 50 % – ja!';
    expect(escapeMarkdown(text)).toBe(text);
  });
});
