import type { Place } from '../../outcome/place.ts';
import { type Problem, Refusal } from '../../outcome/problem.ts';
import { emessage } from '../tables/letters.ts';
import type { ElementRow, LetterTable } from '../tables/types.ts';
import type { XmlElement } from '../xml/tree.ts';
import { type PlaceOf, writeXml } from '../xml/write.ts';
import { checkElement } from './check.ts';
import { layOut, type Values } from './values.ts';

/**
 * What a caller calls the sources of elements: the place that a problem with an element points at, by the element's
 * XPath.
 */
export type Sources = Readonly<Record<string, Place>>;

/** Finds the source of an element; the element itself where the caller named none. */
export function sourceIn(sources: Sources): PlaceOf {
  return (xpath) => sources[xpath] ?? { xpath };
}

/**
 * Refuses what was laid out by a row and does not follow it. Errors: those of `checkElement`, each at the source of its
 * element.
 */
export function refuseUnfit(row: ElementRow, root: XmlElement, placeOf: PlaceOf): void {
  const problems = checkElement(row, root);
  if (problems.length > 0) throw new Refusal(problems.map((problem) => atSource(problem, placeOf)));
}

function atSource(problem: Problem, placeOf: PlaceOf): Problem {
  const { place } = problem;
  return typeof place === 'object' && 'xpath' in place ? { ...problem, place: placeOf(place.xpath) } : problem;
}

/**
 * A whole message from its table: elements in the order of the schema, checked (`checkElement`), as bytes in ISO-8859-1
 * that were read back.
 * Errors: those of `checkElement` and `writeXml`, at the source of the element or its XPath.
 */
export async function writeMessage(table: LetterTable, values: Values, sources: Sources = {}): Promise<Uint8Array> {
  const placeOf = sourceIn(sources);
  const row = emessage(table);
  const message = layOut(row, values, table.namespace);
  refuseUnfit(row, message, placeOf);
  return writeXml(message, placeOf);
}
