import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import type { StoreAddress } from '../src/config/store-address.ts';
import { openGateway } from '../src/gateway.ts';
import { loadModel } from '../src/profiles.ts';
import { keepResponse } from '../src/work/keep/keep.ts';
import { hasPostgres, openPostgresServer } from '../test/store/postgres.ts';
import { newResponses } from './new-responses.ts';
import { median, print, processorTime, type Result, round } from './result.ts';
import { timed } from './timed.ts';

const program = fileURLToPath(new URL('../src/cli/niveau.js', import.meta.url));
const model = loadModel();
const asked = process.env.NIVEAU_BENCH_LINES;
/** In each round: some seconds of either store, so that the whole takes a minute and a half where all is quiet. */
const lines = { sqlite: Number(asked ?? 5_000), postgres: Number(asked ?? 2_000) } as const;
const rounds = 3;
const callers = 64;

/** Of one way to fill a store: lines a second, and milliseconds of processor time a line. */
interface Pace {
  readonly rate: number;
  readonly processor: number;
}

/**
 * `niveau import` into a new store, starts included, against creates over the same kind of store by 64 callers at once,
 * alternately; beside them the same lines imported again, and how quickly SQLite takes the same rows bare, so many
 * responses in one transaction. Goal: an import is no slower than the creates, on either database.
 */
export async function run(): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'niveau-bench-import-'));
  const postgres = hasPostgres() ? await openPostgresServer({ durable: true }) : undefined;
  try {
    const next = newResponses(model);
    const history = (count: number): History => {
      const file = join(folder, `history-${count}.ndjson`);
      const texts = Array.from({ length: count }, next);
      writeFileSync(file, `${texts.join('\n')}\n`);
      return { file, texts };
    };
    const sqlite = await measure(history(lines.sqlite), (name) => `sqlite:${join(folder, `${name}.db`)}`);
    const bare = bareRows(join(folder, 'import-0.db'), join(folder, 'bare.db'));
    const other = postgres && (await measure(history(lines.postgres), () => postgres.database()));
    const goals = [sqlite, ...(other === undefined ? [] : [other])].map(
      ({ creates, once }) => creates.rate / once.rate,
    );
    const result = {
      ...{ bench: 'import', ratio: round(Math.max(...goals), 2), goal: 1, unit: 'lines/s' },
      ...{ ours: round(sqlite.once.rate, 0), reference: round(sqlite.creates.rate, 0) },
    };
    const shown = ({ rate, processor }: Pace) =>
      `${rate.toFixed(0)} lines/s; ${processor.toFixed(2)} ms of processor time`;
    const rows = (name: string, { once, again, creates }: Measured) =>
      [
        [`${name}, niveau import`, shown(once)],
        [`${name}, the same lines again`, shown(again)],
        [`${name}, creates by ${callers} at once`, shown(creates)],
      ] as const;
    print(result, [
      ['lines', `${lines.sqlite} in each of ${rounds} rounds, ${lines.postgres} of PostgreSQL`],
      ...rows('SQLite', sqlite),
      ['SQLite, the same rows bare', shown(bare)],
      ...(other === undefined ? [['PostgreSQL', 'not installed'] as const] : rows('PostgreSQL', other)),
    ]);
    return result;
  } finally {
    await postgres?.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Lines that were never kept, in a file too. */
interface History {
  readonly file: string;
  readonly texts: readonly string[];
}

interface Measured {
  readonly once: Pace;
  readonly again: Pace;
  readonly creates: Pace;
}

async function measure(history: History, newStore: (name: string) => string | Promise<string>): Promise<Measured> {
  const paces = { once: [] as Pace[], again: [] as Pace[], creates: [] as Pace[] };
  for (let index = 0; index < rounds; index += 1) {
    const url = await newStore(`import-${index}`);
    for (const which of ['once', 'again'] as const) paces[which].push(await imported(history, url));
    paces.creates.push(await created(history.texts, await newStore(`creates-${index}`)));
  }
  const middle = (all: readonly Pace[]): Pace => ({
    rate: median(all.map(({ rate }) => rate)),
    processor: median(all.map(({ processor }) => processor)),
  });
  return { once: middle(paces.once), again: middle(paces.again), creates: middle(paces.creates) };
}

async function imported({ file, texts: { length } }: History, url: string): Promise<Pace> {
  const { seconds, processor } = await timed({ args: [program, 'import', file], env: { NIVEAU_STORE: url } });
  return { rate: length / seconds, processor: (1000 * processor) / length };
}

/** The same through the store in this process, which is running already. */
async function created(texts: readonly string[], url: string): Promise<Pace> {
  const store: StoreAddress = url.startsWith('sqlite:')
    ? { kind: 'sqlite', file: url.slice('sqlite:'.length) }
    : { kind: 'postgres', url };
  const gateway = await openGateway({ config: { store }, model, log: () => {}, env: {} });
  const ports = { model, clock: () => new Date() };
  const left = texts.values();
  const [begun, before] = [performance.now(), processorTime()];
  const caller = async () => {
    for (const text of left) await keepResponse(ports, gateway.archive, { response: Buffer.from(text) });
  };
  await Promise.all(Array.from({ length: callers }, caller));
  const taken = {
    rate: (1000 * texts.length) / (performance.now() - begun),
    processor: (processorTime() - before) / 1000 / texts.length,
  };
  await gateway.stopDelivering(0);
  await gateway.close();
  return taken;
}

/** The rows of a store into an empty one with the same tables and indexes, in as many transactions as an import has. */
function bareRows(from: string, to: string): Pace {
  const source = new DatabaseSync(from, { readOnly: true });
  const target = new DatabaseSync(to);
  target.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = OFF');
  const schema = source.prepare(
    "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'",
  );
  const parts = schema.all() as { type: string; name: string; sql: string }[];
  for (const { sql } of parts) target.exec(sql);
  const tables = parts
    .filter(({ type }) => type === 'table')
    .map(({ name }) => {
      const rows = source
        .prepare(`SELECT * FROM "${name}"`)
        .all()
        .map((row) => Object.values(row) as SQLInputValue[]);
      return { name, rows };
    });
  const transactions = Math.ceil(lines.sqlite / 256);
  const [begun, before] = [performance.now(), processorTime()];
  for (let part = 0; part < transactions; part += 1) {
    target.exec('BEGIN');
    for (const { name, rows } of tables) {
      const [first] = rows;
      if (first === undefined) continue;
      const insert = target.prepare(`INSERT INTO "${name}" VALUES (${first.map(() => '?').join(', ')})`);
      const share = rows.length / transactions;
      for (const row of rows.slice(Math.floor(part * share), Math.floor((part + 1) * share))) insert.run(...row);
    }
    target.exec('COMMIT');
  }
  const taken = {
    rate: (1000 * lines.sqlite) / (performance.now() - begun),
    processor: (processorTime() - before) / 1000 / lines.sqlite,
  };
  source.close();
  target.close();
  return taken;
}
