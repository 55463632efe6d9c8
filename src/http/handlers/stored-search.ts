import type { Archive, Carried } from '../../work/keep/archive.ts';
import type { Criterion, Page, Reading, StoredResult } from '../../work/keep/reading.ts';
import { checkNeeds } from '../admission.ts';
import { disclosedSearch } from '../disclosure.ts';
import { refuseQuery } from '../query.ts';
import type { Handler, ParameterDoc, Route } from '../route.ts';
import { resourceAnswer } from '../route.ts';
import { asFollowed } from '../stored/answer.ts';
import { searchset } from '../stored/bundles.ts';
import { type Search, toCursor } from '../stored/cursor.ts';
import { answerParameters, type StoredType } from '../stored/parameters.ts';
import { type Stored, storedResponse, storedResult } from '../stored/resource.ts';
import { readSearch } from '../stored/search.ts';

/** Search of one stored type by GET, and by POST `_search`, where a citizen's number may stand. */
export function searchRoutes(archive: Archive, stored: StoredType): readonly Route[] {
  const { type, parameters } = stored;
  const docs: ParameterDoc[] = [
    ...parameters.map(({ name, type: how, definition }) => ({ name, type: how, text: `R4: ${definition}` })),
    ...answerParameters,
  ];
  const shared = {
    scope: [`${type}.s`],
    handle: search(archive, stored),
    query: docs.map(({ name }) => name),
    claim: { kind: 'interaction', type, code: 'search-type' },
    doc: { summary: `Search ${type}`, returns: 'Bundle', parameters: docs },
  } as const;
  return [
    { method: 'get', path: `/fhir/${type}`, ...shared },
    { method: 'post', path: `/fhir/${type}/_search`, body: 'form', ...shared },
  ];
}

function search({ readFor, carried }: Archive, stored: StoredType): Handler {
  return (received) => {
    const incoming = asFollowed(received);
    return readFor(incoming.caller.sight, async (reading) => {
      const asked = await readSearch({ reading, carried }, stored, incoming);
      const { rows, next, total } = await hitsOf(reading, stored.type, asked.criteria, asked.page);
      const types = includedTypes(asked);
      for (const type of types) checkNeeds([`${type}.r`], incoming.caller);
      const included = await includedWith(reading, types, rows);
      const answer = resourceAnswer(
        searchset(stored, incoming, {
          matches: rows,
          included,
          total,
          next: following(asked, next, carried),
          countOnly: asked.countOnly,
        }),
      );
      const citizens = [...rows, ...included].map(({ citizen }) => citizen);
      return { ...answer, discloses: disclosedSearch(stored, incoming, citizens) };
    });
  };
}

/** The search whose first hit is the one after the page, as its link carries it. */
function following(asked: Search, after: Page['after'], carried: Carried): string | undefined {
  if (after === undefined || asked.countOnly) return undefined;
  return toCursor({ ...asked, page: { ...asked.page, after } }, carried);
}

interface Hits {
  readonly rows: readonly (Stored & Pick<StoredResult, 'response' | 'citizen'>)[];
  readonly next: Page['after'];
  readonly total: number | undefined;
}

async function hitsOf(reading: Reading, type: string, criteria: readonly Criterion[], page: Page): Promise<Hits> {
  if (type === 'QuestionnaireResponse') {
    const { rows, ...rest } = await reading.responses(criteria, page);
    return {
      ...rest,
      rows: rows.map((row) => ({ ...storedResponse(row), response: row.kept.id, citizen: row.kept.namedBy })),
    };
  }
  const { rows, ...rest } = await reading.results(type, criteria, page);
  return { ...rest, rows: rows.map((row) => ({ ...storedResult(row), response: row.response, citizen: row.citizen })) };
}

/** The types of what was asked to come along: each takes its own permission. */
function includedTypes({ includes, reverseIncludes }: Search): ReadonlySet<string> {
  return new Set([
    ...includes.map((one) => (one === 'Task:based-on' ? 'CarePlan' : 'QuestionnaireResponse')),
    ...reverseIncludes.map((one) => one.split(':', 1)[0] ?? ''),
  ]);
}

/** What was asked to come along: resources of the same responses, each once. */
async function includedWith(reading: Reading, types: ReadonlySet<string>, rows: Hits['rows']): Promise<Hits['rows']> {
  const responses = [...new Set(rows.map(({ response }) => response))];
  if (responses.length === 0) return [];
  const found: Hits['rows'][number][] = [];
  for (const type of types) {
    const on = type === 'QuestionnaireResponse' ? 'id' : 'of';
    const page = { by: 'number', newestFirst: true, count: 10_000, total: false } as const;
    const { rows: some, next } = await hitsOf(reading, type, [{ on, oneOf: responses }], page);
    // A part of it alone would be taken for all.
    if (next !== undefined)
      refuseQuery('_count', 'færre, da det, der følger med, fylder for meget', 'fewer: what comes along is too much');
    found.push(...some);
  }
  return found;
}
