import { refuse } from '../../outcome/problem.ts';
import type { Criterion, Page } from '../../work/keep/reading.ts';

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
  const lists = [criteria, includes, reverseIncludes].every(Array.isArray);
  const { by, newestFirst, count, after } = page;
  const sorted = ['number', 'date', 'updated'].includes(by) && typeof newestFirst === 'boolean';
  const counted = Number.isInteger(count) && count > 0 && count <= 1000;
  const begins = Number.isSafeInteger(after?.value) && Number.isSafeInteger(after?.number);
  return lists && sorted && counted && begins && criteria.every(isCriterion);
}

function isCriterion(criterion: Criterion): boolean {
  if ('prefix' in criterion) return Number.isSafeInteger(criterion.from) && Number.isSafeInteger(criterion.to);
  return Array.isArray(criterion.oneOf) && criterion.oneOf.every(isPlain);
}

function isPlain(value: unknown): boolean {
  const parts = typeof value === 'object' && value !== null ? Object.values(value) : [value];
  return parts.every((part) => typeof part === 'string' || Number.isSafeInteger(part));
}
