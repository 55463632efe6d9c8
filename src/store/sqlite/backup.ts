import {
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { dirname, resolve } from 'node:path';
import { backup, DatabaseSync } from 'node:sqlite';
import { Refusal, refuse } from '../../outcome/problem.ts';
import { auditKeySetting } from '../audit/open.ts';
import { fromSqlite, isDamaged } from '../failure.ts';
import { migrations } from '../migrations/index.ts';
import { checkClosed, markClosed } from './copied.ts';
import { requireDatabase } from './database-file.ts';
import { lockFile } from './lock.ts';

/**
 * Copies the store in `file` to `target` while a service writes to it: whole, checked, and on the disk when this is
 * answered.
 * Throws a Refusal: backup-exists, backup-own, store-absent, store-no-database, store-damaged, store-unavailable,
 * store-full.
 */
export async function backUp(file: string, target: string): Promise<void> {
  if (!existsSync(file)) refuse('store-absent');
  requireDatabase(file);
  // What is begun is first written beside the target: `backup store` must not write over `store.part`.
  if (isOwn(target, file) || isSame(`${target}.part`, file)) refuse('backup-own');
  if (existsSync(target)) refuse('backup-exists');
  const part = `${target}.part`;
  try {
    const source = new DatabaseSync(file, { readOnly: true, timeout: 5_000 });
    try {
      remove(part);
      closeSync(openSync(part, 'w', 0o600));
      // All pages in one step: else each commit of the service would begin it anew.
      await backup(source, part, { rate: 1_000_000_000 });
    } finally {
      source.close();
    }
    const copy = new DatabaseSync(part);
    try {
      checkWhole(copy);
      // It was made by SQLite itself, and has every commit, though a service has the store open.
      markClosed(copy);
      settle(copy);
    } finally {
      copy.close();
    }
    flush(part);
    renameSync(part, target);
    flush(dirname(target));
  } catch (error) {
    remove(part);
    throw error instanceof Refusal ? error : fromSqlite(error);
  }
}

/**
 * Puts a backup in the place of the store in `file`, which is not there yet, or is one that no service uses and that
 * `replace` lets go. `check` is told which key of the audit the backup names, and may refuse it: then nothing changes,
 * as for a backup that this program could not open.
 * Throws a Refusal: store-in-use, store-exists, backup-absent, backup-own, store-damaged, store-copied, store-newer,
 * store-unavailable.
 */
export function restore(
  from: string,
  file: string,
  replace: boolean,
  check: (auditKey: string | undefined) => void = () => {},
): void {
  if (!existsSync(from)) refuse('backup-absent');
  if (isOwn(from, file)) refuse('backup-own');
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const release = lockFile(file);
  const part = `${file}.part`;
  try {
    if (existsSync(file) && !replace) refuse('store-exists');
    checkAlone(from);
    remove(part);
    copyFileSync(from, part, constants.COPYFILE_FICLONE);
    const copy = new DatabaseSync(part);
    try {
      checkWhole(copy);
      checkClosed(copy);
      checkVersion(copy);
      check(settingIn(copy, auditKeySetting));
      settle(copy);
    } finally {
      copy.close();
    }
    flush(part);
    // The old log must not be read as one of the new file.
    for (const name of beside) rmSync(`${file}${name}`, { force: true });
    renameSync(part, file);
    flush(dirname(file));
  } catch (error) {
    remove(part);
    throw error instanceof Refusal ? error : fromSqlite(error);
  } finally {
    release();
  }
}

/** What SQLite keeps beside a file: it would read it as that of whatever is put in the file's place. */
const beside = ['-wal', '-shm', '-journal'];

/** Whether a path is the store's own, or one that is written and taken away beside it. */
function isOwn(path: string, file: string): boolean {
  const names = ['', '.part'].flatMap((part) => ['', ...beside].map((name) => `${part}${name}`));
  return [...names, '.lock'].some((name) => isSame(path, `${file}${name}`));
}

/** By their names, of files that are not there yet too, or by what they are, whatever links lead there. */
function isSame(one: string, other: string): boolean {
  if (resolve(one) === resolve(other)) return true;
  const [first, second] = [one, other].map((path) => statSync(path, { throwIfNoEntry: false }));
  return first !== undefined && first.ino === second?.ino && first.dev === second.dev;
}

/** Takes away what is left of a copy, by a process that was killed too. */
function remove(part: string): void {
  for (const name of ['', ...beside]) rmSync(`${part}${name}`, { force: true });
}

/** What SQLite has not yet put into the file itself would not come along. */
function checkAlone(from: string): void {
  const log = statSync(`${from}-wal`, { throwIfNoEntry: false });
  if (log !== undefined && log.size > 0) refuse('store-copied');
}

function checkVersion(copy: DatabaseSync): void {
  const version = Number(settingIn(copy, 'schema'));
  if (version <= migrations.length) return;
  refuse('store-newer', { values: { found: String(version), known: String(migrations.length) } });
}

/** Leaves a copy as one file. */
function settle(copy: DatabaseSync): void {
  copy.exec('PRAGMA journal_mode = DELETE');
}

function settingIn(copy: DatabaseSync, name: string): string | undefined {
  const row = copy.prepare('SELECT value FROM setting WHERE name = ?').get(name);
  return row === undefined ? undefined : String(row.value);
}

function flush(path: string): void {
  const handle = openSync(path, 'r');
  fsyncSync(handle);
  closeSync(handle);
}

function checkWhole(copy: DatabaseSync): void {
  if (!isWhole(copy)) refuse('store-damaged');
}

function isWhole(copy: DatabaseSync): boolean {
  try {
    // A database of another program is none of ours, however whole it is.
    if (copy.prepare("SELECT 1 FROM sqlite_master WHERE name = 'setting'").get() === undefined) return false;
    return copy.prepare('PRAGMA integrity_check(1)').all()[0]?.integrity_check === 'ok';
  } catch (error) {
    if (isDamaged(error)) return false;
    throw error;
  }
}
