import type { StoredResponse, StoredResult } from '../../work/keep/reading.ts';
import type { CitizenKey } from '../../work/keep/records.ts';
import { everything } from '../../work/keep/sight.ts';
import type { StoredLetter } from '../../work/letters/records.ts';
import { seesResponse } from '../access/parties.ts';
import type { Packer } from '../pack.ts';
import { readVersions } from '../reading/responses.ts';
import { readResultVersions } from '../reading/results.ts';
import { numbersOf } from '../records/citizens.ts';
import { readLetter } from '../records/letters.ts';
import type { Row, Sql } from '../sql.ts';

/** Everything that is held about one citizen, but for the audit. */
export interface Held {
  readonly numbers: readonly CitizenKey[];
  /** Every version, as received. */
  readonly responses: readonly StoredResponse[];
  /** Every version of what came of them. */
  readonly results: readonly StoredResult[];
  readonly letters: readonly StoredLetter[];
}

export async function heldOf(sql: Sql, packer: Packer, citizen: number): Promise<Held> {
  const all = seesResponse(everything);
  const responses: StoredResponse[] = [];
  const results: StoredResult[] = [];
  const letters: StoredLetter[] = [];
  for (const { id } of await ids(sql, 'SELECT id FROM response WHERE citizen = ? ORDER BY number', citizen)) {
    responses.push(...(await readVersions(sql, packer, id, all)));
  }
  const found = await sql.all<{ id: string; type: string }>(
    `SELECT DISTINCT resource.type, resource.id FROM resource JOIN response ON response.number = resource.response
     WHERE response.citizen = ? ORDER BY resource.type, resource.id`,
    [citizen],
  );
  for (const { type, id } of found) results.push(...(await readResultVersions(sql, packer, type, id, all)));
  for (const { id } of await ids(sql, 'SELECT id FROM letter WHERE citizen = ? ORDER BY number', citizen)) {
    const letter = await readLetter(sql, packer, id, everything);
    if (letter !== undefined) letters.push(letter);
  }
  return { numbers: await numbersOf(sql, citizen), responses, results, letters };
}

function ids(sql: Sql, text: string, citizen: number): Promise<readonly (Row & { id: string })[]> {
  return sql.all(text, [citizen]);
}
