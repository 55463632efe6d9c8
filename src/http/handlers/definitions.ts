import { refuse } from '../../outcome/problem.ts';
import { definitionsOf } from '../definitions/read.ts';
import { resultParameters, searchset } from '../definitions/search.ts';
import type { DefinitionType } from '../definitions/types.ts';
import type { Handler, Incoming, ParameterDoc, Route } from '../route.ts';

/** Read and search (GET, and POST _search) of one type of conformance resource. */
export function definitionRoutes(definitionType: DefinitionType): readonly Route[] {
  const { type, parameters } = definitionType;
  const search = {
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
      handle: read(type),
      claim: { kind: 'interaction', type, code: 'read' },
      doc: { summary: `Read one ${type}`, returns: type },
    },
  ];
}

function searchDocs({ parameters }: DefinitionType): ParameterDoc[] {
  return [
    ...parameters.map(({ name, type, definition }) => ({ name, type, text: `R4: ${definition}` })),
    { name: '_count', type: 'integer', text: 'How many resources a page has at most; 0 counts only.' },
    { name: '_offset', type: 'integer', text: 'How many resources are passed over; the next link has it.' },
  ];
}

function read(type: string): Handler {
  return ({ params, base }) => {
    const found = definitionsOf(type).find(({ metadata }) => metadata.id === params.id);
    if (found === undefined) refuse('resource-unknown', { values: { search: `${base}/${type}` } });
    return { written: found.bytes, headers: { ETag: found.etag, 'Cache-Control': 'no-cache' } };
  };
}
