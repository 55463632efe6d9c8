import type { Narrative } from 'fhir/r4.js';
import { madePer } from '../model/made-per.ts';
import type { Text } from '../model/types.ts';
import { withText } from './fixed.ts';
import { isPlain } from './json-bytes.ts';

/** A line of a narrative: its label, and one or more values. */
export type Row = readonly [label: Text, ...values: readonly (Text | string | undefined)[]];

/** XHTML in both languages. */
export interface Part {
  readonly xhtml: Text;
  /** Every character stands in a JSON string as it is. */
  readonly plain: boolean;
}

/** Text of a person or a source, made safe for XHTML. */
function safe(text: string): string {
  return /[&<>"]/.test(text)
    ? text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;')
    : text;
}

function element(name: string) {
  return ({ da, en }: Text): Part => {
    const xhtml = { da: `<${name}>${safe(da)}</${name}>`, en: `<${name}>${safe(en)}</${name}>` };
    return { xhtml, plain: isPlain(xhtml.da) && isPlain(xhtml.en) };
  };
}

const label = madePer(element('dt'));
const value = madePer(element('dd'));

/** Labelled values, made ready for several narratives. Rows without a value are left out. */
export function part(rows: readonly (Row | Part)[]): Part {
  let [da, en, plain] = ['', '', true];
  const add = (piece: Part) => {
    da += piece.xhtml.da;
    en += piece.xhtml.en;
    plain &&= piece.plain;
  };
  for (const row of rows) {
    if ('xhtml' in row) {
      add(row);
    } else {
      const [labelled, ...values] = row;
      const told = values.filter((one) => one !== undefined);
      if (told.length > 0) add(label(labelled));
      for (const one of told) add(typeof one === 'string' ? sameInBoth(one) : value(one));
    }
  }
  return { xhtml: { da, en }, plain };
}

/** The same of what does not depend on a response. */
export function fixedPart(rows: readonly Row[]): Part {
  const { xhtml } = part(rows);
  // To look at every character makes one string of the pieces.
  return { xhtml, plain: isPlain(xhtml.da) && isPlain(xhtml.en) };
}

/** What a person or a source said is in no other language than theirs. */
function sameInBoth(text: string): Part {
  const shown = `<dd>${safe(text)}</dd>`;
  return { xhtml: { da: shown, en: shown }, plain: isPlain(shown) };
}

/** The frame of a narrative, and the same inside a JSON string. */
const frame = [
  '<div xmlns="http://www.w3.org/1999/xhtml" lang="da" xml:lang="da"><div lang="da" xml:lang="da">',
  '</div><hr/><div lang="en" xml:lang="en">',
  '</div></div>',
] as const;
const [open, between, close] = frame;
const [openInJson = '', betweenInJson = '', closeInJson = ''] = frame.map((text) => JSON.stringify(text).slice(1, -1));

/**
 * A generated narrative: the whole of it in Danish, then the whole of it in English, as labelled values. Rows without a
 * value are left out.
 */
export function narrative(title: Text, rows: readonly (Row | Part)[]): Narrative {
  const { da, en, plain } = whole(title, rows);
  const made: Narrative = { status: 'generated', div: `${open}${da}${between}${en}${close}` };
  if (!plain) return made;
  return withText(made, `{"status":"generated","div":"${openInJson}${da}${betweenInJson}${en}${closeInJson}"}`);
}

/** The same in Danish alone, for a message that is read by people in Denmark. */
export function danishNarrative(title: Text, rows: readonly Row[], status: Narrative['status']): Narrative {
  const { da } = whole(title, rows);
  return { status, div: `<div xmlns="http://www.w3.org/1999/xhtml" lang="da" xml:lang="da">${da}</div>` };
}

const heading = madePer(element('b'));

function whole(title: Text, rows: readonly (Row | Part)[]): Text & Pick<Part, 'plain'> {
  const [head, list] = [heading(title), part(rows)];
  return {
    da: `<p>${head.xhtml.da}</p><dl>${list.xhtml.da}</dl>`,
    en: `<p>${head.xhtml.en}</p><dl>${list.xhtml.en}</dl>`,
    plain: head.plain && list.plain,
  };
}
