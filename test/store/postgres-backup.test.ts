import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStore } from '../../src/store/open.ts';
import { openDesk } from '../../src/store/outbox/desk.ts';
import { root } from '../cli/run.ts';
import { citizen, outboxIn } from '../outbox/outboxes.ts';
import { hasPostgres, openPostgresServer, type Postgres, postgresPath } from './postgres.ts';

const folder = mkdtempSync(join(tmpdir(), 'niveau-dump-'));
let server: Postgres | undefined;
beforeAll(async () => {
  if (hasPostgres()) server = await openPostgresServer();
});
afterAll(async () => {
  await server?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The two commands of the page. */
const page = readFileSync(join(root, 'docs/gateway.md'), 'utf8').replace(/\s+/g, ' ');
const [dump = '', restore = ''] = ['pg_dump', 'pg_restore'].map(
  (tool) => new RegExp(`\`(${tool} [^\`]*)\``).exec(page)?.[1] ?? '',
);

/** Runs one of them against a database, which the page calls niveau. */
async function run(command: string, url: string): Promise<void> {
  const { hostname, port, username, pathname } = new URL(url);
  const text = command
    .replace(/niveau$/, pathname.slice(1))
    .replace('--dbname=niveau', `--dbname=${pathname.slice(1)}`);
  const env = { ...process.env, PATH: postgresPath(), PGHOST: hostname, PGPORT: port, PGUSER: username };
  await promisify(execFile)('sh', ['-c', text], { cwd: folder, env });
}

test.skipIf(!hasPostgres())(
  'PostgreSQL: what was acknowledged before a dump is in it, whole, and goes on to be sent after the restore',
  async () => {
    const [from, to] = [(await server?.database()) ?? '', (await server?.database()) ?? ''];
    const store = await openStore({ kind: 'postgres', url: from }, { alone: true });
    const { put } = await outboxIn(store);
    const acknowledged: string[] = [];
    const writing = { stopped: false };
    const writer = (async () => {
      for (let index = 0; !writing.stopped; index += 1) {
        await put(`a${index}`, citizen(index % 20));
        acknowledged.push(`a${index}`);
      }
    })();
    while (acknowledged.length < 10) await new Promise((resolve) => setImmediate(resolve));
    const before = [...acknowledged];
    await run(dump, from);
    writing.stopped = true;
    await writer;
    await store.close();
    await run(restore, to);
    const restored = await openStore({ kind: 'postgres', url: to }, { alone: true });
    const rows = await restored.read((sql) =>
      sql.all<{ value: string; results: number }>(
        `SELECT identifier_value AS value, (SELECT count(*) FROM resource WHERE resource.response = response.number) AS results
         FROM response ORDER BY number`,
      ),
    );
    const kept = new Set(rows.map(({ value }) => value));
    expect(before.filter((value) => !kept.has(value))).toEqual([]);
    expect(rows.filter(({ results }) => results === 0)).toEqual([]);
    expect((await openDesk(restored).depths()).map(({ state }) => state)).toEqual(['pending']);
    // The numbers go on where they were: a new response takes nobody's place, and none before others.
    await (await outboxIn(restored)).put('after the restore', citizen(1));
    const values = await restored.read((sql) =>
      sql.all<{ value: string }>('SELECT identifier_value AS value FROM response ORDER BY number'),
    );
    expect(values.map(({ value }) => value)).toEqual([...rows.map(({ value }) => value), 'after the restore']);
    await restored.close();
  },
);
