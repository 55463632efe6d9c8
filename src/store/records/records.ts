import type { AuditEntry } from '../../work/audit/entry.ts';
import type { Archive } from '../../work/keep/archive.ts';
import type { Records } from '../../work/keep/records.ts';
import { everything } from '../../work/keep/sight.ts';
import { addParties, isSeen, sharePartiesOf } from '../access/parties.ts';
import { append } from '../audit/chain.ts';
import { collecting } from '../audit/collect.ts';
import type { AuditKeys } from '../audit/keys.ts';
import { addDelivery, settleDelivery, waysOf } from '../outbox/deliveries.ts';
import type { Packer } from '../pack.ts';
import { readingIn } from '../reading/reading.ts';
import { retired } from '../retention/retire.ts';
import { first, type Sql } from '../sql.ts';
import type { Store } from '../store.ts';
import { findCitizen } from './citizens.ts';
import { lettersIn } from './letters.ts';
import { newest, standing, told } from './levels.ts';
import { addOutcome } from './outcomes.ts';
import {
  addVersion,
  changeResponse,
  createResponse,
  findResponse,
  findVersion,
  type ResponseRow,
  toResponse,
} from './responses.ts';

/** The archive in a store, with its dictionaries and the keys by which what is done there is written down. */
export function openArchive(store: Store, packer: Packer, keys: AuditKeys): Archive {
  return {
    carried: keys.carried,
    audit: auditing(store, keys),
    now: store.now,
    ready: readiness(store),
    write: (work, way) => store.write((sql) => work(recordsIn(sql, packer, keys)), way),
    read: (work) => store.read((sql) => work(readingIn(sql, packer, everything))),
    readFor: (sight, work) => store.read((sql) => work(readingIn(sql, packer, sight))),
  };
}

/** Milliseconds for which a write that was done says that another one can be: anybody may ask, and often. */
const proof = 5_000;

/** Looks whether the store can be read and written: one on a full disk, or a standby that only reads, is not ready. */
function readiness(store: Store): Archive['ready'] {
  let provenAt = Number.NEGATIVE_INFINITY;
  return async () => {
    await store.read((sql) => sql.all('SELECT name FROM setting LIMIT 1'));
    if (performance.now() - provenAt < proof) return;
    await store.write((sql) =>
      sql.all(
        `INSERT INTO setting (name, value) VALUES ('written', ?)
         ON CONFLICT (name) DO UPDATE SET value = excluded.value`,
        [new Date().toISOString()],
      ),
    );
    provenAt = performance.now();
  };
}

/** Acts that stand alone are written together. */
function auditing(store: Store, keys: AuditKeys): Archive['audit'] {
  return collecting(async (entries: readonly AuditEntry[]) => {
    const now = await store.now();
    await store.write((sql) => append(sql, keys, entries, now));
  });
}

function recordsIn(sql: Sql, packer: Packer, keys: AuditKeys): Records {
  return {
    byIdentity: async (identity) => {
      await sql.lock('identity', [identity]);
      return findResponse(sql, 'identity', identity);
    },
    byId: async (id) => {
      const found = await findResponse(sql, 'id', id);
      if (found === undefined || sql.dialect.name === 'sqlite') return found;
      // Under its lock it may have become another version.
      await sql.lock('identity', [found.identity]);
      return findResponse(sql, 'id', id);
    },
    retired: (identity, sight) => retired(sql, identity, sight),
    digests: async (response) => {
      const rows = await sql.all<{ digest: string }>('SELECT digest FROM version WHERE response = ? ORDER BY version', [
        response,
      ]);
      return rows.map(({ digest }) => digest);
    },
    received: (response, version) => findVersion(sql, packer, response, version),
    citizen: (numbers, now) => findCitizen(sql, numbers, now),
    create: async (head, version, now) => {
      const number = await createResponse(sql, head, now);
      await addVersion(sql, packer, number, head, version, now);
      return number;
    },
    change: async (number, head, version, now) => {
      await changeResponse(sql, number, head, now);
      await addVersion(sql, packer, number, head, version, now);
    },
    byNumber: async (number) => {
      const row = await first<ResponseRow>(sql, 'SELECT * FROM response WHERE number = ?', [number]);
      return row && toResponse(row);
    },
    standing: async (citizen) => (await sql.all<ResponseRow>(standing, [citizen])).map(toResponse),
    newest: async (citizen, variant) => {
      const rows = [
        ...(await sql.all<ResponseRow>(newest.settled, [citizen, variant])),
        ...(await sql.all<ResponseRow>(newest.suggested, [citizen, variant])),
      ];
      return rows.map(toResponse);
    },
    told: async (citizen) => (await sql.all<ResponseRow>(told, [citizen])).map(toResponse),
    all: async (citizen) => {
      const rows = await sql.all<ResponseRow>('SELECT * FROM response WHERE citizen = ? ORDER BY number', [citizen]);
      return rows.map(toResponse);
    },
    tasks: async (response) => {
      const rows = await sql.all<{ id: string }>(
        "SELECT DISTINCT id FROM resource WHERE response = ? AND type = 'Task'",
        [response],
      );
      return rows.map(({ id }) => id);
    },
    supersede: async (response, by) => {
      await sql.all('UPDATE response SET superseded_by = ? WHERE number = ?', [by ?? null, response]);
    },
    add: (outcome, now) => addOutcome(sql, packer, outcome, now),
    deliver: (delivery, now) => addDelivery(sql, delivery, now),
    arrived: (delivery, now) => settleDelivery(sql, keys, delivery, now),
    left: (responses) => waysOf(sql, responses),
    audit: (entries, now) => append(sql, keys, entries, now),
    letters: lettersIn(sql, packer),
    isSeen: (number, sight) => isSeen(sql, 'response', number, sight),
    addSenders: (number, organizations) => addParties(sql, 'party', number, organizations, true),
    shareWithLetter: (number, letter) => sharePartiesOf(sql, letter, number),
  };
}
