import { statSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { refuse } from '../../outcome/problem.ts';

/**
 * A file that is copied while the service writes may lack its last commits, or hold half of one, without a word from
 * SQLite. So a store in use says in itself which file it is; a copy of it is another file, and is refused:
 * store-copied. A backup and a store that was closed hold no such note.
 */
export function markOpen(database: DatabaseSync, file: string): void {
  const note = database.prepare("SELECT value FROM setting WHERE name = 'open'").get();
  const own = nameOf(file);
  if (note !== undefined && note.value !== own) refuse('store-copied');
  database
    .prepare(
      "INSERT INTO setting (name, value) VALUES ('open', ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
    )
    .run(own);
  // Into the file itself, not only the log beside it: a copy of the file alone shall have it too.
  database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
}

/** Refuses a file that was copied while a service had it open: store-copied. */
export function checkClosed(copy: DatabaseSync): void {
  if (copy.prepare("SELECT 1 FROM setting WHERE name = 'open'").get() !== undefined) refuse('store-copied');
}

/** The store may be copied from now on. */
export function markClosed(database: DatabaseSync): void {
  database.exec("DELETE FROM setting WHERE name = 'open'");
}

function nameOf(file: string): string {
  // The inode alone: a device may be numbered otherwise after a restart.
  return String(statSync(file, { bigint: true }).ino);
}
