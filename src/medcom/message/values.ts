import type { ElementRow, Row } from '../tables/types.ts';
import type { XmlElement, XmlNode } from '../xml/tree.ts';

/**
 * What fills a table: a text, the lines of formatted text, the elements of a sequence by name, or a list where an
 * element repeats.
 */
export type Value = string | readonly Value[] | Values;

export interface Values {
  readonly [name: string]: Value | undefined;
}

/**
 * Lays values out in the order of the table. Nothing is checked but that the table knows every name (a mistake of ours:
 * TypeError).
 */
export function layOut(row: ElementRow, value: Value, namespace: string): XmlElement {
  return { name: row.name, namespace, children: childrenOf(row, value, namespace) };
}

function childrenOf(row: ElementRow, value: Value, namespace: string): readonly XmlNode[] {
  const { content } = row;
  if (content.kind === 'formatted') return withBreaks(value, namespace);
  if (content.kind !== 'sequence') {
    if (typeof value !== 'string') throw new TypeError(`${row.name} takes a text`);
    return value === '' ? [] : [value];
  }
  if (typeof value === 'string' || isList(value)) throw new TypeError(`${row.name} takes elements`);
  const rows = content.rows.flatMap(alternatives);
  const stranger = Object.keys(value).find((name) => !rows.some((candidate) => candidate.name === name));
  if (stranger !== undefined) throw new TypeError(`${row.name} has no element ${stranger}`);
  return rows.flatMap((child) => occurrences(child, value[child.name]).map((each) => layOut(child, each, namespace)));
}

/** The elements of a row: itself, or those that it is a choice of. */
export function alternatives(row: Row): readonly ElementRow[] {
  return 'choice' in row ? row.choice : [row];
}

function occurrences(row: ElementRow, value: Value | undefined): readonly Value[] {
  if (value === undefined) return [];
  return row.most > 1 && isList(value) ? value : [value];
}

/** Lines of text with a Break between them. */
function withBreaks(lines: Value, namespace: string): readonly XmlNode[] {
  if (!isList(lines)) throw new TypeError('formatted text is given as lines');
  return lines.flatMap((line, index): readonly XmlNode[] => {
    if (typeof line !== 'string') throw new TypeError('a line is a text');
    const before: readonly XmlNode[] = index === 0 ? [] : [{ name: 'Break', namespace, children: [] }];
    return line === '' ? before : [...before, line];
  });
}

// Array.isArray alone does not narrow a readonly array.
function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}
