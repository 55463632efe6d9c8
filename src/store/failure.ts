import { Refusal } from '../outcome/problem.ts';

/** The database cannot do what was asked, now: nothing of it was written. */
export function storeRefusal(code: 'store-unavailable' | 'store-full'): Refusal {
  return new Refusal([{ code }]);
}

/**
 * SQLite's primary result codes for a file that cannot be read or written now: busy, locked, I/O, corrupt, cannot open,
 * not a database.
 */
const unavailable: ReadonlySet<number> = new Set([5, 6, 8, 10, 11, 14, 26]);
/** Those of a file that can be read, and that is damaged or no database. */
const damaged: ReadonlySet<number> = new Set([11, 26]);
const full = 13;

/** SQLite's primary result code in an error of node:sqlite. */
function sqliteCode(error: unknown): number | undefined {
  return error instanceof Error && 'errcode' in error ? Number(error.errcode) & 0xff : undefined;
}

/** Whether SQLite found the disk full. */
export function isFull(error: unknown): boolean {
  return sqliteCode(error) === full;
}

/** Whether a file is damaged, or no database at all. */
export function isDamaged(error: unknown): boolean {
  const code = sqliteCode(error);
  return code !== undefined && damaged.has(code);
}

/** An error of node:sqlite as a refusal; a mistake of ours stays what it is. */
export function fromSqlite(error: unknown): unknown {
  const code = sqliteCode(error);
  if (code === full) return storeRefusal('store-full');
  return code !== undefined && unavailable.has(code) ? storeRefusal('store-unavailable') : error;
}

/**
 * Classes of SQLSTATE for a database that cannot do it now: connection, what was taken back once too often, resources,
 * a lock, an operator's stop, system; of the state of a transaction a standby that only reads, and one that was ended
 * since it was idle or took too long. The others of that class are mistakes of ours.
 */
const away = /^(?:08|25006|25P0[34]|40|53|55|57|58)/;
/** The whole transaction may be tried again: serialization failure, deadlock. */
const again = /^40(?:001|P01)$/;

/** An error of pg as a refusal. Its message may quote a row's values, so nothing of it is kept. */
export function fromPostgres(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
  if (code === '53100') return storeRefusal('store-full');
  if (code !== undefined && (away.test(code) || /^E[A-Z]+$/.test(code))) return storeRefusal('store-unavailable');
  // pg's own errors for a connection that broke have no code.
  const message = error instanceof Error ? error.message : '';
  if (code === undefined && /connection|timeout|Client has encountered/i.test(message)) {
    return storeRefusal('store-unavailable');
  }
  return error;
}

/** True where PostgreSQL took back a transaction that may be made again as it was. */
export function mayRunAgain(error: unknown): boolean {
  return error instanceof Error && 'code' in error && again.test(String(error.code));
}
