import { refuse } from '../../outcome/problem.ts';
import type { Carried } from '../../work/keep/archive.ts';
import type { Criterion, Page } from '../../work/keep/reading.ts';

/** A search, wherever its page is. */
export interface Search {
  readonly type: string;
  readonly criteria: readonly Criterion[];
  readonly page: Page;
  readonly includes: readonly string[];
  readonly reverseIncludes: readonly string[];
  readonly countOnly: boolean;
}

/** The search as one opaque word for the next link: a form may have held a number, which no address shows. */
export function toCursor(search: Search, { seal }: Carried): string {
  return seal(JSON.stringify(search));
}

/**
 * The search of a next link. One that somebody made up or changed is none, nor one of another type. Code: page-unknown.
 */
export function fromCursor(text: string, type: string, { open }: Carried): Search {
  const search = JSON.parse(open(text) ?? refuse('page-unknown')) as Search;
  return search.type === type ? search : refuse('page-unknown');
}
