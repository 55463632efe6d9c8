import { alternatives, layOut, type Value, type Values } from '../../src/medcom/message/values.ts';
import { emessage, letterTables } from '../../src/medcom/tables/letters.ts';
import type { Content, ElementRow, LetterTable } from '../../src/medcom/tables/types.ts';
import type { XmlElement } from '../../src/medcom/xml/tree.ts';
import { writeXml } from '../../src/medcom/xml/write.ts';

/** As many as an element without a limit is given. */
const many = 12;

/** Every element as often and long as the table allows (most), or as seldom and short as it must be (least). */
export function fill(content: Content, how: 'least' | 'most', alternative = 0): Value {
  switch (content.kind) {
    case 'text':
      // Identifiers of attachments may not be the same.
      return 'øæåabcdefghijklm'.charAt(alternative % 16).repeat(content[how]);
    case 'codes':
      return content.codes.at(how === 'least' ? 0 : -1) ?? '';
    case 'pattern':
      return (
        ['23:59', '0101010001', '17', 'true', '1999', '2026-02-28'].find((each) => content.pattern.test(each)) ?? ''
      );
    case 'date':
      return '2026-02-28';
    case 'formatted':
      return ['én', '', 'to'];
    case 'sequence':
      return Object.fromEntries(
        content.rows.flatMap((row): [string, Value][] => {
          const options = alternatives(row);
          const each = options[alternative % options.length] ?? options[0];
          return each === undefined || each[how] === 0 ? [] : [[each.name, occurrences(each, how, alternative)]];
        }),
      );
  }
}

function occurrences(row: ElementRow, how: 'least' | 'most', alternative: number): Value {
  if (row.most === 1) return fill(row.content, how, alternative);
  const length = Math.min(row[how], many);
  return Array.from({ length }, (_, index) => fill(row.content, how, alternative + index));
}

/** A whole message made from a table. */
export function filledMessage(table: LetterTable, how: 'least' | 'most', alternative = 0): XmlElement {
  const row = emessage(table);
  return layOut(row, fill(row.content, how, alternative) as Values, table.namespace);
}

/** The table of a version, of which one namespace alone has a letter. */
export function tableOf(version: string): LetterTable {
  const table = letterTables.find((each) => each.version === version);
  if (table === undefined) throw new Error('no such table');
  return table;
}

/** The bytes of a whole message of a version. */
export function filledLetter(version: string, how: 'least' | 'most'): Promise<Uint8Array> {
  return writeXml(filledMessage(tableOf(version), how));
}
