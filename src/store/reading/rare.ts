import { first, type Piece, type Row, type Sql } from '../sql.ts';
import type { Criterion } from './where.ts';

/**
 * So many rows are sorted at once, sooner than found one by one in the order of all: a page of a status that few have
 * would else be looked for through a million, while nobody else gets an answer from SQLite.
 */
const few = 10_000;

/** Whether few rows meet a condition; no more than that are looked at. */
async function areFew(sql: Sql, table: string, { text, values }: Piece): Promise<boolean> {
  const row = await first<Row & { rows: number }>(
    sql,
    `SELECT count(*) AS rows FROM (SELECT 1 FROM ${table} WHERE ${text} LIMIT ${few + 1}) AS looked_at`,
    values,
  );
  return (row?.rows ?? 0) <= few;
}

/** Whether few results of a type have one of the statuses that are asked for, which has an index of its own. */
export async function isRareStatus(sql: Sql, type: string, criteria: readonly Criterion[]): Promise<boolean> {
  const asked = criteria.find(({ on }) => on === 'status');
  if (asked?.on !== 'status') return false;
  for (const status of new Set(asked.oneOf)) {
    const of = { text: 'type = ? AND status = ? AND newest = 1', values: [type, status] };
    if (!(await areFew(sql, 'resource', of))) return false;
  }
  return true;
}

/** Whether few responses are to one of the Questionnaires that are asked for. */
export async function isRareQuestionnaire(sql: Sql, criteria: readonly Criterion[]): Promise<boolean> {
  const asked = criteria.find(({ on }) => on === 'questionnaire');
  if (asked?.on !== 'questionnaire') return false;
  for (const url of new Set(asked.oneOf.map((one) => one.url))) {
    if (!(await areFew(sql, 'response', { text: 'questionnaire = ?', values: [url] }))) return false;
  }
  return true;
}

/**
 * Identifiers of a system, whatever their values, where few responses have one: these stand together in the index of
 * identities. PostgreSQL compares texts by the rules of a language, and goes through the table, beside its others.
 */
export async function withRareSystems(sql: Sql, criteria: readonly Criterion[]): Promise<readonly Criterion[]> {
  if (sql.dialect.name !== 'sqlite') return criteria;
  return Promise.all(
    criteria.map(async (criterion): Promise<Criterion> => {
      if (criterion.on !== 'identifier' || criterion.oneOf.length !== 1) return criterion;
      const [{ system = '', value } = {}] = criterion.oneOf;
      if (system === '' || value !== undefined) return criterion;
      const escaped = system.replace(/[\\|]/g, '\\$&');
      // Behind the separator comes `}` in the order of bytes.
      const range = [`${escaped}|`, `${escaped}}`] as const;
      const within = { text: 'identity >= ? AND identity < ?', values: range };
      return (await areFew(sql, 'response', within)) ? { on: 'identity', range } : criterion;
    }),
  );
}
