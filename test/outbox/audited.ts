import type { Store } from '../../src/store/store.ts';
import type { KeptEntry } from '../../src/work/audit/entry.ts';

/** What was written down of deliveries. */
export async function audited(store: Store): Promise<readonly KeptEntry[]> {
  const rows = await store.read((sql) =>
    sql.all<{ content: string }>('SELECT content FROM audit ORDER BY lane, number'),
  );
  return rows.map(({ content }) => JSON.parse(content) as KeptEntry).filter(({ act }) => act === 'delivery');
}
