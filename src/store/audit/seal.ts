import { createHash } from 'node:crypto';
import type { Seal } from '../../work/audit/seal.ts';
import { first, type Row, type Sql } from '../sql.ts';
import type { Store } from '../store.ts';
import type { ChainEnd } from './chain.ts';
import type { AuditKeys } from './keys.ts';

export interface SealRow extends Row {
  number: number;
  at: number;
  /** JSON: chain, number of its last row, and that row's hash. */
  ends: string;
  hash: Uint8Array;
  signature: Uint8Array;
}

/** The end of a chain as a seal has it. */
export type SealedEnd = readonly [lane: number, number: number, hash: string];

/**
 * Signs the ends of all chains, over the seal before, so that no chain can be cut back or exchanged alone. Undefined
 * where nothing was written since.
 */
export async function seal(store: Store, keys: AuditKeys): Promise<Seal | undefined> {
  const now = await store.now();
  return store.write(async (sql) => {
    await sql.lock('identity', ['audit seal']);
    const last = await newestSeal(sql);
    const rows = await sql.all<ChainEnd>('SELECT lane, number, hash FROM audit_lane WHERE number > 0 ORDER BY lane');
    const ends = JSON.stringify(rows.map(({ lane, number, hash }) => [lane, number, hex(hash)]));
    if (rows.length === 0 || last?.ends === ends) return undefined;
    const number = (last?.number ?? 0) + 1;
    const hash = sealHash(last?.hash, number, now, ends);
    await sql.all('INSERT INTO audit_seal (number, at, ends, hash, signature) VALUES (?, ?, ?, ?, ?)', [
      number,
      now,
      ends,
      hash,
      keys.sign(hash),
    ]);
    return { number, hash: hex(hash) };
  });
}

function newestSeal(sql: Sql): Promise<SealRow | undefined> {
  return first<SealRow>(
    sql,
    'SELECT number, at, ends, hash, signature FROM audit_seal ORDER BY number DESC LIMIT 1',
    [],
  );
}

export function sealHash(before: Uint8Array | undefined, number: number, at: number, ends: string): Uint8Array {
  return createHash('sha256')
    .update(before ?? '')
    .update(`${number}|${at}|${ends}`)
    .digest();
}

export function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex');
}
