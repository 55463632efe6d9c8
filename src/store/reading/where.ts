import type { Criterion, Prefix, Token } from '../../work/keep/reading.ts';
import type { Value } from '../sql.ts';

/** A piece of a statement with the values of its places. */
export interface Piece {
  readonly text: string;
  readonly values: readonly Value[];
}

/** Which columns a search of one kind looks at. */
export interface Columns {
  readonly id: string;
  readonly status: string;
  readonly questionnaire: string;
  readonly date: readonly [from: string, to: string];
  readonly updated: string;
}

/**
 * Whether a search names a citizen, a response, a professional, or something else that few rows have: then these are to
 * be found first.
 */
export function namesFew(criteria: readonly Criterion[]): boolean {
  return criteria.some(({ on }) => few.has(on));
}

const few: ReadonlySet<Criterion['on']> = new Set(['id', 'of', 'citizen', 'subject-reference', 'identifier', 'author']);

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
      return moments(criterion.prefix, columns.date, criterion);
    case 'updated':
      return moments(criterion.prefix, [columns.updated, columns.updated], criterion);
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

/** R4 "prefixes": the searched stretch against the one of the resource. */
function moments(
  prefix: Prefix,
  [start, end]: readonly [string, string],
  { from, to }: { from: number; to: number },
): Piece {
  switch (prefix) {
    case 'eq':
      // The second bound says nothing new: it lets the search end where the index does.
      return { text: `${start} >= ? AND ${start} <= ? AND ${end} <= ?`, values: [from, to, to] };
    case 'ne':
      return { text: `${start} < ? OR ${end} > ?`, values: [from, to] };
    case 'gt':
      return { text: `${end} > ?`, values: [to] };
    case 'lt':
      return { text: `${start} < ?`, values: [from] };
    case 'ge':
      return { text: `${end} >= ?`, values: [from] };
    case 'le':
      return { text: `${start} <= ?`, values: [to] };
    case 'sa':
      return { text: `${start} > ?`, values: [to] };
    case 'eb':
      return { text: `${end} < ?`, values: [from] };
  }
}
