import type { Narrative } from 'fhir/r4.js';
import { madePer } from '../model/made-per.ts';
import type { Text } from '../model/types.ts';
import { insideString, stringOf } from './json-bytes.ts';

/** A line of a narrative: its label, and one or more values. */
export type Row = readonly [label: Text, ...values: readonly (Text | string | undefined)[]];

/** XHTML in both languages, as it stands between the quotation marks of a JSON string (`insideString`). */
export interface Part {
  readonly xhtml: Text;
}

/** Text of a person or a source in an element, made safe for XHTML. */
function safe(name: string, text: string): string {
  const content = /[&<>"]/.test(text)
    ? text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;')
    : text;
  return insideString(`<${name}>${content}</${name}>`);
}

function element(name: string) {
  return ({ da, en }: Text): Part => ({
    xhtml: { da: safe(name, da), en: safe(name, en) },
  });
}

const label = madePer(element('dt'));
const value = madePer(element('dd'));

/** Labelled values, made ready for several narratives. Rows without a value are left out. */
export function part(rows: readonly (Row | Part)[]): Part {
  let [da, en] = ['', ''];
  for (const one of rows) {
    const { xhtml } = 'xhtml' in one ? one : row(...one);
    da += xhtml.da;
    en += xhtml.en;
  }
  return { xhtml: { da, en } };
}

const nothing: Part = { xhtml: { da: '', en: '' } };

/** One row; nothing where it has no value. */
export function row(...[labelled, ...values]: Row): Part {
  let made = nothing;
  for (const one of values) {
    if (one === undefined) continue;
    const before = (made === nothing ? label(labelled) : made).xhtml;
    const { xhtml } = typeof one === 'string' ? sameInBoth(one) : value(one);
    made = { xhtml: { da: before.da + xhtml.da, en: before.en + xhtml.en } };
  }
  return made;
}

/** What a person or a source said is in no other language than theirs. */
function sameInBoth(text: string): Part {
  const shown = safe('dd', text);
  return { xhtml: { da: shown, en: shown } };
}

/**
 * A generated narrative: the whole of it in Danish, then the whole of it in English, as labelled values. Rows without a
 * value are left out.
 */
export function narrative(title: Text, rows: readonly (Row | Part)[]): Narrative {
  const { da, en } = whole(title, rows);
  const english = `<div lang="en" xml:lang="en">${stringOf(en)}</div>`;
  return { status: 'generated', div: danish(`<div lang="da" xml:lang="da">${stringOf(da)}</div><hr/>${english}`) };
}

/** The same in Danish alone, for a message that is read by people in Denmark. */
export function danishNarrative(title: Text, rows: readonly Row[], status: Narrative['status']): Narrative {
  return { status, div: danish(stringOf(whole(title, rows).da)) };
}

function danish(content: string): string {
  return `<div xmlns="http://www.w3.org/1999/xhtml" lang="da" xml:lang="da">${content}</div>`;
}

const heading = madePer(element('b'));

function whole(title: Text, rows: readonly (Row | Part)[]): Text {
  const [head, list] = [heading(title), part(rows)];
  return {
    da: `<p>${head.xhtml.da}</p><dl>${list.xhtml.da}</dl>`,
    en: `<p>${head.xhtml.en}</p><dl>${list.xhtml.en}</dl>`,
  };
}
