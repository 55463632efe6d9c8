import { momentsOf } from '../../intake/moments.ts';
import { refuse } from '../../outcome/problem.ts';
import type { Carried } from '../../work/keep/archive.ts';
import type { Versions } from '../../work/keep/reading.ts';
import { checkPlain, refuseQuery } from '../query.ts';
import type { ParameterDoc } from '../route.ts';
import { checkPageAlone, countOf } from './paging.ts';

/** Parameters of a history. `_page` is ours, for the next link. */
export const historyParameters: readonly ParameterDoc[] = [
  { name: '_count', type: 'integer', text: 'How many versions a page has at most (20; 1000 at most).' },
  { name: '_since', type: 'instant', text: 'Those that were stored at this moment or later.' },
  { name: '_page', type: 'string', text: 'Where a page begins: from the next link, nothing that can be made up.' },
];

/** The history of which resource a link goes on with, and with which versions. */
interface Continued extends Versions {
  readonly of: string;
}

/** Which versions of a resource (`Type/id`) are asked for. Codes: query-value, query-modifier, page-unknown. */
export function readVersionsAsked(query: URLSearchParams, of: string, { open }: Carried): Versions {
  const page = query.get('_page');
  for (const given of query.keys()) checkPlain(query, given);
  if (page === null) {
    const count = countOf(query);
    if (count === 0) refuseQuery('_count', 'mindst 1', '1 at least');
    return { count, since: sinceOf(query.get('_since')) };
  }
  checkPageAlone(query);
  const continued = JSON.parse(open(page) ?? refuse('page-unknown')) as Continued;
  return continued.of === of ? continued : refuse('page-unknown');
}

/** The word of the next link, for the versions before one. */
export function versionsBefore(before: number, which: Versions, of: string, { seal }: Carried): string {
  const continued: Continued = { ...which, before, of };
  return seal(JSON.stringify(continued));
}

function sinceOf(text: string | null): number | undefined {
  if (text === null) return undefined;
  // Browsers and form libraries send a plus as a space.
  const [from] = momentsOf(text.replace(' ', '+')) ?? [];
  return (
    from ?? refuseQuery('_since', 'et tidspunkt som 2026-01-20T10:30:00Z', 'an instant such as 2026-01-20T10:30:00Z')
  );
}
