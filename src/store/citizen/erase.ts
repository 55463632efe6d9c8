import { refuse } from '../../outcome/problem.ts';
import type { Actor } from '../../work/audit/entry.ts';
import type { CitizenKey } from '../../work/keep/records.ts';
import { append } from '../audit/chain.ts';
import type { AuditKeys } from '../audit/keys.ts';
import { citizenWith, numbersOf } from '../records/citizens.ts';
import { keepKnown, letterDeletes, responseDeletes } from '../retention/retire.ts';
import type { Row, Sql } from '../sql.ts';
import type { Store } from '../store.ts';

/** What goes, by kind, and what stays, with why. */
export interface Erased {
  readonly goes: Readonly<Record<'numbers' | 'responses' | 'versions' | 'results' | 'deliveries' | 'letters', number>>;
  /** Destinations that were sent something of it: what they keep is theirs. */
  readonly sentTo: readonly string[];
  /** Finished responses that changed last less than ten years ago: a record is kept for so long, here or elsewhere. */
  readonly young: number;
}

export interface Erasing {
  readonly citizen: CitizenKey;
  readonly by: Actor;
  readonly dry: boolean;
  /** The record of care is kept elsewhere, so that what is younger than ten years may go here. */
  readonly recordElsewhere: boolean;
}

/** Years for which a patient's record is kept by law (journalføringsbekendtgørelsen). */
const years = 10;

/**
 * Takes everything that is held about one citizen out of the store, in one transaction; the audit stays, where they
 * stand by pseudonyms. Responses stay known by a digest, so that a sender's repetition does not bring them back.
 * Codes: citizen-unknown, erase-pending, erase-record.
 */
export async function erase(store: Store, keys: AuditKeys, erasing: Erasing): Promise<Erased> {
  const now = await store.now();
  if (erasing.dry) return store.read(async (sql) => (await look(sql, erasing, now)).erased);
  const erased = await store.write(async (sql) => {
    // What is deleted is overwritten in the file, not only let go of.
    if (store.kind === 'sqlite') await sql.all('PRAGMA secure_delete = ON');
    const { citizen, numbers, erased, pending } = await look(sql, erasing, now);
    if (pending > 0) refuse('erase-pending', { values: { count: String(pending) } });
    if (erased.young > 0 && !erasing.recordElsewhere)
      refuse('erase-record', { values: { count: String(erased.young) } });
    await remove(sql, citizen, now);
    await append(sql, keys, [{ act: 'erase', by: erasing.by, citizens: numbers, particulars: erased.goes }], now);
    return erased;
  });
  await store.forget();
  return erased;
}

async function look(sql: Sql, { citizen: number }: Erasing, now: number) {
  const citizen = await lockedCitizen(sql, number);
  const numbers = await numbersOf(sql, citizen);
  const count = async (text: string) => (await sql.all<{ count: number }>(text, [citizen]))[0]?.count ?? 0;
  const of = 'response IN (SELECT number FROM response WHERE citizen = ?)';
  const since = new Date(now);
  since.setUTCFullYear(since.getUTCFullYear() - years);
  const young = await sql.all<{ count: number }>(
    "SELECT count(*) AS count FROM response WHERE citizen = ? AND updated_at > ? AND status NOT IN ('in-progress', 'stopped')",
    [citizen, since.getTime()],
  );
  const sent = await sql.all<Row & { destination: string }>(
    "SELECT DISTINCT destination FROM outbox WHERE citizen = ? AND state = 'delivered' ORDER BY destination",
    [citizen],
  );
  const erased: Erased = {
    goes: {
      numbers: numbers.length,
      responses: await count('SELECT count(*) AS count FROM response WHERE citizen = ?'),
      versions: await count(`SELECT count(*) AS count FROM version WHERE ${of}`),
      results: await count(`SELECT count(*) AS count FROM resource WHERE ${of}`),
      deliveries: await count('SELECT count(*) AS count FROM outbox WHERE citizen = ?'),
      letters: await count('SELECT count(*) AS count FROM letter WHERE citizen = ?'),
    },
    sentTo: sent.map(({ destination }) => destination),
    young: young[0]?.count ?? 0,
  };
  const pending = await count("SELECT count(*) AS count FROM outbox WHERE citizen = ? AND state = 'pending'");
  return { citizen, numbers, erased, pending };
}

/** Somebody may have joined them to another one while we waited for the lock: then nothing is under the old key. */
async function lockedCitizen(sql: Sql, number: CitizenKey): Promise<number> {
  let locked: number | undefined;
  for (;;) {
    const citizen = (await citizenWith(sql, number)) ?? refuse('citizen-unknown');
    if (citizen === locked) return citizen;
    await sql.lock('citizen', [String(citizen)]);
    locked = citizen;
  }
}

const statements = [
  ...responseDeletes('(SELECT number FROM response WHERE citizen = ?)'),
  ...letterDeletes('(SELECT number FROM letter WHERE citizen = ?)'),
  'DELETE FROM citizen_number WHERE citizen = ?',
  'DELETE FROM citizen WHERE number = ?',
];

async function remove(sql: Sql, citizen: number, now: number): Promise<void> {
  const rows = await sql.all<{ number: number; identity: string }>(
    'SELECT number, identity FROM response WHERE citizen = ?',
    [citizen],
  );
  for (const { number, identity } of rows) await keepKnown(sql, number, identity, now);
  for (const statement of statements) await sql.all(statement, [citizen]);
}
