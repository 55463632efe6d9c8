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

/**
 * A generated narrative: the whole of it in Danish, then the whole of it in English, as labelled values. Rows without a
 * value are left out.
 */
export function narrative(title: Text, rows: readonly Row[]): Narrative {
  const div =
    '<div xmlns="http://www.w3.org/1999/xhtml" lang="da" xml:lang="da">' +
    `<div lang="da" xml:lang="da">${whole(title, rows, 'da')}</div><hr/><div lang="en" xml:lang="en">${whole(title, rows, 'en')}</div></div>`;
  return { status: 'generated', div };
}

/** The same in Danish alone, for a message that is read by people in Denmark. */
export function danishNarrative(title: Text, rows: readonly Row[], status: Narrative['status']): Narrative {
  const div = `<div xmlns="http://www.w3.org/1999/xhtml" lang="da" xml:lang="da">${whole(title, rows, 'da')}</div>`;
  return { status, div };
}

function whole(title: Text, rows: readonly Row[], language: keyof Text): string {
  let list = '';
  for (const row of rows) {
    let values = '';
    for (let index = 1; index < row.length; index += 1) {
      const value = row[index];
      if (value !== undefined) values += `<dd>${xhtml(typeof value === 'string' ? value : value[language])}</dd>`;
    }
    if (values !== '') list += `<dt>${xhtml(row[0][language])}</dt>${values}`;
  }
  return `<p><b>${xhtml(title[language])}</b></p><dl>${list}</dl>`;
}
