import { jsonBytes } from '../../resources/json-bytes.ts';
import type { IndexedResource, Outcome } from '../../work/keep/records.ts';
import { type Packer, packText } from '../pack.ts';
import { first, type Sql } from '../sql.ts';

/**
 * Keeps a Bundle, and lists its resources: one row each. A resource that is in the store already gets
 * its next version; which one is the newest is a column, so that searches need not look for it.
 */
export async function addOutcome(
  sql: Sql,
  packer: Packer,
  { response, version, cause, bundle, resources }: Outcome,
  now: number,
): Promise<number> {
  const { bytes, dictionary } = 'bytes' in bundle ? bundle : packText(packer, jsonBytes(bundle));
  const row = await first<{ number: number }>(
    sql,
    'INSERT INTO outcome (response, version, cause, bundle, dictionary, at) VALUES (?, ?, ?, ?, ?, ?) RETURNING number',
    [response, version, cause, bytes, dictionary, now],
  );
  const outcome = row?.number ?? 0;
  // Of the first version of a response nothing is there yet.
  const isFirst = version === 1 && cause === 'received' && resources.every((one) => one.response === response);
  const versions = isFirst ? new Map<string, number>() : await nextVersions(sql, resources);
  const rows = resources.map(({ id, response: from, type, entry, status, codes, value, date }) => {
    const [begin = null, end = null] = date ?? [];
    const searched = [status ?? null, codes ?? null, value ?? null, begin, end];
    return [id, versions.get(id) ?? 1, type, from, outcome, entry, 1, ...searched, now];
  });
  await sql.insert(
    'resource (id, version, type, response, outcome, entry, newest, status, codes, value, date_from, date_to, at)',
    rows,
  );
  return outcome;
}

/** The next version of each, where there is an older one, which is the newest no more. */
async function nextVersions(sql: Sql, resources: readonly IndexedResource[]): Promise<ReadonlyMap<string, number>> {
  const responses = [...new Set(resources.map(({ response }) => response))];
  if (responses.length === 0) return new Map();
  const ids = new Set(resources.map(({ id }) => id));
  const older = await sql.all<{ id: string; version: number }>(
    `SELECT id, version FROM resource WHERE newest = 1 AND response IN (${responses.map(() => '?').join(', ')})`,
    responses,
  );
  const again = older.filter(({ id }) => ids.has(id));
  if (again.length > 0) {
    await sql.all(
      `UPDATE resource SET newest = 0 WHERE newest = 1 AND id IN (${again.map(() => '?').join(', ')})`,
      again.map(({ id }) => id),
    );
  }
  return new Map(again.map(({ id, version }) => [id, version + 1]));
}
