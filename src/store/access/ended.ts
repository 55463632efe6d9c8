import { type EndedDesk, mostEnded } from '../../access/people/ended.ts';
import type { Store } from '../store.ts';

/** The sessions of a store that were signed out of; those that would have ended by now are let go. */
export function openEndedDesk(store: Store): EndedDesk {
  return {
    list: async (now) => {
      const rows = await store.read((sql) =>
        sql.all<{ id: string }>('SELECT id FROM ended_session WHERE until > ? ORDER BY until DESC LIMIT ?', [
          now,
          mostEnded,
        ]),
      );
      return rows.map(({ id }) => id);
    },
    add: (id, until, now) =>
      store.write(async (sql) => {
        await sql.all('DELETE FROM ended_session WHERE until <= ?', [now]);
        await sql.all('INSERT INTO ended_session (id, until) VALUES (?, ?) ON CONFLICT (id) DO NOTHING', [id, until]);
      }),
  };
}
