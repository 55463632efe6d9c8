import type { QuestionnaireResponse } from 'fhir/r4.js';
import type { Desk } from '../../src/outbox/desk.ts';
import type { Queue } from '../../src/outbox/queue.ts';
import { type AuditKeys, throwawayKeys } from '../../src/store/audit/keys.ts';
import { openDesk } from '../../src/store/outbox/desk.ts';
import { openQueue } from '../../src/store/outbox/queue.ts';
import { openPacker } from '../../src/store/pack.ts';
import { openArchive } from '../../src/store/records/records.ts';
import type { Store } from '../../src/store/store.ts';
import type { Archive } from '../../src/work/keep/archive.ts';
import { keepResponse } from '../../src/work/keep/keep.ts';
import type { Routes } from '../../src/work/routes/route.ts';
import { validResponse } from '../http/service.ts';
import { ports } from '../ports.ts';
import { identifier, response } from '../store/archives.ts';
import type { Database } from '../store/databases.ts';

/** A store with an outbox, and a hand to put responses in. `at` moves the clock that the queue goes by. */
export interface Outbox {
  readonly store: Store;
  readonly queue: Queue;
  readonly desk: Desk;
  readonly archive: Archive;
  readonly keys: AuditKeys;
  readonly time: { at: number };
  /** Keeps a response under an identifier, for each destination. */
  put(value: string, changes?: Partial<QuestionnaireResponse>): Promise<void>;
  /** The same, for other destinations. */
  putFor(destinations: readonly string[], value: string, changes?: Partial<QuestionnaireResponse>): Promise<void>;
}

/** A new one in a database, or a second instance at the same store. */
export async function openOutbox(database: Database, destinations: readonly string[] = ['there']): Promise<Outbox> {
  return outboxIn(await database.open(), destinations);
}

export async function outboxIn(store: Store, destinations: readonly string[] = ['there']): Promise<Outbox> {
  const time = { at: Date.parse('2026-12-01T12:00:00Z') };
  const clocked: Store = { ...store, now: async () => time.at };
  const packer = await store.write((sql) => openPacker(sql, () => [JSON.stringify(validResponse())]));
  const keys = throwawayKeys();
  const archive = openArchive(clocked, packer, keys);
  const putFor: Outbox['putFor'] = async (names, value, changes = {}) => {
    const body = Buffer.from(JSON.stringify(response({ identifier: identifier(value), ...changes })));
    await keepResponse({ ...ports, routes: everything(names) }, archive, { response: body });
  };
  return {
    store,
    archive,
    keys,
    time,
    queue: openQueue(clocked, packer, keys),
    desk: openDesk(clocked),
    put: (value, changes) => putFor(destinations, value, changes),
    putFor,
  };
}

/** Routes as those of the environment's destinations: everything assessed or agreed goes to each. */
function everything(names: readonly string[]): Routes {
  return {
    parties: new Map(),
    routes: names.map((name) => ({ name, destination: name, form: 'Bundle', when: {} })),
  };
}

/** Fictitious citizens: test numbers of days that no test person has. */
export function citizen(index: number): Pick<QuestionnaireResponse, 'subject'> {
  const value = `0101${String(index % 100).padStart(2, '0')}${String(4000 + index)}`;
  return { subject: { identifier: { system: 'urn:oid:1.2.208.176.1.2', value } } };
}
