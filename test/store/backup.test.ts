import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, expect, test } from 'vitest';
import { openStore } from '../../src/store/open.ts';
import { backUp, restore } from '../../src/store/sqlite/backup.ts';
import type { Store } from '../../src/store/store.ts';
import { refusedWith } from './refused.ts';

const folder = mkdtempSync(join(tmpdir(), 'niveau-backup-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const path = (name: string) => join(folder, name);
const open = (name: string) => openStore({ kind: 'sqlite', file: path(name) }, { alone: true });
const put = (store: Store, name: string) =>
  store.write((sql) => sql.all("INSERT INTO setting (name, value) VALUES (?, 'x')", [name]));
const names = (store: Store) =>
  store.read((sql) => sql.all("SELECT name FROM setting WHERE name LIKE 'test%' ORDER BY name"));

test('a backup of a store in use has all that was acknowledged, and opens as a store', async () => {
  const store = await open('used.db');
  await put(store, 'test-1');
  await backUp(path('used.db'), path('backup.db'));
  await put(store, 'test-2');
  expect(readdirSync(folder).filter((name) => name.startsWith('backup'))).toEqual(['backup.db']);
  expect(statSync(path('backup.db')).mode & 0o077).toBe(0);
  restore(path('backup.db'), path('restored.db'), false);
  const restored = await open('restored.db');
  expect(await names(restored)).toEqual([{ name: 'test-1' }]);
  await restored.close();
  await store.close();
});

test('a restore over a store that is in use, or without --replace, is refused and changes nothing', async () => {
  const store = await open('kept.db');
  await put(store, 'test-kept');
  const over = (replace: boolean) => refusedWith((async () => restore(path('backup.db'), path('kept.db'), replace))());
  expect(await over(true)).toEqual(['store-in-use']);
  await store.close();
  expect(await over(false)).toEqual(['store-exists']);
  const again = await open('kept.db');
  expect(await names(again)).toEqual([{ name: 'test-kept' }]);
  await again.close();
  restore(path('backup.db'), path('kept.db'), true);
  const replaced = await open('kept.db');
  expect(await names(replaced)).toEqual([{ name: 'test-1' }]);
  await replaced.close();
});

test('a backup that could not be opened changes nothing, with --replace either', async () => {
  const store = await open('living.db');
  await put(store, 'test-living');
  copyFileSync(path('living.db'), path('raw.db'));
  copyFileSync(path('living.db'), path('logged.db'));
  copyFileSync(path('living.db-wal'), path('logged.db-wal'));
  await store.close();
  await backUp(path('living.db'), path('newer.db'));
  const newer = new DatabaseSync(path('newer.db'));
  newer.exec("UPDATE setting SET value = '999' WHERE name = 'schema'");
  newer.close();
  const over = (name: string) => refusedWith((async () => restore(path(name), path('living.db'), true))());
  expect(await over('raw.db')).toEqual(['store-copied']);
  expect(await over('logged.db')).toEqual(['store-copied']);
  expect(await over('newer.db')).toEqual(['store-newer']);
  expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);
  const again = await open('living.db');
  expect(await names(again)).toEqual([{ name: 'test-living' }]);
  await again.close();
});

test('a file of the store itself, or that is written beside it, is neither source nor target, and stays as it is', async () => {
  const store = await open('own.db');
  await put(store, 'test-own');
  await store.close();
  await backUp(path('own.db'), path('own-backup.db'));
  copyFileSync(path('own-backup.db'), path('own.db.part'));
  symlinkSync(path('own.db.part'), path('link.db'));
  const from = (name: string) => refusedWith((async () => restore(path(name), path('own.db'), true))());
  for (const name of ['own.db.part', 'link.db', 'own.db']) expect(await from(name)).toEqual(['backup-own']);
  expect(readFileSync(path('own.db.part'))).toEqual(readFileSync(path('own-backup.db')));
  rmSync(path('own.db.part'));
  rmSync(path('link.db'));
  for (const name of ['own.db.part', 'own.db-wal']) {
    expect(await refusedWith(backUp(path('own.db'), path(name)))).toEqual(['backup-own']);
  }
  copyFileSync(path('own-backup.db'), path('begun.part'));
  expect(await refusedWith(backUp(path('begun.part'), path('begun')))).toEqual(['backup-own']);
  expect(readFileSync(path('begun.part'))).toEqual(readFileSync(path('own-backup.db')));
});

test('what a restore that was killed left beside its copy is not read as part of the next one', async () => {
  const store = await open('closed.db');
  await put(store, 'test-closed');
  await store.close();
  await backUp(path('closed.db'), path('other.db'));
  const other = new DatabaseSync(path('other.db'));
  other.exec("PRAGMA journal_mode = WAL; INSERT INTO setting (name, value) VALUES ('test-other', 'x')");
  copyFileSync(path('other.db-wal'), path('next.db.part-wal'));
  writeFileSync(path('next.db-journal'), 'of the store before');
  other.close();
  restore(path('closed.db'), path('next.db'), false);
  expect(readdirSync(folder).filter((name) => name.startsWith('next.db'))).toEqual(['next.db', 'next.db.lock']);
  const next = await open('next.db');
  expect(await names(next)).toEqual([{ name: 'test-closed' }]);
  await next.close();
});

test('refused: a name that is taken, a store that is not there, a copy that is damaged or is none', async () => {
  expect(await refusedWith(backUp(path('used.db'), path('backup.db')))).toEqual(['backup-exists']);
  expect(await refusedWith(backUp(path('nothing.db'), path('new.db')))).toEqual(['store-absent']);
  writeFileSync(path('damaged.db'), 'no database at all'.repeat(500));
  const from = (name: string) => refusedWith((async () => restore(path(name), path('place.db'), false))());
  expect(await from('damaged.db')).toEqual(['store-damaged']);
  const foreign = new DatabaseSync(path('foreign.db'));
  foreign.exec('CREATE TABLE other (id INTEGER)');
  foreign.close();
  expect(await from('foreign.db')).toEqual(['store-damaged']);
  expect(await from('gone.db')).toEqual(['backup-absent']);
  expect(existsSync(path('place.db'))).toBe(false);
});
