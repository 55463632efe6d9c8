import type { KeptStatus } from '../../work/keep/decide.ts';
import type { KeptHead, KeptResponse, NewVersion, Received } from '../../work/keep/records.ts';
import { type Packer, packText } from '../pack.ts';
import { first, type Row, type Sql, type Value } from '../sql.ts';

/** The columns of `response` that a version sets. */
function columnsOf(head: KeptHead): Readonly<Record<string, Value>> {
  const { author, authored, level } = head;
  return {
    id: head.id,
    origin: head.origin,
    letter: head.letter ?? null,
    identity: head.identity,
    identified: Number(head.identified),
    citizen: head.citizen,
    named_system: head.namedBy.system,
    named_value: head.namedBy.value,
    variant: head.variant,
    questionnaire: head.questionnaire,
    questionnaire_version: head.questionnaireVersion,
    status: head.status,
    version: head.version,
    identifier_system: head.identifier?.system ?? null,
    identifier_value: head.identifier?.value ?? null,
    subject_reference: head.subjectReference ?? null,
    author_reference: author.reference ?? null,
    author_system: author.system ?? null,
    author_value: author.value ?? null,
    authored_from: authored?.[0] ?? null,
    authored_to: authored?.[1] ?? null,
    first_authored: head.firstAuthored ?? null,
    level_code: level?.code ?? null,
    level_day: level?.day ?? null,
    level_basis: level?.basis ?? null,
  };
}

export interface ResponseRow extends Row {
  number: number;
  id: string;
  origin: KeptHead['origin'];
  letter: number | null;
  identity: string;
  identified: number;
  citizen: number;
  named_system: string;
  named_value: string;
  variant: string;
  questionnaire: string;
  questionnaire_version: string;
  status: KeptStatus;
  version: number;
  identifier_system: string | null;
  identifier_value: string | null;
  subject_reference: string | null;
  author_reference: string | null;
  author_system: string | null;
  author_value: string | null;
  authored_from: number | null;
  authored_to: number | null;
  first_authored: number | null;
  level_code: string | null;
  level_day: string | null;
  level_basis: string | null;
  superseded_by: number | null;
  updated_at: number;
}

export function toResponse(row: ResponseRow): KeptResponse {
  const { identifier_system: system, identifier_value: value } = row;
  const { level_code: code, level_day: day, level_basis: basis, authored_from: from, authored_to: to } = row;
  return {
    number: row.number,
    id: row.id,
    origin: row.origin,
    letter: row.letter ?? undefined,
    identity: row.identity,
    identified: row.identified === 1,
    citizen: row.citizen,
    namedBy: { system: row.named_system, value: row.named_value },
    variant: row.variant,
    questionnaire: row.questionnaire,
    questionnaireVersion: row.questionnaire_version,
    status: row.status,
    version: row.version,
    identifier: system === null || value === null ? undefined : { system, value },
    subjectReference: row.subject_reference ?? undefined,
    author: {
      reference: row.author_reference ?? undefined,
      system: row.author_system ?? undefined,
      value: row.author_value ?? undefined,
    },
    authored: from === null || to === null ? undefined : [from, to],
    firstAuthored: row.first_authored ?? undefined,
    level: code === null || day === null || basis === null ? undefined : { code, day, basis },
    updatedAt: row.updated_at,
    supersededBy: row.superseded_by ?? undefined,
  };
}

/** A response by its identity or its id, so that no other transaction changes it meanwhile. */
export async function findResponse(sql: Sql, by: 'identity' | 'id', value: string): Promise<KeptResponse | undefined> {
  // Under an id only a response is asked for: a letter's level is nobody's to change by it.
  const kind = by === 'id' ? " AND origin = 'response'" : '';
  const row = await first<ResponseRow>(sql, `SELECT * FROM response WHERE ${by} = ?${kind}`, [value]);
  return row === undefined ? undefined : toResponse(row);
}

export async function createResponse(sql: Sql, head: KeptHead, now: number): Promise<number> {
  const columns = { ...columnsOf(head), created_at: now, updated_at: now };
  const names = Object.keys(columns);
  const row = await first<{ number: number }>(
    sql,
    `INSERT INTO response (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')}) RETURNING number`,
    Object.values(columns),
  );
  return row?.number ?? 0;
}

export async function changeResponse(sql: Sql, number: number, head: KeptHead, now: number): Promise<void> {
  const columns = { ...columnsOf(head), updated_at: now };
  const names = Object.keys(columns).map((name) => `${name} = ?`);
  await sql.all(`UPDATE response SET ${names.join(', ')} WHERE number = ?`, [...Object.values(columns), number]);
}

export async function addVersion(
  sql: Sql,
  packer: Packer,
  response: number,
  { version, status }: KeptHead,
  { digest, received, client, correlation }: NewVersion,
  now: number,
): Promise<void> {
  const { bytes, dictionary } = typeof received === 'string' ? packText(packer, received) : received;
  await sql.insert('version (response, version, status, digest, received, dictionary, client, correlation, at)', [
    [response, version, status, digest, bytes, dictionary, client ?? null, correlation ?? null, now],
  ]);
}

export interface VersionRow extends Row {
  version: number;
  status: KeptStatus;
  received: Uint8Array;
  dictionary: number;
  at: number;
}

export function toReceived({ unpack }: Packer, { version, status, received, dictionary, at }: VersionRow): Received {
  return { version, status, text: unpack(received, dictionary), at };
}

export async function findVersion(
  sql: Sql,
  packer: Packer,
  response: number,
  version: number,
): Promise<Received | undefined> {
  const row = await first<VersionRow>(
    sql,
    'SELECT version, status, received, dictionary, at FROM version WHERE response = ? AND version = ?',
    [response, version],
  );
  return row === undefined ? undefined : toReceived(packer, row);
}
