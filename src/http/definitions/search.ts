import { refuse } from '../../outcome/problem.ts';
import { type Criterion, criterion } from './match.ts';
import { type Definition, definitionsOf } from './read.ts';
import type { DefinitionType } from './types.ts';

/** Parameters of the result, beside the search parameters of the type. `_offset` is ours, for the next link. */
export const resultParameters = ['_count', '_offset'];

const usualCount = 20;
const most = 1000;

/** Searches the resources of a type; every criterion counts. `address` is that of the type. Gives the searchset Bundle as bytes. */
export function searchset(definitionType: DefinitionType, query: URLSearchParams, address: string): Buffer {
  const criteria = [...query].flatMap(([name, value]) => criterionOf(definitionType, name, value));
  const found = definitionsOf(definitionType.type).filter(({ metadata }) => criteria.every((meets) => meets(metadata)));
  const offset = wholeNumber(query, '_offset', 0);
  const count = wholeNumber(query, '_count', usualCount);
  const links = [{ relation: 'self', url: withQuery(address, query) }];
  if (count > 0 && offset + count < found.length) {
    const next = new URLSearchParams(query);
    next.set('_offset', String(offset + count));
    links.push({ relation: 'next', url: withQuery(address, next) });
  }
  return bundle(address, found.slice(offset, offset + count), { total: found.length, link: links });
}

function criterionOf({ parameters }: DefinitionType, given: string, value: string): Criterion[] {
  const [name = '', ...rest] = given.split(':');
  const parameter = parameters.find((candidate) => candidate.name === name);
  if (parameter !== undefined) return [criterion(parameter, rest.join(':'), value)];
  if (rest.length > 0) refuse('query-modifier', { values: { name, known: name } });
  return [];
}

function wholeNumber(query: URLSearchParams, name: string, usual: number): number {
  const given = query.get(name);
  if (given === null) return usual;
  const number = Number(given);
  if (/^\d{1,6}$/.test(given)) return Math.min(number, most);
  refuse('query-value', { values: { name, expected: 'et helt tal', expectedEn: 'a whole number' } });
}

function withQuery(address: string, query: URLSearchParams): string {
  return query.size === 0 ? address : `${address}?${query}`;
}

/** The resources stand in the Bundle byte for byte as in their files. */
function bundle(address: string, found: readonly Definition[], head: object): Buffer {
  const start = JSON.stringify({ resourceType: 'Bundle', type: 'searchset', ...head }).slice(0, -1);
  if (found.length === 0) return Buffer.from(`${start}}`);
  const entries = found.flatMap(({ metadata, bytes }, index) => [
    Buffer.from(`${index === 0 ? '' : ','}{"fullUrl":${JSON.stringify(`${address}/${metadata.id}`)},"resource":`),
    bytes,
    Buffer.from(',"search":{"mode":"match"}}'),
  ]);
  return Buffer.concat([Buffer.from(`${start},"entry":[`), ...entries, Buffer.from(']}')]);
}
