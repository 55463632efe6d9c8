import type { Client } from '../../access/clients.ts';
import type { ClientDesk, ListedClient } from '../../access/desk.ts';
import { append } from '../audit/chain.ts';
import type { AuditKeys } from '../audit/keys.ts';
import type { Row } from '../sql.ts';
import type { Store } from '../store.ts';

interface ClientRow extends Row {
  id: string;
  shows: Client['shows'];
  known: string;
  organizations: string | null;
  scopes: string;
  created_at: number;
}

/** The clients of a store; who is let in or shut out is written down with it. */
export function openClientDesk(store: Store, keys: AuditKeys): ClientDesk {
  return {
    list: async () => {
      const rows = await store.read((sql) => sql.all<ClientRow>('SELECT * FROM client ORDER BY id'));
      return rows.map(toClient);
    },
    add: async ({ id, shows, known, organizations, scopes }, by) => {
      const now = await store.now();
      return store.write(async (sql) => {
        await sql.lock('identity', [`client ${id}`]);
        const same = await sql.all(
          "SELECT id FROM client WHERE id = ? OR (shows <> 'token' AND shows = ? AND known = ?)",
          [id, shows, known],
        );
        if (same.length > 0) return false;
        await sql.all(
          'INSERT INTO client (id, shows, known, organizations, scopes, created_at) VALUES (?, ?, ?, ?, ?, ?)',
          [id, shows, known, organizations?.join('\n') ?? null, scopes.join(' '), now],
        );
        const particulars = { client: id, shows, scopes: scopes.join(' '), organizations: organizations?.join(' ') };
        await append(sql, keys, [{ act: 'client-add', by, particulars }], now);
        return true;
      });
    },
    remove: async (id, by) => {
      const now = await store.now();
      return store.write(async (sql) => {
        const removed = await sql.all('DELETE FROM client WHERE id = ? RETURNING id', [id]);
        if (removed.length === 0) return false;
        await append(sql, keys, [{ act: 'client-remove', by, particulars: { client: id } }], now);
        return true;
      });
    },
  };
}

function toClient({ id, shows, known, organizations, scopes, created_at: createdAt }: ClientRow): ListedClient {
  const list = (text: string, separator: string) => text.split(separator).filter((one) => one !== '');
  return {
    ...{ id, shows, known, createdAt },
    organizations: organizations === null ? undefined : list(organizations, '\n'),
    scopes: list(scopes, ' '),
  };
}
