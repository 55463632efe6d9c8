import type { StoreAddress } from '../config/store-address.ts';
import { openSqlite } from './sqlite/open.ts';
import type { Store } from './store.ts';

/**
 * Opens a store, and brings its schema up to this program's. `alone`: as the service, which shares a file with no other
 * one; a command comes and goes beside it. Throws a Refusal: store-no-database, store-in-use,
 * store-newer, store-copied, store-unavailable.
 */
export async function openStore(address: StoreAddress, { alone }: { readonly alone: boolean }): Promise<Store> {
  if (address.kind === 'sqlite') return openSqlite(address.file, { alone });
  // Loaded late: with SQLite nobody needs pg.
  const { openPostgres } = await import('./postgres/open.ts');
  return openPostgres(address.url, { alone });
}
