import type { Problem } from '../outcome/problem.ts';
import { checkText } from './checkText.ts';
import { emptyElements, formattedText } from './tables/formatted.ts';
import { positionsOf } from './tables/lookup.ts';
import type { Content, ElementRow, Row } from './tables/types.ts';
import { alternatives } from './values.ts';
import { elementsOf, ownText, type XmlElement } from './xml/tree.ts';

/**
 * Checks an element against its row: order, cardinality, lengths, code lists, forms, and one namespace for all of it. Every problem has the XPath of its place, with the
 * position of elements that may repeat.
 * Codes: `letter-element-missing`, `letter-element-unexpected`, `letter-text-unexpected`, `letter-text-length`, `letter-code-unknown`,
 * `letter-value-form`. `place` is the XPath of the element.
 */
export function checkElement(row: ElementRow, element: XmlElement, place = `/${row.name}`): readonly Problem[] {
  if (element.name !== row.name) return [{ code: 'letter-element-missing', place, values: { element: row.name } }];
  const problems: Problem[] = [];
  checkContent(row.content, element, place, problems);
  return problems;
}

// Problems are collected in one list: nearly every element has none, and empty lists put together took half the time.

function checkContent(content: Content, element: XmlElement, place: string, problems: Problem[]): void {
  if (content.kind === 'sequence') {
    checkStray(element, place, problems);
    checkSequence(content.rows, element, place, problems);
  } else if (content.kind === 'formatted') checkFormatted(element, place, '', problems);
  else {
    const strangers = elementsOf(element);
    if (strangers.length > 0) problems.push(...strangers.map((child) => unexpected(child, place)));
    else problems.push(...checkText(content, ownText(element), place));
  }
}

/**
 * Takes the elements in the order of the rows, each row as many as it may have. Taking as many as possible is right, because no schema of
 * MedCom lets the same name stand in two rows of one sequence. What no row from here on can take is strange, and is stepped over.
 */
function checkSequence(rows: readonly Row[], element: XmlElement, place: string, problems: Problem[]): void {
  const positions = positionsOf(rows);
  let current = 0;
  let taken = 0;
  const finish = (next: number) => {
    for (; current < next; current += 1, taken = 0) checkTaken(rows[current], taken, place, problems);
  };
  for (const child of element.children) {
    if (typeof child === 'string') continue;
    const position = child.namespace === element.namespace ? positions.get(child.name) : undefined;
    const row = position === undefined ? undefined : rows[position.index];
    const most = row === undefined || 'choice' in row ? 1 : row.most;
    if (position === undefined || position.index < current || (position.index === current && taken >= most)) {
      problems.push(unexpected(child, place));
      continue;
    }
    finish(position.index);
    taken += 1;
    const step = most > 1 ? `${child.name}[${taken}]` : child.name;
    checkContent(position.row.content, child, `${place}/${step}`, problems);
  }
  finish(rows.length);
}

function checkTaken(row: Row | undefined, taken: number, place: string, problems: Problem[]): void {
  if (row === undefined || taken >= ('choice' in row ? 1 : row.least)) return;
  const names = alternatives(row).map(({ name }) => name);
  problems.push({
    code: 'letter-element-missing',
    place: `${place}/${names[0]}`,
    values: { element: names.join(' | ') },
  });
}

function checkStray({ children }: XmlElement, place: string, problems: Problem[]): void {
  const stray = children.some((child) => typeof child === 'string' && /[^ \t\r\n]/.test(child));
  if (stray) problems.push({ code: 'letter-text-unexpected', place });
}

function checkFormatted(element: XmlElement, place: string, within: string, problems: Problem[]): void {
  const allowed = formattedText.get(within) ?? [];
  if (emptyElements.has(within) && element.children.some((child) => typeof child === 'string')) {
    problems.push({ code: 'letter-text-unexpected', place });
  }
  for (const child of element.children) {
    if (typeof child === 'string') continue;
    if (!allowed.includes(child.name) || child.namespace !== element.namespace) problems.push(unexpected(child, place));
    else checkFormatted(child, `${place}/${child.name}`, child.name, problems);
  }
}

/** The name of a strange element is not repeated: it may be anything. */
function unexpected(element: XmlElement, place: string): Problem {
  const line = element.line === undefined ? '' : ` (${element.line})`;
  return { code: 'letter-element-unexpected', place, values: { line } };
}
