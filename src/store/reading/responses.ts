import type { Found, Page, StoredResponse, Versions, VersionsFound } from '../../work/keep/reading.ts';
import type { Packer } from '../pack.ts';
import { type ResponseRow, toReceived, toResponse, type VersionRow } from '../records/responses.ts';
import { first, type Piece, type Row, type Sql } from '../sql.ts';
import { isRareQuestionnaire, withRareSystems } from './rare.ts';
import { readWithin } from './room.ts';
import {
  afterLast,
  type Columns,
  type Criterion,
  forEachStatus,
  namesFew,
  pageOf,
  versionsPage,
  where,
  year,
} from './where.ts';

/** A response with one of its versions. */
interface JoinedRow extends ResponseRow {
  v_version: number;
  v_status: VersionRow['status'];
  v_received: Uint8Array;
  v_dictionary: number;
  v_at: number;
}

const joined = `SELECT response.*, version.version AS v_version, version.status AS v_status, version.received AS v_received,
  version.dictionary AS v_dictionary, version.at AS v_at
  FROM response JOIN version ON version.response = response.number AND response.origin = 'response'`;

const columns: Columns = {
  id: 'response.id',
  status: 'response.status',
  questionnaire: 'response.questionnaire',
  date: ['response.authored_from', 'response.authored_to'],
  longest: year,
  updated: 'response.updated_at',
};

/**
 * The columns as conditions, some of them such that no index serves: where few rows are named, one of statuses would be
 * gone through as a whole for them, and there are few Questionnaires, so that theirs helps in its own order only.
 */
function columnsFor(criteria: readonly Criterion[], by: Page['by'], isRare: boolean): Columns {
  const few = namesFew(criteria);
  return {
    ...columns,
    status: few || isRare ? "response.status || ''" : columns.status,
    questionnaire: few || (by !== 'number' && !isRare) ? "response.questionnaire || ''" : columns.questionnaire,
  };
}

const sortColumns = {
  number: 'response.number',
  date: 'response.authored_from',
  updated: 'response.updated_at',
} as const;

function toStored(packer: Packer, row: JoinedRow): StoredResponse {
  const version = {
    version: row.v_version,
    status: row.v_status,
    received: row.v_received,
    dictionary: row.v_dictionary,
    at: row.v_at,
  };
  return { kept: toResponse(row), received: toReceived(packer, version) };
}

/** A response by its id: its newest version, or the one that is asked for. */
export async function readResponse(
  sql: Sql,
  packer: Packer,
  id: string,
  version: number | undefined,
  seen: Piece,
): Promise<StoredResponse | undefined> {
  const row = await first<JoinedRow>(
    sql,
    `${joined} WHERE response.id = ? AND version.version = ${version === undefined ? 'response.version' : '?'} AND ${seen.text}`,
    [id, ...(version === undefined ? [] : [version]), ...seen.values],
  );
  return row === undefined ? undefined : toStored(packer, row);
}

/** Its versions, the newest first. */
export async function readVersions(
  sql: Sql,
  packer: Packer,
  id: string,
  seen: Piece,
  which: Versions,
): Promise<VersionsFound<StoredResponse>> {
  const read = (after: JoinedRow | undefined, count: number) => {
    const page = versionsPage('version', { ...which, count, before: after?.v_version ?? which.before });
    const values = [id, ...seen.values, ...page.values];
    return sql.all<JoinedRow>(`${joined} WHERE response.id = ? AND ${seen.text} ${page.text}`, values);
  };
  return readWithin(which.count, read, (row) => taken(packer, row));
}

/**
 * One page of the responses that meet all criteria, in their newest versions. A response without the date that is
 * sorted by comes last or is left out.
 */
export async function searchResponses(
  sql: Sql,
  packer: Packer,
  given: readonly Criterion[],
  page: Page,
): Promise<Found<StoredResponse>> {
  const criteria = await withRareSystems(sql, given);
  const isRare = page.by !== 'number' && (await isRareQuestionnaire(sql, criteria));
  const column = isRare ? `${sortColumns[page.by]} + 0` : sortColumns[page.by];
  const order = page.by === 'number' ? [column] : [column, 'response.number'];
  const direction = page.newestFirst ? 'DESC' : 'ASC';
  const read = (behind: JoinedRow | undefined, count: number) => {
    const begin = behind === undefined ? page.after : placeOf(behind, page.by);
    const after = begin && (page.by === 'number' ? [begin.number] : [begin.value, begin.number]);
    const begins = afterLast(order, page.newestFirst, after);
    const selects = forEachStatus(criteria).map((one) => {
      const meets = where(one, columnsFor(one, page.by, isRare));
      return {
        text: `${joined} AND version.version = response.version WHERE ${meets.text} AND ${begins.text} AND ${column} IS NOT NULL`,
        values: [...meets.values, ...begins.values],
      };
    });
    const { text, values } = pageOf(selects, order, direction, count);
    return sql.all<JoinedRow>(text, values);
  };
  const { rows, last, more } = await readWithin(page.count, read, (row) => taken(packer, row));
  const next = more && last !== undefined ? placeOf(last, page.by) : undefined;
  const total = page.total ? await countResponses(sql, criteria, page.by, isRare) : undefined;
  return { rows, next, total };
}

/** Where a page that ends with this row goes on. */
function placeOf({ number, authored_from, updated_at }: JoinedRow, by: Page['by']): NonNullable<Page['after']> {
  return { value: { number, date: authored_from, updated: updated_at }[by] ?? 0, number };
}

function taken(packer: Packer, row: JoinedRow) {
  const kept = toStored(packer, row);
  return { kept, length: kept.received.text.length };
}

async function countResponses(
  sql: Sql,
  criteria: readonly Criterion[],
  by: Page['by'],
  isRare: boolean,
): Promise<number> {
  const { text, values } = where(criteria, columnsFor(criteria, by, isRare));
  const row = await first<Row & { total: number }>(
    sql,
    `SELECT count(*) AS total FROM response WHERE response.origin = 'response' AND ${text}`,
    values,
  );
  return row?.total ?? 0;
}
