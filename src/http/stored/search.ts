import { refuse } from '../../outcome/problem.ts';
import type { Carried } from '../../work/keep/archive.ts';
import type { Criterion, Page, Reading } from '../../work/keep/reading.ts';
import { refuseQuery } from '../query.ts';
import type { Incoming } from '../route.ts';
import { fromCursor, type Search } from './cursor.ts';
import { countOf } from './paging.ts';
import { answerParameters, type StoredType } from './parameters.ts';
import { checkModifier } from './references.ts';
import { alternatives, holdsNumber, readCitizens, readCriterion, type SearchedCitizen } from './values.ts';

/** Values in all: SQLite's conditions are a tree of 1,000 levels, and its unions have 500 parts. */
const mostValues = 400;
const answers: readonly string[] = answerParameters.map(({ name }) => name);

/**
 * What a client searches for. A citizen's number may stand in a body only, which is sent to `posted`. Codes:
 * search-citizen-address, query-many, query-value, query-modifier, page-unknown.
 */
export async function readSearch(
  { reading, carried }: { readonly reading: Reading; readonly carried: Carried },
  stored: StoredType,
  { query, base, inAddress }: Incoming,
  posted = '_search',
): Promise<Search> {
  const page = query.get('_page');
  if (page !== null) return fromCursor(page, stored.type, carried);
  refuseMany(query);
  const criteria: Criterion[] = [];
  for (const [given, value] of query) {
    const [name = '', modifier = ''] = given.split(':', 2);
    if (answers.includes(name)) continue;
    const parameter = stored.parameters.find((one) => one.name === name);
    if (parameter === undefined) continue;
    checkModifier(parameter, modifier);
    const address = inAddress.getAll(given).includes(value) ? `${base}/${stored.type}/${posted}` : undefined;
    // In an identifier's place, say, it would stand in the address as well.
    if (address !== undefined && holdsNumber(value)) refuse('search-citizen-address', { values: { search: address } });
    criteria.push(
      ...(parameter.kind === 'citizen'
        ? await citizenCriteria(reading, readCitizens(parameter, value, modifier, base, address))
        : [readCriterion(parameter, value, modifier, base)]),
    );
  }
  const summary = query.get('_summary');
  const countOnly = summary === 'count' || query.get('_count') === '0';
  return {
    type: stored.type,
    criteria,
    page: pageOf(stored, query, countOnly),
    includes: included(stored.includes, query.getAll('_include'), '_include'),
    reverseIncludes: included(stored.reverseIncludes, query.getAll('_revinclude'), '_revinclude'),
    countOnly,
  };
}

function refuseMany(query: URLSearchParams): void {
  let count = 0;
  for (const value of query.values()) count += Math.max(alternatives(value).length, 1);
  if (count > mostValues) refuse('query-many', { values: { limit: String(mostValues) } });
}

/** Citizens by our own keys: from here on no number is needed, in a next link least of all. */
async function citizenCriteria(
  reading: Reading,
  { numbers, references }: SearchedCitizen,
): Promise<readonly Criterion[]> {
  if (numbers.length === 0) return [{ on: 'subject-reference', oneOf: references }];
  const citizens = await reading.citizens(numbers);
  if (references.length > 0) refuseQuery('subject', 'enten numre eller henvisninger', 'either numbers or references');
  return [{ on: 'citizen', oneOf: citizens }];
}

function pageOf(stored: StoredType, query: URLSearchParams, countOnly: boolean): Page {
  const total = countOnly || query.get('_total') === 'accurate' || query.get('_total') === 'estimate';
  const sort = query.get('_sort');
  const date = stored.parameters.find(({ kind }) => kind === 'date')?.name;
  const names = ['_lastUpdated', ...(date === undefined ? [] : [date])];
  const by =
    sort === null
      ? usualOrder(query, date)
      : { _lastUpdated: 'updated' as const, [date ?? '']: 'date' as const }[sort.replace(/^-/, '')];
  if (by === undefined) refuseQuery('_sort', names.join(' / '));
  return {
    by,
    newestFirst: sort === null || sort.startsWith('-'),
    count: Math.max(countOf(query), 1),
    total,
  };
}

/**
 * In the order of what is searched by, so that a few of a million are found where they lie; else in that of the
 * commits.
 */
function usualOrder(query: URLSearchParams, date: string | undefined): Page['by'] {
  if (date !== undefined && query.has(date)) return 'date';
  return query.has('_lastUpdated') ? 'updated' : 'number';
}

function included(known: readonly string[], given: readonly string[], name: string): readonly string[] {
  const all = known.join(', ') || '-';
  for (const one of given) if (!known.includes(one)) refuseQuery(name, all);
  return given;
}
