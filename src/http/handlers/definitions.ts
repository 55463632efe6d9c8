import { refuse } from '../../outcome/problem.ts';
import { definitionsOf } from '../definitions/read.ts';
import { resultParameters, searchset } from '../definitions/search.ts';
import type { DefinitionType } from '../definitions/types.ts';
import type { Handler, Incoming, Route } from '../route.ts';

/** Read and search (GET, and POST _search) of one type of conformance resource. */
export function definitionRoutes(definitionType: DefinitionType): readonly Route[] {
  const { type, parameters } = definitionType;
  const search = {
    handle: ({ query, base }: Incoming) => ({ body: searchset(definitionType, query, `${base}/${type}`) }),
    query: [...parameters.map(({ name }) => name), ...resultParameters],
    claim: { kind: 'interaction', type, code: 'search-type' },
  } as const;
  return [
    { method: 'get', path: `/fhir/${type}`, ...search },
    { method: 'post', path: `/fhir/${type}/_search`, body: 'form', ...search },
    {
      method: 'get',
      path: `/fhir/${type}/:id`,
      handle: read(type),
      claim: { kind: 'interaction', type, code: 'read' },
    },
  ];
}

function read(type: string): Handler {
  return ({ params, base }) => {
    const found = definitionsOf(type).find(({ metadata }) => metadata.id === params.id);
    if (found === undefined) refuse('resource-unknown', { values: { search: `${base}/${type}` } });
    return { body: found.bytes, headers: { ETag: found.etag, 'Cache-Control': 'no-cache' } };
  };
}
