import type { Archive } from '../../work/keep/archive.ts';
import { disclosedSearch } from '../disclosure.ts';
import { refuseQuery } from '../query.ts';
import { type Handler, type ParameterDoc, type Route, resourceAnswer } from '../route.ts';
import { withParameters } from '../stored/asked.ts';
import { searchset } from '../stored/bundles.ts';
import type { StoredParameter, StoredType } from '../stored/parameters.ts';
import { storedResult } from '../stored/resource.ts';
import { readSearch } from '../stored/search.ts';

const usual = 1;
const most = 100;
const operation = '/$lastn';

/** What R4's operation is asked by: whose results, of which codes, how many of each. */
const taken: readonly StoredParameter['kind'][] = ['citizen', 'code', 'status', 'value', 'date'];

/**
 * `Observation/$lastn` by GET, and by POST of a form or of Parameters, where a citizen's number may stand: of each code
 * and variant the level in force.
 */
export function lastRoutes(archive: Archive, stored: StoredType): readonly Route[] {
  const { type } = stored;
  const parameters = stored.parameters.filter(({ kind }) => taken.includes(kind));
  const docs: ParameterDoc[] = [
    ...parameters.map(({ name, type: how, definition }) => ({ name, type: how, text: `R4: ${definition}` })),
    { name: 'max', type: 'integer', text: `How many results of each code and variant (${usual}; ${most} at most).` },
  ];
  const names = docs.map(({ name }) => name);
  const shared = {
    path: `/fhir/${type}${operation}`,
    scope: [`${type}.s`],
    handle: last(archive, { ...stored, parameters }, names),
    query: names,
    claim: { kind: 'operation', type, name: 'lastn' },
    doc: {
      summary: 'The level in force: the last result of each code and variant',
      returns: 'Bundle',
      parameters: docs,
    },
  } as const;
  return [
    { method: 'get', ...shared },
    { method: 'post', body: 'search', ...shared },
  ];
}

function last({ readFor, carried }: Archive, stored: StoredType, names: readonly string[]): Handler {
  return (received) =>
    readFor(received.caller.sight, async (reading) => {
      const incoming = withParameters(received, names);
      if (incoming.query.getAll('max').length > 1) refuseQuery('max', 'kun én', 'one alone');
      const count = countOf(incoming.query.get('max'));
      const search = await readSearch({ reading, carried }, stored, incoming, operation.slice(1));
      if (!search.criteria.some(({ on }) => on === 'citizen' || on === 'subject-reference')) {
        refuseQuery('patient', 'hvis resultater', 'whose results');
      }
      const found = await reading.lastResults(stored.type, search.criteria, count);
      const matches = found.map(storedResult);
      const hits = { matches, included: [], next: undefined, total: matches.length, countOnly: false };
      const answer = resourceAnswer(searchset(stored, incoming, hits, operation));
      const citizens = found.map(({ citizen }) => citizen);
      return { ...answer, discloses: disclosedSearch(stored, incoming, citizens, operation.slice(1)) };
    });
}

function countOf(text: string | null): number {
  const count = Number(text ?? usual);
  if (Number.isInteger(count) && count >= 1 && count <= most) return count;
  return refuseQuery('max', `et helt tal fra 1 til ${most}`, `a whole number from 1 to ${most}`);
}
