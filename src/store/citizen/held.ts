import type { StoredResponse, StoredResult } from '../../work/keep/reading.ts';
import type { CitizenKey } from '../../work/keep/records.ts';
import { everything } from '../../work/keep/sight.ts';
import type { StoredLetter } from '../../work/letters/records.ts';
import type { Packer } from '../pack.ts';
import { readVersions } from '../reading/responses.ts';
import { readResultVersions } from '../reading/results.ts';
import { readLetter } from '../records/letters.ts';
import { first, type Row, type Sql } from '../sql.ts';

/** Whatever organisation it is of. */
const all = { text: '1 = 1', values: [] };

/** Everything that is held about one citizen, but for the audit. */
export interface Held {
  readonly numbers: readonly CitizenKey[];
  /** Every version, as received. */
  readonly responses: readonly StoredResponse[];
  /** Every version of what came of them. */
  readonly results: readonly StoredResult[];
  readonly letters: readonly StoredLetter[];
}

/** Our own key of the citizen with this number; undefined where nothing of them is held. */
export async function citizenWith(sql: Sql, { system, value }: CitizenKey): Promise<number | undefined> {
  const row = await first<{ citizen: number }>(
    sql,
    'SELECT citizen FROM citizen_number WHERE system = ? AND value = ?',
    [system, value],
  );
  return row?.citizen;
}

/** Every number that is known to be theirs. */
export function numbersOf(sql: Sql, citizen: number): Promise<readonly (Row & CitizenKey)[]> {
  return sql.all('SELECT system, value FROM citizen_number WHERE citizen = ? ORDER BY system, value', [citizen]);
}

export async function heldOf(sql: Sql, packer: Packer, citizen: number): Promise<Held> {
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
