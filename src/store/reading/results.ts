import type { Bundle } from 'fhir/r4.js';
import type { Found, Page, StoredResult, Versions, VersionsFound } from '../../work/keep/reading.ts';
import type { Packer } from '../pack.ts';
import { first, type Piece, type Row, type Sql } from '../sql.ts';
import { isRareStatus } from './rare.ts';
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

/** A row of `resource`, with the Bundle that it stands in. */
export interface ResultRow extends Row {
  id: string;
  type: string;
  version: number;
  outcome: number;
  entry: number;
  at: number;
  date_from: number | null;
  bundle: Uint8Array;
  dictionary: number;
  response_id: string;
  named_system: string;
  named_value: string;
}

/** A result with the Bundle that it stands in. */
export const joined = `SELECT resource.id, resource.type, resource.version, resource.outcome, resource.entry, resource.at, resource.date_from,
  outcome.bundle, outcome.dictionary, response.id AS response_id,
  response.named_system, response.named_value
  FROM resource JOIN outcome ON outcome.number = resource.outcome JOIN response ON response.number = resource.response`;

/**
 * The type as a condition that no index serves: SQLite would go through all of the type for it, past the one row that
 * is named.
 */
const typed = "resource.type || '' = ?";

const columns: Columns = {
  id: 'resource.id',
  status: 'resource.status',
  questionnaire: 'response.questionnaire',
  date: ['resource.date_from', 'resource.date_to'],
  longest: year,
  updated: 'resource.at',
};

/** The condition of a search for results of a type; few rows that are named are found first, past the type. */
export function ofType(type: string, criteria: readonly Criterion[]): Piece {
  const { text, values } = where(criteria, { ...columns, longest: type === 'CarePlan' ? undefined : year });
  const named = namesFew(criteria) ? typed : 'resource.type = ?';
  return { text: `${named} AND resource.newest = 1 AND ${text}`, values: [type, ...values] };
}

/**
 * An outcome has at most this many entries, so that one number says where a result stands in the order of the commits.
 */
const mostEntries = 1000;

/** Bundles that are held while rows are read: those of one response stand beside each other, mostly. */
const mostBundles = 8;

/** The resources of rows, their references by type and id. */
export function toResults(packer: Packer, rows: readonly ResultRow[]): readonly StoredResult[] {
  const read = resultReader(packer);
  return rows.map((row) => read(row).kept);
}

/** Reads one row after the other, a Bundle once for those that follow each other; tells how long each resource is. */
function resultReader({
  unpack,
}: Packer): (row: ResultRow) => { readonly kept: StoredResult; readonly length: number } {
  const bundles = new Map<number, Bundle>();
  return (row) => {
    const bundle = bundles.get(row.outcome) ?? (JSON.parse(unpack(row.bundle, row.dictionary)) as Bundle);
    const [oldest] = bundles.keys();
    if (bundles.size >= mostBundles && oldest !== undefined) bundles.delete(oldest);
    bundles.set(row.outcome, bundle);
    const { id, type, version, at, response_id: response } = row;
    const text = withReferences(bundle.entry?.[row.entry]?.resource ?? { resourceType: type }, bundle);
    const citizen = { system: row.named_system, value: row.named_value };
    const resource = JSON.parse(text) as Record<string, unknown>;
    return { kept: { id, type, version, at, response, citizen, resource }, length: text.length };
  };
}

/** In the Bundle resources refer to each other by `urn:uuid:`; whoever reads one alone needs type and id. */
function withReferences(resource: object, { entry = [] }: Bundle): string {
  const types = new Map(entry.map(({ fullUrl, resource: named }) => [fullUrl, named?.resourceType]));
  return JSON.stringify(resource, (key, value: unknown) => {
    if (key !== 'reference' || typeof value !== 'string') return value;
    const type = types.get(value);
    return type === undefined ? value : `${type}/${value.slice('urn:uuid:'.length)}`;
  });
}

/** A result by type and id: its newest version, or the one that is asked for. */
export async function readResult(
  sql: Sql,
  packer: Packer,
  type: string,
  id: string,
  version: number | undefined,
  seen: Piece,
): Promise<StoredResult | undefined> {
  const rows = await sql.all<ResultRow>(
    `${joined} WHERE resource.id = ? AND ${typed} AND ${version === undefined ? 'resource.newest = 1' : 'resource.version = ?'} AND ${seen.text}`,
    [id, type, ...(version === undefined ? [] : [version]), ...seen.values],
  );
  return toResults(packer, rows)[0];
}

/** Versions of a result, the newest first. */
export async function readResultVersions(
  sql: Sql,
  packer: Packer,
  type: string,
  id: string,
  seen: Piece,
  which: Versions,
): Promise<VersionsFound<StoredResult>> {
  const read = (after: ResultRow | undefined, count: number) => {
    const page = versionsPage('resource', { ...which, count, before: after?.version ?? which.before });
    const values = [id, type, ...seen.values, ...page.values];
    const text = `${joined} WHERE resource.id = ? AND ${typed} AND ${seen.text} ${page.text}`;
    return sql.all<ResultRow>(text, values);
  };
  return readWithin(which.count, read, resultReader(packer));
}

/** One page of the newest versions of the results of a type that meet all criteria. */
export async function searchResults(
  sql: Sql,
  packer: Packer,
  type: string,
  criteria: readonly Criterion[],
  page: Page,
): Promise<Found<StoredResult>> {
  const place = ['resource.outcome', 'resource.entry'];
  const order = { number: place, date: ['resource.date_from', ...place], updated: ['resource.at', ...place] }[page.by];
  const direction = page.newestFirst ? 'DESC' : 'ASC';
  // By date no index has the statuses: each of them would be looked for to the end. Few are sorted, by a column that no
  // index serves.
  const rare = page.by !== 'number' && (await isRareStatus(sql, type, criteria));
  const sorted = rare ? [`${order[0]} + 0`, ...order.slice(1)] : order;
  const read = (behind: ResultRow | undefined, count: number) => {
    const begin = behind === undefined ? page.after : placeOf(behind, page.by);
    const begins = afterLast(sorted, page.newestFirst, begin && reached(page.by, begin));
    const selects = (page.by === 'number' ? forEachStatus(criteria) : [criteria]).map((one) => {
      const meets = ofType(type, one);
      return {
        text: `${joined} WHERE ${meets.text} AND ${begins.text} AND ${sorted[0]} IS NOT NULL`,
        values: [...meets.values, ...begins.values],
      };
    });
    const { text, values } = pageOf(selects, sorted, direction, count);
    return sql.all<ResultRow>(text, values);
  };
  const { rows, last, more } = await readWithin(page.count, read, resultReader(packer));
  const next = more && last !== undefined ? placeOf(last, page.by) : undefined;
  const total = page.total ? await countResults(sql, ofType(type, criteria)) : undefined;
  return { rows, next, total };
}

/** Where a page that ends with this row goes on. */
function placeOf({ outcome, entry, date_from, at }: ResultRow, by: Page['by']): NonNullable<Page['after']> {
  const number = outcome * mostEntries + entry;
  return { value: { number, date: date_from, updated: at }[by] ?? 0, number };
}

/** The values at which the last page ended, in the order of the columns. */
function reached(by: Page['by'], { value, number }: NonNullable<Page['after']>): readonly number[] {
  const at = [Math.floor(number / mostEntries), number % mostEntries];
  return by === 'number' ? at : [value, ...at];
}

async function countResults(sql: Sql, { text, values }: Piece): Promise<number> {
  const row = await first<Row & { total: number }>(
    sql,
    `SELECT count(*) AS total FROM resource JOIN response ON response.number = resource.response WHERE ${text}`,
    values,
  );
  return row?.total ?? 0;
}
