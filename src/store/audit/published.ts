import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { readSeal, type Seal, sealText } from '../../work/audit/seal.ts';
import { storeRefusal } from '../failure.ts';
import type { Store } from '../store.ts';
import type { AuditKeys } from './keys.ts';
import { seal } from './seal.ts';

/** Beside the key: the newest seal, outside of the store that it seals. */
function fileOf(keyFile: string): string {
  return `${keyFile}.seal`;
}

/**
 * Seals what was written since the last seal, and tells of it beside the key; undefined where nothing was. Throws a
 * Refusal: store-unavailable (also where the file cannot be written), store-full.
 */
export async function sealTold(store: Store, keys: AuditKeys, keyFile: string): Promise<Seal | undefined> {
  const made = await seal(store, keys);
  if (made !== undefined) publish(keyFile, made);
  return made;
}

/** Another instance may have told of a later one, or be about to at this moment. */
function publish(keyFile: string, made: Seal): void {
  const file = fileOf(keyFile);
  const part = `${file}.${randomUUID()}`;
  try {
    if ((published(keyFile)?.number ?? 0) >= made.number) return;
    writeFileSync(part, `${sealText(made)}\n`, { mode: 0o600, flush: true });
    renameSync(part, file);
  } catch {
    rmSync(part, { force: true });
    throw storeRefusal('store-unavailable');
  }
}

/** The newest seal that was told of beside the key. */
export function published(keyFile: string): Seal | undefined {
  const file = fileOf(keyFile);
  return existsSync(file) ? readSeal(readFileSync(file, 'utf8').trim()) : undefined;
}
