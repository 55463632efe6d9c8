import { hash as digestOf } from 'node:crypto';
import { holdsCpr } from '../../intake/cpr.ts';
import type { Actor, AuditEntry, KeptEntry } from '../../work/audit/entry.ts';
import { first, type Row, type Sql, type Value } from '../sql.ts';
import type { AuditKeys } from './keys.ts';

/** The end of a chain. */
export interface ChainEnd extends Row {
  lane: number;
  number: number;
  hash: Uint8Array;
}

/**
 * Writes acts in the transaction of what they are about, as the last of it: the chain is held until the commit. Any
 * chain that nobody holds will do, so that instances and connections do not wait for each other.
 */
export async function append(sql: Sql, keys: AuditKeys, entries: readonly AuditEntry[], now: number): Promise<void> {
  await sql.last(
    appendActs,
    entries.map((entry) => ({ keys, kept: keptEntry(keys, entry, now) })),
  );
}

/** An act as the audit has it, and whose audit that is. */
interface Act {
  readonly keys: AuditKeys;
  readonly kept: KeptEntry;
}

async function appendActs(sql: Sql, acts: readonly Act[]): Promise<void> {
  const [one] = acts;
  if (one === undefined) return;
  const end = await freeEnd(sql);
  const rows: Value[][] = [];
  const citizens: Value[][] = [];
  for (const { kept } of acts) {
    const content = JSON.stringify(kept);
    end.number += 1;
    end.hash = nextHash(end, content);
    rows.push([end.lane, end.number, kept.at, content, end.hash]);
    for (const pseudonym of kept.citizens ?? []) citizens.push([pseudonym, end.lane, end.number]);
  }
  await sql.insert('audit (lane, number, at, content, hash)', rows);
  await sql.insert('audit_citizen (pseudonym, lane, number)', citizens);
  await sql.all('UPDATE audit_lane SET number = ?, hash = ?, mac = ? WHERE lane = ?', [
    end.number,
    end.hash,
    one.keys.mac(endText(end)),
    end.lane,
  ]);
}

let turn = 0;

async function freeEnd(sql: Sql): Promise<ChainEnd> {
  const found = 'SELECT lane, number, hash FROM audit_lane';
  const free = await first<ChainEnd>(sql, `${found} ORDER BY lane LIMIT 1${sql.dialect.skipLocked}`, []);
  if (free !== undefined) return { ...free };
  // All are held, which no SQLite ever sees: in turn, so that not everybody waits for the same one.
  turn += 1;
  const next = await first<ChainEnd>(sql, `${found} WHERE lane = (SELECT ? % count(*) FROM audit_lane) FOR UPDATE`, [
    turn,
  ]);
  if (next === undefined) throw new Error('the audit has no chain');
  return { ...next };
}

/** The hash of a row: over that of the row before it, its own place, and what it says. */
export function nextHash({ lane, number, hash }: ChainEnd, content: string): Uint8Array {
  const said = Buffer.from(`${lane}|${number}|${content}`);
  return digestOf('sha256', Buffer.concat([hash, said]), 'buffer');
}

/** What the installation's key holds of an end. */
export function endText({ lane, number, hash }: ChainEnd): string {
  return `${lane}|${number}|${Buffer.from(hash).toString('hex')}`;
}

function keptEntry(keys: AuditKeys, { citizens, by, ...entry }: AuditEntry, at: number): KeptEntry {
  // A page of results names the same few over and over.
  const numbers = new Map((citizens ?? []).map((one) => [`${one.system}|${one.value}`, one]));
  const pseudonyms = [...numbers.values()].map(keys.pseudonym);
  return { at, ...entry, by: without(keys, by), ...(pseudonyms.length > 0 && { citizens: pseudonyms }) };
}

/** Some name a user by CPR number, or an account: that person is told apart by a pseudonym, too. */
function without(keys: AuditKeys, by: Actor): Actor {
  const shown = (value: string | undefined) =>
    value === undefined || !holdsCpr(value) ? value : keys.pseudonym({ system: 'user', value });
  return { ...by, name: shown(by.name), user: shown(by.user) };
}
