import type { Reading, StoredResult } from '../../work/keep/reading.ts';
import type { Sight } from '../../work/keep/sight.ts';
import { seesResponse } from '../access/parties.ts';
import type { Packer } from '../pack.ts';
import { readLetter, readSentMessage } from '../records/letters.ts';
import type { Sql, Value } from '../sql.ts';
import { lastResults } from './last.ts';
import { readResponse, readVersions, searchResponses } from './responses.ts';
import { readResult, readResultVersions, searchResults } from './results.ts';
import { withoutUnseen } from './unseen.ts';
import type { Criterion } from './where.ts';

/** What can be asked of the store in one moment. */
export function readingIn(sql: Sql, packer: Packer, sight: Sight): Reading {
  const seen = seesResponse(sight);
  const within = (criteria: readonly Criterion[]): readonly Criterion[] =>
    sight.sees === 'all' ? criteria : [...criteria, { on: 'sight', sight }];
  const shown = async (results: readonly StoredResult[]): Promise<readonly StoredResult[]> =>
    sight.sees === 'all' ? results : withoutUnseen(sql, results, seen);
  return {
    response: (id, version) => readResponse(sql, packer, id, version, seen),
    versions: (id, which) => readVersions(sql, packer, id, seen, which),
    responses: (criteria, page) => searchResponses(sql, packer, within(criteria), page),
    result: async (type, id, version) => {
      const found = await readResult(sql, packer, type, id, version, seen);
      return found && (await shown([found]))[0];
    },
    resultVersions: async (type, id, which) => {
      const { rows, more } = await readResultVersions(sql, packer, type, id, seen, which);
      return { rows: await shown(rows), more };
    },
    results: async (type, criteria, page) => {
      const { rows, ...rest } = await searchResults(sql, packer, type, within(criteria), page);
      return { ...rest, rows: await shown(rows) };
    },
    letter: (id) => readLetter(sql, packer, id, sight),
    sentMessage: (by) => readSentMessage(sql, packer, by),
    lastResults: async (type, criteria, most) => shown(await lastResults(sql, packer, type, within(criteria), most)),
    citizens: async (numbers) => {
      const meets = numbers.map(({ system }) => (system === undefined ? 'value = ?' : '(value = ? AND system = ?)'));
      const values = numbers.flatMap(({ system, value }): Value[] =>
        system === undefined ? [value] : [value, system],
      );
      const rows = await sql.all<{ citizen: number }>(
        `SELECT DISTINCT citizen FROM citizen_number WHERE ${meets.join(' OR ')} ORDER BY citizen`,
        values,
      );
      return rows.map(({ citizen }) => citizen);
    },
  };
}
