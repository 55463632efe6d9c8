import { definitionsOf } from '../definitions/read.ts';
import { resultParameters, searchset, totals } from '../definitions/search.ts';
import { subsetOf, subsetParameters, summaries, written } from '../definitions/subset.ts';
import type { DefinitionType } from '../definitions/types.ts';
import { refuseQuery } from '../query.ts';
import type { Handler, Incoming, ParameterDoc, Route } from '../route.ts';
import { refuseUnknown } from '../unknown.ts';

/** Read and search (GET, and POST _search) of one type of conformance resource. */
export function definitionRoutes(definitionType: DefinitionType): readonly Route[] {
  const { type, parameters } = definitionType;
  const search = {
    scope: [`${type}.s`],
    handle: ({ query, base }: Incoming) => ({ written: searchset(definitionType, query, `${base}/${type}`) }),
    query: [...parameters.map(({ name }) => name), ...resultParameters],
    claim: { kind: 'interaction', type, code: 'search-type' },
    doc: { summary: `Search ${type}`, returns: 'Bundle', parameters: searchDocs(definitionType) },
  } as const;
  return [
    { method: 'get', path: `/fhir/${type}`, ...search },
    { method: 'post', path: `/fhir/${type}/_search`, body: 'form', ...search },
    {
      method: 'get',
      path: `/fhir/${type}/:id`,
      scope: [`${type}.r`],
      handle: read(type),
      claim: { kind: 'interaction', type, code: 'read' },
      query: subsetParameters,
      doc: { summary: `Read one ${type}`, returns: type, parameters: subsetDocs },
    },
  ];
}

const subsetDocs: readonly ParameterDoc[] = [
  {
    name: '_summary',
    type: 'string',
    values: summaries,
    text: 'Which part of the resources is given.',
  },
  { name: '_elements', type: 'string', text: 'Names of the elements that are given, separated by commas.' },
];

function searchDocs({ parameters }: DefinitionType): ParameterDoc[] {
  return [
    ...parameters.map(({ name, type, definition }) => ({ name, type, text: `R4: ${definition}` })),
    { name: '_count', type: 'integer', text: 'How many resources a page has at most; 0 counts only.' },
    { name: '_offset', type: 'integer', text: 'How many resources are passed over; the next link has it.' },
    { name: '_sort', type: 'string', text: 'Names of search parameters, with - for the other direction.' },
    { name: '_total', type: 'string', values: totals, text: 'Whether the total is given.' },
    ...subsetDocs,
  ];
}

function read(type: string): Handler {
  return ({ params, query, base }) => {
    const subset = subsetOf(type, query);
    const found = definitionsOf(type).find(({ metadata }) => metadata.id === params.id);
    if (found === undefined) refuseUnknown(base, type);
    if (subset === 'count') refuseQuery('_summary', 'true, text, data, false');
    // What a part of it is tagged with must not pass for the whole.
    const etag = subset === undefined ? { ETag: found.etag } : {};
    return { written: written(found, subset), headers: { ...etag, 'Cache-Control': 'no-cache' } };
  };
}
