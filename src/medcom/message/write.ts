import { Refusal } from '../../outcome/problem.ts';
import { emessage } from '../tables/letters.ts';
import type { LetterTable } from '../tables/types.ts';
import { writeXml } from '../xml/write.ts';
import { checkElement } from './check.ts';
import { layOut, type Values } from './values.ts';

/** What a caller calls the sources of elements: the place that a problem with an element points at, by the element's XPath. */
export type Sources = Readonly<Record<string, string>>;

/**
 * A whole message from its table: elements in the order of the schema, checked (`checkElement`), as bytes in ISO-8859-1 that were read back.
 * Errors: those of `checkElement` and `writeXml`, at the source of the element or its XPath.
 */
export async function writeLetter(table: LetterTable, values: Values, sources: Sources = {}): Promise<Uint8Array> {
  const placeOf = (path: string) => sources[path] ?? path;
  const row = emessage(table);
  const message = layOut(row, values, table.namespace);
  const problems = checkElement(row, message);
  if (problems.length > 0) {
    throw new Refusal(problems.map((problem) => ({ ...problem, place: placeOf(problem.place ?? '/') })));
  }
  return writeXml(message, placeOf);
}
