import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { refuse } from '../../outcome/problem.ts';

/** Every database of SQLite begins with it (https://www.sqlite.org/fileformat.html, "The Database Header"). */
const header = 'SQLite format 3\0';

/**
 * Refuses what is there and is no database of SQLite, such as a folder or a response, before anything is written to it
 * or beside it. An empty file becomes one. Throws a Refusal: store-no-database; a system error where it cannot be read.
 */
export function requireDatabase(file: string): void {
  const found = statSync(file, { throwIfNoEntry: false });
  if (found === undefined || (found.isFile() && found.size === 0)) return;
  if (!found.isFile() || startOf(file) !== header) refuse('store-no-database', { values: { file } });
}

function startOf(file: string): string {
  const start = Buffer.alloc(header.length);
  const handle = openSync(file, 'r');
  try {
    return start.toString('latin1', 0, readSync(handle, start));
  } finally {
    closeSync(handle);
  }
}
