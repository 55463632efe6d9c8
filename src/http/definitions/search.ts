import { holdsCpr } from '../../intake/cpr.ts';
import { refuse } from '../../outcome/problem.ts';
import { refuseQuery } from '../query.ts';
import { type Criterion, criterion } from './match.ts';
import { type Definition, definitionsOf } from './read.ts';
import { type Subset, subsetOf, subsetParameters, written } from './subset.ts';
import type { DefinitionType, Metadata } from './types.ts';

/** Parameters of the result, beside the search parameters of the type. `_offset` is ours, for the next link. */
export const resultParameters = ['_count', '_offset', '_sort', '_total', ...subsetParameters];

/** Values of `_total`. */
export const totals = ['none', 'estimate', 'accurate'];

const usualCount = 20;
const most = 1000;

/**
 * Searches the resources of a type; every criterion counts. `address` is that of the type. Gives the searchset Bundle
 * as bytes.
 */
export function searchset(definitionType: DefinitionType, query: URLSearchParams, address: string): Buffer {
  const subset = subsetOf(definitionType.type, query);
  const criteria = [...query].flatMap(([name, value]) => criterionOf(definitionType, name, value));
  const compare = orderOf(definitionType, query.get('_sort'));
  const found = definitionsOf(definitionType.type)
    .filter(({ metadata }) => criteria.every((meets) => meets(metadata)))
    .toSorted(({ metadata: one }, { metadata: other }) => compare(one, other));
  const offset = wholeNumber(query, '_offset', 0);
  const count = subset === 'count' ? 0 : wholeNumber(query, '_count', usualCount);
  const total = isTotalWanted(query) ? { total: found.length } : {};
  const links = [{ relation: 'self', url: withQuery(address, query) }];
  if (count > 0 && offset + count < found.length) {
    const next = new URLSearchParams(query);
    next.set('_offset', String(offset + count));
    links.push({ relation: 'next', url: withQuery(address, next) });
  }
  const page = found.slice(offset, offset + count);
  return bundle(address, page, { ...total, link: links }, subset === 'count' ? undefined : subset);
}

function criterionOf({ parameters }: DefinitionType, given: string, value: string): Criterion[] {
  const [name = '', ...rest] = given.split(':');
  const parameter = parameters.find((candidate) => candidate.name === name);
  if (parameter !== undefined) return [criterion(parameter, rest.join(':'), value)];
  if (rest.length > 0) refuse('query-modifier', { values: { name, known: name } });
  return [];
}

/**
 * `_sort`: names of search parameters, each with `-` for the other direction; the order of ids without it. Code:
 * query-value.
 */
function orderOf({ parameters }: DefinitionType, sort: string | null): (one: Metadata, other: Metadata) => number {
  const keys = (sort === null ? [] : sort.split(',')).map((key) => {
    const parameter = parameters.find(({ name }) => name === key.replace(/^-/, ''));
    if (parameter === undefined) refuseQuery('_sort', parameters.map(({ name }) => name).join(', '));
    return { element: parameter.element, sign: key.startsWith('-') ? -1 : 1 };
  });
  return (one, other) => {
    for (const { element, sign } of keys) {
      const [a = '', b = ''] = [one[element], other[element]];
      if (a !== b) return a < b ? -sign : sign;
    }
    return 0;
  };
}

/** `_total`; to count is no work here, so that only who wants none gets none. Code: query-value. */
function isTotalWanted(query: URLSearchParams): boolean {
  const total = query.get('_total') ?? 'accurate';
  return totals.includes(total) ? total !== 'none' : refuseQuery('_total', totals.join(', '));
}

function wholeNumber(query: URLSearchParams, name: string, usual: number): number {
  const given = query.get(name);
  if (given === null) return usual;
  const number = Number(given);
  if (/^\d{1,6}$/.test(given)) return Math.min(number, most);
  return refuseQuery(name, 'et helt tal', 'a whole number');
}

/** Without what may be a citizen's number: no definition has one, and whoever is on the way logs addresses. */
function withQuery(address: string, query: URLSearchParams): string {
  const shown = [...query].filter((parameter) => !parameter.some(holdsCpr));
  return shown.length === 0 ? address : `${address}?${new URLSearchParams(shown)}`;
}

/** The resources stand in the Bundle byte for byte as in their files, unless only a part of them is wanted. */
function bundle(address: string, found: readonly Definition[], head: object, subset: Subset): Buffer {
  const start = JSON.stringify({ resourceType: 'Bundle', type: 'searchset', ...head }).slice(0, -1);
  if (found.length === 0) return Buffer.from(`${start}}`);
  const entries = found.flatMap((definition, index) => [
    Buffer.from(
      `${index === 0 ? '' : ','}{"fullUrl":${JSON.stringify(`${address}/${definition.metadata.id}`)},"resource":`,
    ),
    written(definition, subset),
    Buffer.from(',"search":{"mode":"match"}}'),
  ]);
  return Buffer.concat([Buffer.from(`${start},"entry":[`), ...entries, Buffer.from(']}')]);
}
