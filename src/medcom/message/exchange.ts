import type { Problem } from '../../outcome/problem.ts';
import type { Letter } from '../new-letter/letter.ts';
import { envelope } from '../tables/parts.ts';
import { one, sequence } from '../tables/rows.ts';
import type { Row } from '../tables/types.ts';
import { letterLimits, type XmlLimits } from '../xml/parse.ts';
import { elementsOf, textOf, type XmlElement } from '../xml/tree.ts';
import { writeXml } from '../xml/write.ts';
import { checkElement } from './check.ts';
import { layOut, type Values } from './values.ts';
import { refuseUnfit, type Sources, sourceIn } from './write.ts';

/** What an Emessage may carry that is no letter with a level: attachments and receipts. */
export interface ExchangeTable {
  readonly type: string;
  readonly version: string;
  readonly element: string;
  readonly namespace: string;
  readonly rows: readonly Row[];
}

/**
 * A message with one attachment or receipt, made from its table. Errors: those of `checkElement` and `writeXml`, at the
 * source of the element or its XPath.
 */
export async function writeExchange(
  table: ExchangeTable,
  values: Values,
  sources: Sources = {},
  limits: XmlLimits = letterLimits,
): Promise<Letter> {
  const placeOf = sourceIn(sources);
  const row = one('Emessage', sequence(one('Envelope', envelope), one(table.element, sequence(...table.rows))));
  const message = layOut(row, values, table.namespace);
  refuseUnfit(row, message, placeOf);
  const identifier = textOf(message, table.element, 'Letter', 'Identifier') ?? '';
  return {
    bytes: await writeXml(message, placeOf, limits),
    identifier,
    contentType: 'application/xml; charset=ISO-8859-1',
    filename: `${table.type}-${identifier.replace(/[^\w-]/g, '_')}.xml`,
    warnings: [],
  };
}

/** Checks the envelope and one attachment or receipt of a message that was read. Codes: those of `checkElement`. */
export function checkExchange(root: XmlElement, carried: XmlElement, rows: readonly Row[]): readonly Problem[] {
  const [first = root] = elementsOf(root);
  const alike = elementsOf(root).filter(({ name }) => name === carried.name);
  const position = alike.length > 1 ? `[${alike.indexOf(carried) + 1}]` : '';
  return [
    ...checkElement(one('Envelope', envelope), first, '/Emessage/Envelope'),
    ...checkElement(one(carried.name, sequence(...rows)), carried, `/Emessage/${carried.name}${position}`),
  ];
}

/** The element at a path of names, the first of each name; undefined where there is none. */
export function elementAt(element: XmlElement, ...path: readonly string[]): XmlElement | undefined {
  let at: XmlElement | undefined = element;
  for (const step of path) at = at && elementsOf(at).find(({ name }) => name === step);
  return at;
}
