import type { Reading } from '../../work/keep/reading.ts';
import type { Packer } from '../pack.ts';
import { readLetter, readSentMessage } from '../records/letters.ts';
import type { Sql, Value } from '../sql.ts';
import { lastResults } from './last.ts';
import { readResponse, readVersions, searchResponses } from './responses.ts';
import { readResult, readResultVersions, searchResults } from './results.ts';

/** What can be asked of the store in one moment. */
export function readingIn(sql: Sql, packer: Packer): Reading {
  return {
    response: (id, version) => readResponse(sql, packer, id, version),
    versions: (id) => readVersions(sql, packer, id),
    responses: (criteria, page) => searchResponses(sql, packer, criteria, page),
    result: (type, id, version) => readResult(sql, packer, type, id, version),
    resultVersions: (type, id) => readResultVersions(sql, packer, type, id),
    results: (type, criteria, page) => searchResults(sql, packer, type, criteria, page),
    letter: (id) => readLetter(sql, packer, id),
    sentMessage: (by) => readSentMessage(sql, packer, by),
    lastResults: (type, criteria, most) => lastResults(sql, packer, type, criteria, most),
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
