import { refuse } from '../outcome/problem.ts';
import { migrations } from './migrations/index.ts';
import { first, type Sql } from './sql.ts';

/** Runs work in one transaction, so that a migration is done whole or not at all. */
type InTransaction = (work: () => Promise<void>) => Promise<void>;

/**
 * Brings the schema to this program's version, or to `upTo` of it, a step at a time. An instance that comes while
 * another is at it waits for it.
 * Throws a Refusal: store-newer, for a store that a later program has written.
 */
export async function migrate(sql: Sql, inTransaction: InTransaction, upTo = migrations.length): Promise<void> {
  await inTransaction(async () => {
    await sql.lock('identity', ['schema']);
    await sql.all(
      `CREATE TABLE IF NOT EXISTS setting (name TEXT PRIMARY KEY, value TEXT NOT NULL)${sql.dialect.strict}`,
    );
    const row = await first<{ value: string }>(sql, 'SELECT value FROM setting WHERE name = ?', ['schema']);
    const version = Number(row?.value ?? 0);
    if (version > migrations.length) {
      refuse('store-newer', { values: { found: String(version), known: String(migrations.length) } });
    }
    for (const migration of migrations.slice(version, upTo)) {
      for (const statement of migration(sql.dialect)) await sql.all(statement);
    }
    if (version < upTo) {
      await sql.all(
        'INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
        ['schema', String(upTo)],
      );
    }
  });
}
