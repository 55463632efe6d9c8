import type { StoredResponse, StoredResult, Versions, VersionsFound } from '../../work/keep/reading.ts';
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
    responses.push(...(await every((which) => readVersions(sql, packer, id, all, which))));
  }
  const found = await sql.all<{ id: string; type: string }>(
    `SELECT DISTINCT resource.type, resource.id FROM resource JOIN response ON response.number = resource.response
     WHERE response.citizen = ? ORDER BY resource.type, resource.id`,
    [citizen],
  );
  for (const { type, id } of found) {
    results.push(...(await every((which) => readResultVersions(sql, packer, type, id, all, which))));
  }
  for (const { id } of await ids(sql, 'SELECT id FROM letter WHERE citizen = ? ORDER BY number', citizen)) {
    const letter = await readLetter(sql, packer, id, everything);
    if (letter !== undefined) letters.push(letter);
  }
  return { numbers: await numbersOf(sql, citizen), responses, results, letters };
}

/** All versions, page after page. */
async function every<Version extends StoredResponse | StoredResult>(
  page: (which: Versions) => Promise<VersionsFound<Version>>,
): Promise<readonly Version[]> {
  const all: Version[] = [];
  let before: number | undefined;
  for (;;) {
    const { rows, more } = await page({ count: 1_000, before });
    all.push(...rows);
    const last = rows.at(-1);
    if (!more || last === undefined) return all;
    before = 'received' in last ? last.received.version : last.version;
  }
}

function ids(sql: Sql, text: string, citizen: number): Promise<readonly (Row & { id: string })[]> {
  return sql.all(text, [citizen]);
}
