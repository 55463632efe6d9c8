import { createHash } from 'node:crypto';
import type { KeptEntry } from '../../work/audit/entry.ts';
import type { Seal } from '../../work/audit/seal.ts';
import type { Row, Sql } from '../sql.ts';
import type { Store } from '../store.ts';
import { type ChainEnd, endText, nextHash } from './chain.ts';
import type { AuditKeys } from './keys.ts';
import { hex, type SealedEnd, type SealRow, sealHash } from './seal.ts';

/** Something in the audit that is not as it was written. */
export interface AuditFault {
  readonly code:
    | 'audit-row-changed'
    | 'audit-row-missing'
    | 'audit-row-added'
    | 'audit-end-missing'
    | 'audit-end-changed'
    | 'audit-seal-changed'
    | 'audit-seal-missing'
    | 'audit-index-changed';
  /** `chain/number` of a row, or the number of a seal. */
  readonly at: string;
}

export interface Verified {
  readonly rows: number;
  readonly chains: number;
  readonly seal: Seal | undefined;
  readonly faults: readonly AuditFault[];
}

const together = 1000;

/**
 * Goes through the whole audit: every row by the hash of its chain, the end of each chain by the installation's key,
 * every seal by its signature and by the rows that it sealed, and the index of citizens by the rows. `published`: seals
 * that were told outside of the store, which must be there. While the service writes, what comes later is left out.
 * Throws a Refusal: store-unavailable.
 */
export async function verifyAudit(store: Store, keys: AuditKeys, published: readonly Seal[]): Promise<Verified> {
  return store.read(async (sql) => {
    const faults: AuditFault[] = [];
    const seal = await checkSeals(sql, keys, published, faults);
    const ends = await sql.all<ChainEnd & { mac: Uint8Array }>(
      'SELECT lane, number, hash, mac FROM audit_lane ORDER BY lane',
    );
    const index = { rows: sum(), kept: sum() };
    let rows = 0;
    for (const end of ends) rows += await checkChain(sql, keys, end, index.rows, faults);
    await addIndex(sql, new Map(ends.map(({ lane, number }) => [lane, number])), index.kept);
    if (index.rows.text() !== index.kept.text()) faults.push({ code: 'audit-index-changed', at: '-' });
    return { rows, chains: ends.filter(({ number }) => number > 0).length, seal, faults };
  });
}

/** Gives the newest seal. */
async function checkSeals(
  sql: Sql,
  keys: AuditKeys,
  published: readonly Seal[],
  faults: AuditFault[],
): Promise<Seal | undefined> {
  const told = new Map(published.map(({ number, hash }) => [number, hash]));
  let last: SealRow | undefined;
  for (;;) {
    const found: readonly SealRow[] = await sql.all(
      'SELECT number, at, ends, hash, signature FROM audit_seal WHERE number > ? ORDER BY number LIMIT ?',
      [last?.number ?? 0, together],
    );
    for (const one of found) {
      const at = String(one.number);
      const number: number = (last?.number ?? 0) + 1;
      if (one.number !== number) faults.push({ code: 'audit-seal-missing', at: String(number) });
      const right =
        isSame(one.hash, sealHash(last?.hash, one.number, one.at, one.ends)) &&
        keys.isSigned(one.hash, one.signature) &&
        (told.get(one.number) ?? hex(one.hash)) === hex(one.hash);
      if (!right) faults.push({ code: 'audit-seal-changed', at });
      await checkSealed(sql, JSON.parse(one.ends) as readonly SealedEnd[], faults);
      told.delete(one.number);
      last = one;
    }
    if (found.length < together) break;
  }
  for (const number of told.keys()) faults.push({ code: 'audit-seal-missing', at: String(number) });
  return last && { number: last.number, hash: hex(last.hash) };
}

/** The rows that a seal names are there, as they were then. */
async function checkSealed(sql: Sql, ends: readonly SealedEnd[], faults: AuditFault[]): Promise<void> {
  const rows = await sql.all<ChainEnd>(
    `SELECT lane, number, hash FROM audit WHERE ${ends.map(() => '(lane = ? AND number = ?)').join(' OR ')}`,
    ends.flatMap((end) => end.slice(0, 2)),
  );
  const there = new Map(rows.map(({ lane, number, hash }) => [`${lane}/${number}`, hex(hash)]));
  for (const [lane, number, hash] of ends) {
    const at = `${lane}/${number}`;
    const found = there.get(at);
    if (found !== hash) faults.push({ code: found === undefined ? 'audit-row-missing' : 'audit-row-changed', at });
  }
}

interface AuditRow extends ChainEnd {
  at: number;
  content: string;
}

/** Gives the number of rows. */
async function checkChain(
  sql: Sql,
  keys: AuditKeys,
  end: ChainEnd & { readonly mac: Uint8Array },
  index: Sum,
  faults: AuditFault[],
): Promise<number> {
  const { lane } = end;
  let before: ChainEnd = { lane, number: 0, hash: new Uint8Array() };
  let count = 0;
  for (;;) {
    const rows: readonly AuditRow[] = await sql.all(
      'SELECT lane, number, at, content, hash FROM audit WHERE lane = ? AND number > ? AND number <= ? ORDER BY number LIMIT ?',
      [lane, before.number, end.number, together],
    );
    for (const row of rows) {
      const number: number = before.number + 1;
      if (row.number !== number) faults.push({ code: 'audit-row-missing', at: `${lane}/${number}` });
      const { at, citizens = [] } = contentOf(row.content);
      const right = isSame(row.hash, nextHash({ ...before, number: row.number }, row.content)) && at === row.at;
      if (!right) faults.push({ code: 'audit-row-changed', at: `${lane}/${row.number}` });
      for (const pseudonym of citizens) index.add(`${pseudonym}|${lane}|${row.number}`);
      before = row;
      count += 1;
    }
    if (rows.length < together) break;
  }
  const at = `${lane}/${end.number}`;
  if (before.number < end.number) faults.push({ code: 'audit-end-missing', at });
  else if (!isSame(before.hash, end.hash)) faults.push({ code: 'audit-end-changed', at });
  if (end.number > 0 && !isSame(end.mac, keys.mac(endText(end)))) faults.push({ code: 'audit-end-changed', at });
  await checkAdded(sql, lane, faults);
  return count;
}

/** Rows behind the end: read before it, since the service may be writing. */
async function checkAdded(sql: Sql, lane: number, faults: AuditFault[]): Promise<void> {
  const [row] = await sql.all<{ number: number | null }>('SELECT max(number) AS number FROM audit WHERE lane = ?', [
    lane,
  ]);
  const [end] = await sql.all<{ number: number }>('SELECT number FROM audit_lane WHERE lane = ?', [lane]);
  const number = row?.number ?? 0;
  if (number > (end?.number ?? 0)) faults.push({ code: 'audit-row-added', at: `${lane}/${number}` });
}

function contentOf(text: string): Partial<KeptEntry> {
  try {
    return JSON.parse(text) as Partial<KeptEntry>;
  } catch {
    // Its hash is wrong, too.
    return {};
  }
}

async function addIndex(sql: Sql, ends: ReadonlyMap<number, number>, index: Sum): Promise<void> {
  let last = { pseudonym: '', lane: 0, number: 0 };
  for (;;) {
    const rows: readonly (Row & typeof last)[] = await sql.all(
      `SELECT pseudonym, lane, number FROM audit_citizen WHERE (pseudonym, lane, number) > (?, ?, ?)
       ORDER BY pseudonym, lane, number LIMIT ?`,
      [last.pseudonym, last.lane, last.number, together],
    );
    for (const { pseudonym, lane, number } of rows) {
      if (number <= (ends.get(lane) ?? 0)) index.add(`${pseudonym}|${lane}|${number}`);
    }
    last = rows.at(-1) ?? last;
    if (rows.length < together) return;
  }
}

/** Tells whether two sets are the same, in whatever order their members come. */
interface Sum {
  add(member: string): void;
  text(): string;
}

function sum(): Sum {
  const total = Buffer.alloc(32);
  let count = 0;
  return {
    add: (member) => {
      count += 1;
      const digest = createHash('sha256').update(member).digest();
      for (const [place, byte] of digest.entries()) total[place] = (total[place] ?? 0) ^ byte;
    },
    text: () => `${count} ${total.toString('hex')}`,
  };
}

function isSame(one: Uint8Array, other: Uint8Array): boolean {
  return Buffer.compare(one, other) === 0;
}
