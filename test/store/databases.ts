import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import type { StoreAddress } from '../../src/config/store-address.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/store.ts';
import { hasPostgres, openPostgresServer, type Postgres } from './postgres.ts';

/** A database under test: each call of `address` names a new, empty one. */
export interface Database {
  readonly name: 'sqlite' | 'postgres';
  address(): Promise<StoreAddress>;
  /**
   * Opens a new store, or the one at an address; closed with the tests, unless it was closed before. As the service,
   * or not `alone`.
   */
  open(address?: StoreAddress, as?: { readonly alone: boolean }): Promise<Store>;
}

/** Both databases, or SQLite alone where there is no PostgreSQL. Called once a file, outside its tests. */
export function databases(): readonly Database[] {
  let folder = '';
  let server: Postgres | undefined;
  let count = 0;
  const opened: Store[] = [];
  const withPostgres = hasPostgres();
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'niveau-store-'));
    if (withPostgres) server = await openPostgresServer();
  });
  afterAll(async () => {
    for (const store of opened) await store.close().catch(() => {});
    await server?.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const named = (name: Database['name'], address: () => Promise<StoreAddress>): Database => ({
    name,
    address,
    open: async (given, as = { alone: true }) => {
      const store = await openStore(given ?? (await address()), as);
      opened.push(store);
      return store;
    },
  });
  const sqlite = named('sqlite', async () => {
    count += 1;
    return { kind: 'sqlite', file: join(folder, String(count), 'niveau.db') };
  });
  const postgres = named('postgres', async () => {
    if (server === undefined) throw new Error('PostgreSQL was not started');
    return { kind: 'postgres', url: await server.database() };
  });
  return withPostgres ? [sqlite, postgres] : [sqlite];
}
