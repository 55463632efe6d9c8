import type { Problem } from '../outcome/problem.ts';
import { checkText } from './checkText.ts';
import { emptyElements, formattedText } from './tables/formatted.ts';
import type { Content, ElementRow, Row } from './tables/types.ts';
import { alternatives } from './values.ts';
import { elementsOf, ownText, type XmlElement } from './xml/tree.ts';

/**
 * Checks an element against its row: order, cardinality, lengths, code lists, forms, and one namespace for all of it. Every problem has the XPath of its place, with the
 * position of elements that may repeat.
 * Codes: `letter-element-missing`, `letter-element-unexpected`, `letter-text-unexpected`, `letter-text-length`, `letter-code-unknown`,
 * `letter-value-form`.
 */
export function checkElement(row: ElementRow, element: XmlElement): readonly Problem[] {
  const place = `/${row.name}`;
  if (element.name !== row.name) return [{ code: 'letter-element-missing', place, values: { element: row.name } }];
  return checkContent(row.content, element, place);
}

function checkContent(content: Content, element: XmlElement, place: string): readonly Problem[] {
  if (content.kind === 'sequence') {
    return [...checkStray(element, place), ...checkSequence(content.rows, element, place)];
  }
  if (content.kind === 'formatted') return checkFormatted(element, place, '');
  const children = elementsOf(element).map((child) => unexpected(child, place));
  return children.length > 0 ? children : checkText(content, ownText(element), place);
}

/**
 * Takes the elements in the order of the rows, each row as many as it may have. Taking as many as possible is right, because no schema of
 * MedCom lets the same name stand in two rows of one sequence. What no row from here on can take is strange, and is stepped over.
 */
function checkSequence(rows: readonly Row[], element: XmlElement, place: string): readonly Problem[] {
  const left = [...elementsOf(element)];
  const problems: Problem[] = [];
  for (const [index, row] of rows.entries()) {
    problems.push(...skipStrange(left, rows.slice(index), element.namespace, place));
    problems.push(...takeRow(row, left, element.namespace, place));
  }
  return [...problems, ...skipStrange(left, [], element.namespace, place)];
}

function skipStrange(left: XmlElement[], rows: readonly Row[], within: string, place: string): readonly Problem[] {
  const known = new Set(rows.flatMap(alternatives).map(({ name }) => name));
  const end = left.findIndex(({ name, namespace }) => known.has(name) && namespace === within);
  return left.splice(0, end < 0 ? left.length : end).map((child) => unexpected(child, place));
}

/** Takes what the row may have from the head of `left`. */
function takeRow(row: Row, left: XmlElement[], namespace: string, place: string): readonly Problem[] {
  const names = alternatives(row);
  const { least, most } = 'choice' in row ? { least: 1, most: 1 } : row;
  const problems: Problem[] = [];
  let taken = 0;
  for (; taken < most; taken += 1) {
    const [next] = left;
    const child = names.find(({ name }) => name === next?.name);
    if (next === undefined || child === undefined || next.namespace !== namespace) break;
    left.shift();
    const position = most > 1 ? `[${taken + 1}]` : '';
    problems.push(...checkContent(child.content, next, `${place}/${child.name}${position}`));
  }
  if (taken >= least) return problems;
  const element = names.map(({ name }) => name).join(' | ');
  return [...problems, { code: 'letter-element-missing', place: `${place}/${names[0]?.name}`, values: { element } }];
}

function checkStray(element: XmlElement, place: string): readonly Problem[] {
  return /[^ \t\r\n]/.test(ownText(element)) ? [{ code: 'letter-text-unexpected', place }] : [];
}

function checkFormatted(element: XmlElement, place: string, within: string): readonly Problem[] {
  const allowed = formattedText.get(within) ?? [];
  const stray = emptyElements.has(within) && element.children.some((child) => typeof child === 'string');
  const problems = elementsOf(element).flatMap((child) => {
    if (!allowed.includes(child.name) || child.namespace !== element.namespace) return [unexpected(child, place)];
    return checkFormatted(child, `${place}/${child.name}`, child.name);
  });
  return stray ? [{ code: 'letter-text-unexpected', place }, ...problems] : problems;
}

/** The name of a strange element is not repeated: it may be anything. */
function unexpected(element: XmlElement, place: string): Problem {
  const line = element.line === undefined ? '' : ` (${element.line})`;
  return { code: 'letter-element-unexpected', place, values: { line } };
}
