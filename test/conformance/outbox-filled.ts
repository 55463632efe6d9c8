import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { readConfig } from '../../src/config.ts';
import { openGateway } from '../../src/gateway.ts';
import type { KeptEntry } from '../../src/work/audit/entry.ts';
import { fixturesFolder } from '../fixtures.ts';
import { model, post, startService, type TestOptions, type TestService, validResponse } from '../http/service.ts';
import { citizen } from '../outbox/outboxes.ts';

/** A service with much under way that never leaves: what operators look at stays as it is. */
export interface FilledService extends TestService {
  /** Deliveries of a state, by their numbers. */
  readonly inState: (state: string) => readonly number[];
  /** What was written down in the audit, the newest last. */
  readonly audited: () => readonly KeptEntry[];
}

export interface Filling {
  /** Deliveries that were given up, that wait after a failed try, and that wait for their first. */
  readonly dead: number;
  readonly failing: number;
  readonly waiting: number;
}

const minute = 60_000;

/** The test person's own delivery is number 1; it was given up. */
export async function startFilledService(
  { dead, failing, waiting }: Filling,
  options: TestOptions = {},
): Promise<FilledService> {
  const folder = mkdtempSync(join(tmpdir(), 'niveau-filled-'));
  const file = join(folder, 'niveau.db');
  const routes = join(folder, 'routes.json');
  writeFileSync(routes, JSON.stringify(routesIn(folder)));
  const config = { ...readConfig({}), ...options.config, store: { kind: 'sqlite', file }, routes } as const;
  const gateway = await openGateway({ config, model, log: () => {}, env: {} });
  const service = await startService({ ...options, gateway });
  await gateway.stopDelivering(1_000);
  for (const index of [0, 1, 2]) {
    const about = index === 0 ? {} : citizen(index);
    const identifier = { system: 'https://ehr.example.dk/responses', value: `filled-${index}` };
    const kept = await post(`${service.url}/fhir/QuestionnaireResponse`, { ...validResponse(), ...about, identifier });
    if (kept.status !== 201) throw new Error(await kept.text());
  }
  await sendLetter(service.url);
  const database = new DatabaseSync(file);
  fill(database, { dead, failing, waiting });
  const inState = (state: string) =>
    database
      .prepare('SELECT number FROM outbox WHERE state = ? ORDER BY number')
      .all(state)
      .map(({ number }) => Number(number));
  const audited = () =>
    database
      .prepare('SELECT content FROM audit ORDER BY number')
      .all()
      .map(({ content }) => JSON.parse(String(content)) as KeptEntry);
  return {
    ...service,
    inState,
    audited,
    close: async () => {
      await service.close();
      await gateway.close();
      database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function routesIn(folder: string): object {
  return {
    destinations: {
      'region-fhir': { kind: 'folder', path: folder },
      journal: { kind: 'folder', path: folder },
    },
    routes: [
      { name: 'alt-til-regionen', to: 'region-fhir', form: 'Bundle' },
      {
        ...{ name: 'hoeje-niveauer-paa-papir', to: 'journal', form: 'PDF' },
        when: {
          variants: ['somatik'],
          levels: ['2', '3', '4'],
          basis: ['aftalt', 'vurderet'],
          events: ['new', 'amended'],
        },
      },
    ],
  };
}

/** A letter that was sent; its receipt never comes. */
async function sendLetter(url: string): Promise<void> {
  const parts = new FormData();
  parts.append('letter', new Blob([readFileSync(`${fixturesFolder}breve/epikrise.xml`)]));
  parts.append('response', JSON.stringify(validResponse()));
  const made = await fetch(`${url}/medcom/attach`, { method: 'POST', body: parts });
  if (made.status !== 200) throw new Error(await made.text());
}

/** Copies of what is there, in every state, over the last day. */
function fill(database: DatabaseSync, { dead, failing, waiting }: Filling): void {
  const now = Date.now();
  database.exec('BEGIN');
  database.exec("UPDATE outbox SET state = 'delivered', last_code = 'delivered', attempt = 1, ended_at = created_at");
  const copy = database.prepare(
    `INSERT INTO outbox (destination, citizen, response, outcome, event, state, attempt, next_at, last_code, correlation, created_at, ended_at, route, form, receiver)
     SELECT destination, citizen, response, outcome, event, ?, ?, ?, ?, correlation, ?, ?, route, form, receiver FROM outbox WHERE number = ? RETURNING number`,
  );
  const tried = database.prepare(
    'INSERT INTO attempt (outbox, attempt, code, started_at, ended_at) VALUES (?, ?, ?, ?, ?)',
  );
  const add = (state: string, tries: number, code: string | null, at: number, from: number) => {
    const isOver = state === 'dead' || state === 'delivered';
    const row = copy.get(state, tries, now + 5 * minute, code, at, isOver ? at + minute : null, from);
    for (let attempt = 1; attempt <= tries; attempt += 1) {
      const start = Math.min(at + attempt * 3 * minute, now);
      tried.run(Number(row?.number), attempt, code, start, start + 420);
    }
  };
  for (let index = 0; index < 300; index += 1)
    add('delivered', 1, 'delivered', now - (index * 4 + 6) * minute, 1 + (index % 6));
  for (let index = 0; index < dead; index += 1) {
    add(
      'dead',
      1 + (index % 3),
      index % 4 === 3 ? 'folder-unwritable' : 'server-refused',
      now - (dead - index + 30) * minute,
      1 + (index % 6),
    );
  }
  for (let index = 0; index < failing; index += 1)
    add('pending', 2, 'server-unreachable', now - (failing - index + 20) * minute, 1);
  for (let index = 0; index < waiting; index += 1) add('pending', 0, null, now - 10 * minute, 1 + (index % 6));
  addLetters(database, now);
  database.exec('COMMIT');
}

/** The letter that was sent, as if there were more of it, which nobody has acknowledged or somebody has refused. */
function addLetters(database: DatabaseSync, now: number): void {
  const columns = database
    .prepare(
      "SELECT name FROM pragma_table_info('letter') WHERE name NOT IN ('number', 'id', 'letter_id', 'state', 'reason_code', 'created_at', 'due_at')",
    )
    .all()
    .map(({ name }) => String(name))
    .join(', ');
  const copy = database.prepare(
    `INSERT INTO letter (id, letter_id, state, reason_code, created_at, due_at, ${columns})
     SELECT ?, ?, ?, ?, ?, ?, ${columns} FROM letter WHERE direction = 'out' ORDER BY number LIMIT 1`,
  );
  for (let index = 0; index < 24; index += 1) {
    const isRefused = index % 8 === 5;
    const created = now - (25 - index) * 37 * minute;
    const due = isRefused ? null : created + 30 * minute;
    copy.run(
      randomUUID(),
      `L${index}`,
      isRefused ? 'receipt-negative' : 'receipt-overdue',
      isRefused ? 'E042' : null,
      created,
      due,
    );
  }
}
