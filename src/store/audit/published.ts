import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { readSeal, type Seal, sealText } from '../../work/audit/seal.ts';
import type { Store } from '../store.ts';
import type { AuditKeys } from './keys.ts';
import { seal } from './seal.ts';

/** Beside the key: the newest seal, outside of the store that it seals. */
function fileOf(keyFile: string): string {
  return `${keyFile}.seal`;
}

/** Seals what was written since the last seal, and tells of it beside the key; undefined where nothing was. */
export async function sealTold(store: Store, keys: AuditKeys, keyFile: string): Promise<Seal | undefined> {
  const made = await seal(store, keys);
  if (made !== undefined) publish(keyFile, made);
  return made;
}

/** Another instance may have told of a later one. */
function publish(keyFile: string, made: Seal): void {
  const file = fileOf(keyFile);
  if ((published(keyFile)?.number ?? 0) >= made.number) return;
  writeFileSync(`${file}.part`, `${sealText(made)}\n`, { mode: 0o600, flush: true });
  renameSync(`${file}.part`, file);
}

/** The newest seal that was told of beside the key. */
export function published(keyFile: string): Seal | undefined {
  const file = fileOf(keyFile);
  return existsSync(file) ? readSeal(readFileSync(file, 'utf8').trim()) : undefined;
}
