import type { Criterion as Asked, Prefix, Token, Versions } from '../../work/keep/reading.ts';
import type { Sight } from '../../work/keep/sight.ts';
import { seesResponse } from '../access/parties.ts';
import type { Piece, Value } from '../sql.ts';

/** What is asked, and within what a caller sees. */
export type Criterion =
  | Asked
  | { readonly on: 'sight'; readonly sight: Sight }
  /** Identities from one to before another. */
  | { readonly on: 'identity'; readonly range: readonly [from: string, before: string] };

/** Which columns a search of one kind looks at. */
export interface Columns {
  readonly id: string;
  readonly status: string;
  readonly questionnaire: string;
  readonly date: readonly [from: string, to: string];
  /** How long a date is at most, in milliseconds; undefined for periods, which may have no end. */
  readonly longest: number | undefined;
  readonly updated: string;
}

/**
 * Whether a search names a citizen, a response, a professional, or something else that few rows have: then these are to
 * be found first.
 */
export function namesFew(criteria: readonly Criterion[]): boolean {
  return criteria.some(({ on }) => few.has(on));
}

const few: ReadonlySet<Criterion['on']> = new Set([
  'id',
  'of',
  'citizen',
  'subject-reference',
  'identity',
  'identifier',
  'author',
  'author-reference',
]);

/** What a date without month and day covers. */
export const year = 366 * 86_400_000;

/**
 * The criteria for each status that is asked for: an index gives the rows of one status in order, those of several it
 * would have to sort. Where few rows are named, they are sorted at once.
 */
export function forEachStatus(criteria: readonly Criterion[]): readonly (readonly Criterion[])[] {
  const asked = criteria.find(({ on }) => on === 'status');
  if (asked?.on !== 'status' || namesFew(criteria)) return [criteria];
  const statuses = [...new Set(asked.oneOf)];
  return statuses.map((status) => criteria.map((one) => (one === asked ? { ...asked, oneOf: [status] } : one)));
}

/** One page of what several selects give, each of them with this order and this many rows. */
export function pageOf(selects: readonly Piece[], order: readonly string[], direction: 'ASC' | 'DESC', rows: number) {
  const by = (names: readonly string[]) =>
    ` ORDER BY ${names.map((name) => `${name} ${direction}`).join(', ')} LIMIT ?`;
  const pages = selects.map(({ text, values }) => ({ text: text + by(order), values: [...values, rows] }));
  const [only, ...more] = pages;
  if (only !== undefined && more.length === 0) return only;
  // Outside, the columns are known by their own names.
  const names = order.map((name) => name.slice(name.indexOf('.') + 1));
  const union = pages.map(({ text }, index) => `SELECT * FROM (${text}) AS part${index}`).join(' UNION ALL ');
  return { text: union + by(names), values: [...pages.flatMap(({ values }) => values), rows] };
}

/** The condition of a search; TRUE without criteria. */
export function where(criteria: readonly Criterion[], columns: Columns): Piece {
  const pieces = criteria.map((criterion) => condition(criterion, columns));
  return pieces.reduce(
    (all, piece) => ({ text: `${all.text} AND (${piece.text})`, values: [...all.values, ...piece.values] }),
    { text: '1 = 1', values: [] as readonly Value[] },
  );
}

function condition(criterion: Criterion, columns: Columns): Piece {
  switch (criterion.on) {
    case 'id':
      return oneOf(columns.id, criterion.oneOf);
    case 'status':
      return oneOf(columns.status, criterion.oneOf);
    case 'citizen':
      return oneOf('response.citizen', criterion.oneOf);
    case 'subject-reference':
      return oneOf('response.subject_reference', criterion.oneOf);
    case 'author-reference':
      return oneOf('response.author_reference', criterion.oneOf);
    case 'identifier':
      return any(
        criterion.oneOf.map((token) => pair(token, 'response.identifier_system', 'response.identifier_value')),
      );
    case 'identity':
      return {
        text: 'response.identified = 1 AND response.identity >= ? AND response.identity < ?',
        values: criterion.range,
      };
    case 'author':
      return any(criterion.oneOf.map((token) => pair(token, 'response.author_system', 'response.author_value')));
    case 'questionnaire':
      return any(
        criterion.oneOf.map(({ url, version }) =>
          version === undefined
            ? { text: `${columns.questionnaire} = ?`, values: [url] }
            : { text: `${columns.questionnaire} = ? AND response.questionnaire_version = ?`, values: [url, version] },
        ),
      );
    case 'code':
      return any(criterion.oneOf.map((token) => coded(token, 'resource.codes')));
    case 'value':
      return any(criterion.oneOf.map((token) => coded(token, 'resource.value')));
    case 'of':
      return any([oneOf('response.id', criterion.oneOf), siblings(criterion.oneOf)]);
    case 'date':
      return moments(criterion, columns.date, columns.longest);
    case 'sight':
      return seesResponse(criterion.sight);
    case 'updated':
      return moments(criterion, [columns.updated, columns.updated], 0);
  }
}

/** Where a page begins, in the order of `columns`. Comparing rows lets both databases go straight there by an index. */
export function afterLast(
  columns: readonly string[],
  newestFirst: boolean,
  values: readonly number[] | undefined,
): Piece {
  if (values === undefined) return { text: '1 = 1', values: [] };
  const beyond = newestFirst ? '<' : '>';
  return { text: `(${columns.join(', ')}) ${beyond} (${columns.map(() => '?').join(', ')})`, values };
}

/** The rest of a select of versions, which stand in `table`. */
export function versionsPage(table: string, { count, before, since }: Versions): Piece {
  const older = before === undefined ? '' : ` AND ${table}.version < ?`;
  const later = since === undefined ? '' : ` AND ${table}.at >= ?`;
  const values = [before, since, count].filter((value) => value !== undefined);
  return { text: `${older}${later} ORDER BY ${table}.version DESC LIMIT ?`, values };
}

function oneOf(column: string, values: readonly Value[]): Piece {
  if (values.length === 0) return { text: '1 = 0', values };
  return { text: `${column} IN (${values.map(() => '?').join(', ')})`, values };
}

/** Results of the response that one of these results came of. */
function siblings(ids: readonly string[]): Piece {
  const { text, values } = oneOf('sibling.id', ids);
  return { text: `response.number IN (SELECT sibling.response FROM resource AS sibling WHERE ${text})`, values };
}

function any(pieces: readonly Piece[]): Piece {
  if (pieces.length === 0) return { text: '1 = 0', values: [] };
  return {
    text: pieces.map(({ text }) => `(${text})`).join(' OR '),
    values: pieces.flatMap(({ values }) => values),
  };
}

function pair({ system, value }: Token, systemColumn: string, valueColumn: string): Piece {
  const parts: Piece[] = [];
  if (value !== undefined) parts.push({ text: `${valueColumn} = ?`, values: [value] });
  if (system === '') parts.push({ text: `${systemColumn} IS NULL`, values: [] });
  else if (system !== undefined) parts.push({ text: `${systemColumn} = ?`, values: [system] });
  return { text: parts.map(({ text }) => text).join(' AND '), values: parts.flatMap(({ values }) => values) };
}

/** Codings stand as `system|code` between line feeds. */
function coded({ system, value }: Token, column: string): Piece {
  const start = system === undefined ? '%|' : `\n${escaped(system)}|`;
  const end = value === undefined ? '%' : `${escaped(value)}\n%`;
  return { text: `${column} LIKE ? ESCAPE '!'`, values: [system === undefined ? `${start}${end}` : `%${start}${end}`] };
}

function escaped(text: string): string {
  return text.replace(/[!%_]/g, '!$&');
}

/**
 * R4 "prefixes": the searched stretch against the one of the resource. The indexes are of its start, so that a bound on
 * the end has one on the start beside it, which says nothing new but lets the search end where the index does.
 */
function moments(
  { prefix, from, to }: Omit<Extract<Criterion, { prefix: Prefix }>, 'on'>,
  [start, end]: readonly [string, string],
  longest: number | undefined,
): Piece {
  const endsAfter = (bound: number, sign: '>' | '>='): Piece => {
    const ends = `${end} ${sign} ?`;
    return longest === undefined
      ? { text: ends, values: [bound] }
      : { text: `${ends} AND ${start} >= ?`, values: [bound, bound - longest] };
  };
  switch (prefix) {
    case 'eq':
      return { text: `${start} >= ? AND ${start} <= ? AND ${end} <= ?`, values: [from, to, to] };
    case 'ne':
      return { text: `${start} < ? OR ${end} > ?`, values: [from, to] };
    case 'gt':
      return endsAfter(to, '>');
    case 'lt':
      return { text: `${start} < ?`, values: [from] };
    case 'ge':
      return endsAfter(from, '>=');
    case 'le':
      return { text: `${start} <= ?`, values: [to] };
    case 'sa':
      return { text: `${start} > ?`, values: [to] };
    case 'eb':
      return { text: `${end} < ? AND ${start} < ?`, values: [from, from] };
  }
}
