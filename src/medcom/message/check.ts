import type { Problem } from '../../outcome/problem.ts';
import { emptyElements, formattedText } from '../tables/formatted.ts';
import { positionsOf } from '../tables/lookup.ts';
import type { Content, ElementRow, Row } from '../tables/types.ts';
import { elementsOf, ownText, type XmlElement } from '../xml/tree.ts';
import { checkText, isBlank, isText } from './check-text.ts';
import { alternatives } from './values.ts';

/**
 * Checks an element against its row: order, cardinality, lengths, code lists, forms, and one namespace for all of it.
 * Every problem has the XPath of its place, with the position of elements that may repeat.
 * Codes: `letter-element-missing`, `letter-element-unexpected`, `letter-attribute-unexpected`,
 * `letter-text-unexpected`, `letter-text-length`, `letter-code-unknown`, `letter-value-form`. `xpath` is that of the
 * element.
 */
export function checkElement(row: ElementRow, element: XmlElement, xpath = `/${row.name}`): readonly Problem[] {
  if (element.name !== row.name) {
    return [{ code: 'letter-element-missing', place: { xpath }, values: { element: row.name } }];
  }
  const problems: Problem[] = [];
  checkContent(row.content, element, { outer: undefined, step: xpath, position: 0 }, problems);
  return problems;
}

// Problems are collected in one list, and XPaths are made for problems alone: nearly every element has none, and empty
// lists put together took half the time, XPaths a fifth of what was left.

/** Where an element is: a step of an XPath, with its position where it may repeat (else 0), below another place. */
interface Place {
  readonly outer: Place | undefined;
  readonly step: string;
  readonly position: number;
}

function pathOf({ outer, step, position }: Place): string {
  const own = position > 0 ? `${step}[${position}]` : step;
  return outer === undefined ? own : `${pathOf(outer)}/${own}`;
}

function checkContent(content: Content, element: XmlElement, place: Place, problems: Problem[]): void {
  checkAttributes(element, place, problems);
  if (content.kind === 'sequence') {
    checkStray(element, place, problems);
    checkSequence(content.rows, element, place, problems);
  } else if (content.kind === 'formatted') checkFormatted(element, place, '', problems);
  else if (!holdsText(element)) problems.push(...elementsOf(element).map((child) => unexpected(child, place)));
  else {
    const text = ownText(element);
    if (!isText(content, text)) problems.push(...checkText(content, text, pathOf(place)));
  }
}

/** True for an element that holds text alone, or nothing. */
function holdsText({ children }: XmlElement): boolean {
  for (const child of children) if (typeof child !== 'string') return false;
  return true;
}

/**
 * Takes the elements in the order of the rows, each row as many as it may have. Taking as many as possible is right,
 * because no schema of MedCom lets the same name stand in two rows of one sequence. What no row from here on can take
 * is strange, and is stepped over.
 */
function checkSequence(rows: readonly Row[], element: XmlElement, place: Place, problems: Problem[]): void {
  const positions = positionsOf(rows);
  let current = 0;
  let taken = 0;
  for (const child of element.children) {
    if (typeof child === 'string') continue;
    const position = child.namespace === element.namespace ? positions.get(child.name) : undefined;
    const row = position === undefined ? undefined : rows[position.index];
    const most = row === undefined || 'choice' in row ? 1 : row.most;
    if (position === undefined || position.index < current || (position.index === current && taken >= most)) {
      problems.push(unexpected(child, place));
      continue;
    }
    if (position.index > current) {
      checkTaken(rows, current, position.index, taken, place, problems);
      current = position.index;
      taken = 0;
    }
    taken += 1;
    const at = { outer: place, step: child.name, position: most > 1 ? taken : 0 };
    checkContent(position.row.content, child, at, problems);
  }
  checkTaken(rows, current, rows.length, taken, place, problems);
}

/**
 * Checks that the rows from one to another have what they must; the first has taken so many elements, the others none.
 */
function checkTaken(
  rows: readonly Row[],
  from: number,
  to: number,
  taken: number,
  place: Place,
  problems: Problem[],
): void {
  for (let index = from; index < to; index += 1) {
    const row = rows[index];
    if (row === undefined || (index === from ? taken : 0) >= ('choice' in row ? 1 : row.least)) continue;
    const names = alternatives(row).map(({ name }) => name);
    problems.push({
      code: 'letter-element-missing',
      place: { xpath: `${pathOf(place)}/${names[0]}` },
      values: { element: names.join(' | ') },
    });
  }
}

function checkStray({ children }: XmlElement, place: Place, problems: Problem[]): void {
  for (const child of children) {
    if (typeof child !== 'string' || isBlank(child)) continue;
    problems.push({ code: 'letter-text-unexpected', place: { xpath: pathOf(place) } });
    return;
  }
}

function checkFormatted(element: XmlElement, place: Place, within: string, problems: Problem[]): void {
  const allowed = formattedText.get(within) ?? [];
  if (emptyElements.has(within) && element.children.some((child) => typeof child === 'string')) {
    problems.push({ code: 'letter-text-unexpected', place: { xpath: pathOf(place) } });
  }
  for (const child of element.children) {
    if (typeof child === 'string') continue;
    if (!allowed.includes(child.name) || child.namespace !== element.namespace) problems.push(unexpected(child, place));
    else {
      const at = { outer: place, step: child.name, position: 0 };
      checkAttributes(child, at, problems);
      checkFormatted(child, at, child.name, problems);
    }
  }
}

function checkAttributes({ strangeAttribute }: XmlElement, place: Place, problems: Problem[]): void {
  if (strangeAttribute === true)
    problems.push({ code: 'letter-attribute-unexpected', place: { xpath: pathOf(place) } });
}

/** The name of a strange element is not repeated: it may be anything. */
function unexpected(element: XmlElement, place: Place): Problem {
  const line = element.line === undefined ? {} : { line: element.line };
  return { code: 'letter-element-unexpected', place: { xpath: pathOf(place), ...line } };
}
