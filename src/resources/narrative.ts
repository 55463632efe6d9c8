import type { Narrative } from 'fhir/r4.js';
import type { Text } from '../model/types.ts';

/** A line of a narrative: its label, and one or more values. */
export type Row = readonly [label: Text, ...values: readonly (Text | string | undefined)[]];

/** Text of a person or a source, made safe for XHTML. */
function xhtml(text: string): string {
  return /[&<>"]/.test(text)
    ? text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;')
    : text;
}

/** A generated narrative: Danish with English in brackets, as a list of labelled values. Rows without a value are left out. */
export function narrative(title: Text, id: string, rows: readonly Row[]): Narrative {
  let list = '';
  for (const [label, ...values] of rows) {
    const given = values.filter((value) => value !== undefined);
    if (given.length === 0) continue;
    list += `<dt>${both(label)}</dt>`;
    for (const value of given) list += `<dd>${typeof value === 'string' ? xhtml(value) : both(value)}</dd>`;
  }
  const div =
    `<div xmlns="http://www.w3.org/1999/xhtml" lang="da" xml:lang="da"><p><b>${both(title)}</b></p>` +
    `<dl>${list}<dt>Id</dt><dd>${xhtml(id)}</dd></dl></div>`;
  return { status: 'generated', div };
}

function both({ da, en }: Text): string {
  return da === en ? xhtml(da) : `${xhtml(da)} (<span lang="en" xml:lang="en">${xhtml(en)}</span>)`;
}
