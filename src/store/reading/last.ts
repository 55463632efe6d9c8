import type { StoredResult } from '../../work/keep/reading.ts';
import type { Packer } from '../pack.ts';
import type { Sql } from '../sql.ts';
import { joined, ofType, type ResultRow, toResults } from './results.ts';
import type { Criterion } from './where.ts';

/**
 * The last results of a type, at most so many for each code and variant. First comes what no newer level has taken the
 * place of, and of that what is more than a suggestion: the level in force. What was withdrawn is left out.
 */
export async function lastResults(
  sql: Sql,
  packer: Packer,
  type: string,
  criteria: readonly Criterion[],
  most: number,
): Promise<readonly StoredResult[]> {
  const meets = ofType(type, criteria);
  const rows = await sql.all<ResultRow>(
    `WITH ranked AS (
       SELECT resource.id, resource.version, row_number() OVER (
         PARTITION BY resource.codes, response.variant
         ORDER BY CASE WHEN response.superseded_by IS NULL THEN 0 ELSE 1 END,
           CASE WHEN resource.status = 'preliminary' THEN 1 ELSE 0 END,
           resource.date_from DESC, response.number DESC
       ) AS place
       FROM resource JOIN response ON response.number = resource.response
       WHERE ${meets.text} AND resource.status <> 'entered-in-error'
     )
     ${joined} JOIN ranked ON ranked.id = resource.id AND ranked.version = resource.version
     WHERE ranked.place <= ? ORDER BY resource.codes, response.variant, ranked.place`,
    [...meets.values, most],
  );
  return toResults(packer, rows);
}
