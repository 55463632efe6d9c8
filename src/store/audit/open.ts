import type { StoreAddress } from '../../config/store-address.ts';
import { refuse } from '../../outcome/problem.ts';
import { first } from '../sql.ts';
import type { Store } from '../store.ts';
import { type AuditKeys, readKeys } from './keys.ts';

/** The setting of a store that names its key, by the fingerprint. */
export const auditKeySetting = 'audit-key';

/** Where the key is where nothing is said of it: beside a file of SQLite. */
export function keyFile(address: StoreAddress, given: string | undefined): string {
  return given ?? (address.kind === 'sqlite' ? `${address.file}.key` : './data/audit.key');
}

/**
 * The keys of a store's audit: the same for every instance and command at it. A new store gets a new key, unless there
 * is one in the file. Throws a Refusal: audit-key-missing, audit-key-unreadable, audit-key-other.
 */
export async function openAudit(store: Store, file: string): Promise<AuditKeys> {
  const known = await store.read((sql) =>
    first<{ value: string }>(sql, 'SELECT value FROM setting WHERE name = ?', [auditKeySetting]),
  );
  const keys = readKeys(file, known === undefined);
  const fingerprint = known?.value ?? (await claim(store, keys.fingerprint));
  if (fingerprint !== keys.fingerprint) refuse('audit-key-other', { values: { file } });
  return keys;
}

/**
 * Refuses a store that names another key than that in the file, or where there is none; nothing is made. Throws a
 * Refusal: audit-key-missing, audit-key-unreadable, audit-key-other.
 */
export function checkKey(fingerprint: string | undefined, file: string): void {
  if (fingerprint === undefined) return;
  if (readKeys(file, false).fingerprint !== fingerprint) refuse('audit-key-other', { values: { file } });
}

/** The key that counts from now on: ours, or that of an instance that was quicker. */
function claim(store: Store, fingerprint: string): Promise<string> {
  return store.write(async (sql) => {
    await sql.all('INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT (name) DO NOTHING', [
      auditKeySetting,
      fingerprint,
    ]);
    const row = await first<{ value: string }>(sql, 'SELECT value FROM setting WHERE name = ?', [auditKeySetting]);
    return row?.value ?? '';
  });
}
