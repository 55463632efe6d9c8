import { refuse } from '../../outcome/problem.ts';
import type { Criterion, Page } from '../../work/keep/reading.ts';
import { isObject } from '../parameters.ts';
import { prefixes } from './values.ts';

/** A search, wherever its page is: conditions with our own key of the citizen, never with a number. */
export interface Search {
  readonly criteria: readonly Criterion[];
  readonly page: Page;
  readonly includes: readonly string[];
  readonly reverseIncludes: readonly string[];
  readonly countOnly: boolean;
}

/** The search as one opaque word for the next link. */
export function toCursor(search: Search): string {
  return Buffer.from(JSON.stringify(search)).toString('base64url');
}

/**
 * The search of a next link. A link that somebody changed may ask for nothing that a search could not. Code:
 * page-unknown.
 */
export function fromCursor(text: string): Search {
  try {
    const search = JSON.parse(Buffer.from(text, 'base64url').toString()) as Search;
    if (isSearch(search)) return search;
  } catch {
    // No JSON: somebody has changed the link.
  }
  return refuse('page-unknown');
}

function isSearch({ criteria, page, includes, reverseIncludes }: Search): boolean {
  const lists = Array.isArray(criteria) && [includes, reverseIncludes].every((list) => list.every(isText));
  const { by, newestFirst, count, after } = page;
  const sorted = ['number', 'date', 'updated'].includes(by) && typeof newestFirst === 'boolean';
  const counted = Number.isInteger(count) && count > 0 && count <= 1000;
  const begins = Number.isSafeInteger(after?.value) && Number.isSafeInteger(after?.number);
  return lists && sorted && counted && begins && criteria.every(isCriterion);
}

function isCriterion(criterion: Criterion): boolean {
  if ('prefix' in criterion) {
    const moments = Number.isSafeInteger(criterion.from) && Number.isSafeInteger(criterion.to);
    return ['date', 'updated'].includes(criterion.on) && prefixes.includes(criterion.prefix) && moments;
  }
  const isValue = valuesOf.get(criterion.on);
  return isValue !== undefined && Array.isArray(criterion.oneOf) && criterion.oneOf.every(isValue);
}

const isText = (value: unknown) => typeof value === 'string';
const isToken = (value: unknown) => isObject(value) && Object.values(value).every(isText);
const isCanonical = (value: unknown) => isToken(value) && isObject(value) && 'url' in value;

/** What is compared with: the store has criteria of its own besides, and no search asks for those. */
const valuesOf: ReadonlyMap<string, (value: unknown) => boolean> = new Map([
  ...['id', 'status', 'subject-reference', 'author-reference', 'of'].map((on) => [on, isText] as const),
  ...['identifier', 'author', 'code', 'value'].map((on) => [on, isToken] as const),
  ['citizen', Number.isSafeInteger],
  ['questionnaire', isCanonical],
]);
