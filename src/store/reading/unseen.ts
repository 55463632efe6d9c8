import type { StoredResult } from '../../work/keep/reading.ts';
import type { Piece, Sql } from '../sql.ts';

/**
 * Where a result names results of another response: the plan that it takes the place of, and what became of that one.
 * A citizen has one level over all organisations, and whose the other was is not everybody's to know.
 */
const places: Readonly<Record<string, string>> = { CarePlan: 'replaces', Provenance: 'target' };

/** Ids in one statement. */
const most = 500;

/** Results without what they name of responses that are not seen; `seen` is a condition on those. */
export async function withoutUnseen(
  sql: Sql,
  results: readonly StoredResult[],
  seen: Piece,
): Promise<readonly StoredResult[]> {
  const named = [...new Set(results.flatMap((one) => namedBy(one).map(idIn)))];
  const visible = await seenAmong(sql, named, seen);
  return results.map((result) => {
    const all = namedBy(result);
    const left = all.filter((one) => visible.has(idIn(one)));
    if (left.length === all.length) return result;
    const { [placeIn(result)]: _, ...rest } = result.resource;
    return { ...result, resource: left.length === 0 ? rest : { ...result.resource, [placeIn(result)]: left } };
  });
}

interface Named {
  readonly reference?: string;
}

function placeIn({ type }: StoredResult): string {
  return places[type] ?? '';
}

function namedBy(result: StoredResult): readonly Named[] {
  const found = result.resource[placeIn(result)];
  return Array.isArray(found) ? (found as Named[]) : [];
}

function idIn({ reference = '' }: Named): string {
  return reference.slice(reference.lastIndexOf('/') + 1);
}

async function seenAmong(sql: Sql, ids: readonly string[], seen: Piece): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  for (let start = 0; start < ids.length; start += most) {
    const some = ids.slice(start, start + most);
    const rows = await sql.all<{ id: string }>(
      `SELECT DISTINCT resource.id FROM resource JOIN response ON response.number = resource.response
       WHERE resource.id IN (${some.map(() => '?').join(', ')}) AND ${seen.text}`,
      [...some, ...seen.values],
    );
    for (const { id } of rows) found.add(id);
  }
  return found;
}
