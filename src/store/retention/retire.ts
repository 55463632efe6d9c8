import { createHash } from 'node:crypto';
import { type Retention, type RetentionClass, retentionClasses } from '../../config/retention.ts';
import type { Actor, AuditEntry } from '../../work/audit/entry.ts';
import type { Sight } from '../../work/keep/sight.ts';
import { levelKey } from '../../work/letters/keys.ts';
import { append } from '../audit/chain.ts';
import type { AuditKeys } from '../audit/keys.ts';
import { numbersOf } from '../records/citizens.ts';
import { first, type Row, type Sql } from '../sql.ts';
import type { Store } from '../store.ts';
import { classes } from './classes.ts';

/** How many rows of a class were deleted, or would be. */
export interface Retired {
  readonly name: RetentionClass;
  readonly days: number;
  readonly count: number;
}

/** Who deletes, and what the audit is written with. */
export interface Retiring {
  readonly keys: AuditKeys;
  readonly by: Actor;
}

/**
 * Rows that are looked for at one time. Each is deleted in a transaction of its own, so that nobody at the door waits
 * for more than one.
 */
const together = 200;
const day = 86_400_000;

/**
 * Deletes what is older than its class is kept, the classes in their order; without `retiring` it says only what would
 * go now (what becomes free by it, a response below another, is counted by the next run). Each row is looked at again
 * under its lock. Each response and letter is written down in the transaction that deletes it, so that its citizen can
 * be told. Throws a Refusal: store-unavailable.
 */
export async function retire(
  store: Store,
  retention: Retention,
  retiring: Retiring | undefined,
): Promise<readonly Retired[]> {
  const now = await store.now();
  const done: Retired[] = [];
  for (const name of retentionClasses) {
    const days = retention.get(name);
    if (days === undefined) continue;
    const before = now - days * day;
    let count = 0;
    for (let after = 0; ; ) {
      const found = await store.read((sql) => numbers(sql, name, after, before, together));
      for (const number of found) {
        if (retiring === undefined || (await store.write((sql) => remove(sql, retiring, name, number, before, now))))
          count += 1;
      }
      after = found.at(-1) ?? after;
      if (found.length < together) break;
    }
    done.push({ name, days, count });
  }
  return done;
}

async function numbers(
  sql: Sql,
  name: RetentionClass,
  after: number,
  before: number,
  most: number,
): Promise<readonly number[]> {
  const rows = await sql.all<{ number: number }>(classes[name].find, [after, before, most]);
  return rows.map(({ number }) => number);
}

async function remove(
  sql: Sql,
  retiring: Retiring,
  name: RetentionClass,
  number: number,
  before: number,
  now: number,
): Promise<boolean> {
  const { of, known } = classes[name];
  const head = await locked(sql, of, number);
  const [still] = await numbers(sql, name, number - 1, before, 1);
  if (still !== number) return false;
  if (known === true && head?.identity !== undefined) await keepKnown(sql, number, head.identity, now);
  const entries = head === undefined ? [] : [await entryFor(sql, retiring, name, head)];
  for (const statement of statements[of]) await sql.all(statement, [number]);
  if (head === undefined) return true;
  for (const statement of citizenStatements) await sql.all(statement, [head.citizen, head.citizen, head.citizen]);
  await append(sql, retiring.keys, entries, now);
  return true;
}

async function entryFor(sql: Sql, { by }: Retiring, name: RetentionClass, { id, citizen }: Head): Promise<AuditEntry> {
  const type = classes[name].of === 'letter' ? 'letter' : 'QuestionnaireResponse';
  const citizens = citizen === null ? [] : await numbersOf(sql, citizen);
  return { act: 'retention', by, target: { type, id }, citizens, particulars: { class: name } };
}

interface Head {
  readonly id: string;
  readonly identity: string | undefined;
  readonly citizen: number | null;
}

/**
 * Locks a response, or a letter, then its citizen, as whoever changes one does. Deliveries need none: an ended one
 * changes no more.
 */
async function locked(
  sql: Sql,
  of: 'tries' | 'delivery' | 'response' | 'letter',
  number: number,
): Promise<Head | undefined> {
  if (of === 'tries' || of === 'delivery') return undefined;
  const columns = of === 'response' ? 'id, identity, citizen' : 'id, NULL AS identity, citizen';
  const find = () =>
    first<{ id: string; identity: string | null; citizen: number | null }>(
      sql,
      `SELECT ${columns} FROM ${of} WHERE number = ?`,
      [number],
    );
  const found = await find();
  if (found === undefined) return undefined;
  if (found.identity !== null) await sql.lock('identity', [found.identity]);
  if (found.citizen !== null) await sql.lock('citizen', [String(found.citizen)]);
  const head = await find();
  return head && { ...head, identity: head.identity ?? undefined };
}

const statements = {
  tries: ['DELETE FROM attempt WHERE outbox = ?'],
  delivery: ['DELETE FROM attempt WHERE outbox = ?', 'DELETE FROM outbox WHERE number = ?'],
  response: responseDeletes('(?)'),
  letter: letterDeletes('(?)'),
} as const;

/**
 * Takes responses away, by their numbers in brackets (of one value), with all that came of them: whatever refers to a
 * row goes before it.
 */
export function responseDeletes(numbers: string): readonly string[] {
  return [
    `DELETE FROM attempt WHERE outbox IN (SELECT number FROM outbox WHERE response IN ${numbers})`,
    `DELETE FROM outbox WHERE response IN ${numbers}`,
    `DELETE FROM resource WHERE response IN ${numbers}`,
    `DELETE FROM outcome WHERE response IN ${numbers}`,
    `DELETE FROM version WHERE response IN ${numbers}`,
    `UPDATE letter SET response = NULL WHERE response IN ${numbers}`,
    `DELETE FROM response WHERE number IN ${numbers}`,
  ];
}

/** The same for letters. */
export function letterDeletes(numbers: string): readonly string[] {
  return [
    `DELETE FROM letter_object WHERE letter IN ${numbers}`,
    `DELETE FROM letter_envelope WHERE letter IN ${numbers}`,
    `DELETE FROM letter WHERE number IN ${numbers}`,
  ];
}

/** A citizen of whom nothing is left is not known any more. */
const citizenStatements = [
  `DELETE FROM citizen_number WHERE citizen = ? AND NOT EXISTS (SELECT 1 FROM response WHERE citizen = ?)
   AND NOT EXISTS (SELECT 1 FROM letter WHERE citizen = ?)`,
  `DELETE FROM citizen WHERE number = ? AND NOT EXISTS (SELECT 1 FROM response WHERE citizen = ?)
   AND NOT EXISTS (SELECT 1 FROM letter WHERE citizen = ?)`,
];

/** Whether a response of this identity was deleted, and whether who asks had sent it, or sees everything. */
export async function retired(sql: Sql, identity: string, sight: Sight): Promise<'no' | 'own' | 'others'> {
  if (!(await isKnown(sql, [identityDigest(identity)]))) return 'no';
  const own = sight.organizations.map((organization) => identityDigest(identity, organization));
  return sight.sees === 'all' || (await isKnown(sql, own)) ? 'own' : 'others';
}

async function isKnown(sql: Sql, digests: readonly string[]): Promise<boolean> {
  if (digests.length === 0) return false;
  const marks = digests.map(() => '?').join(', ');
  return (await first(sql, `SELECT identity FROM retired WHERE identity IN (${marks}) LIMIT 1`, digests)) !== undefined;
}

/**
 * A response that is about to be deleted stays known by a digest, so that its sender's repetition does not bring it
 * back; and by one with each organisation that sent it, which alone is told why. So does the level that it told.
 */
export async function keepKnown(sql: Sql, response: number, identity: string, now: number): Promise<void> {
  const senders = await sql.all<{ organization: string }>(
    'SELECT organization FROM party WHERE response = ? AND sent = 1',
    [response],
  );
  const digests = [undefined, ...senders.map((one) => one.organization)].map((one) => identityDigest(identity, one));
  for (const digest of [...digests, ...(await levelDigests(sql, response))]) {
    await sql.all('INSERT INTO retired (identity, at) VALUES (?, ?) ON CONFLICT (identity) DO NOTHING', [digest, now]);
  }
}

/** Letters tell the same level, whoever sends them on. A draft tells none. */
async function levelDigests(sql: Sql, response: number): Promise<readonly string[]> {
  const told = await sql.all<Row & { value: string; variant: string; moment: number }>(
    `SELECT value, variant, moment FROM (
       SELECT citizen, variant, status, authored_from AS moment FROM response WHERE number = ?
       UNION SELECT citizen, variant, status, first_authored FROM response WHERE number = ?
     ) AS one JOIN citizen_number ON citizen_number.citizen = one.citizen
     WHERE moment IS NOT NULL AND status NOT IN ('in-progress', 'stopped')`,
    [response, response],
  );
  return told.map(({ value, variant, moment }) => identityDigest(levelKey(value, variant, moment)));
}

function identityDigest(identity: string, organization?: string): string {
  const digest = createHash('sha256').update(identity);
  if (organization !== undefined) digest.update(`\n${organization}`);
  return digest.digest('hex');
}
