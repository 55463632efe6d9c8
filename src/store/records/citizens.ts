import { systems } from '../../model/systems.ts';
import type { CitizenKey } from '../../work/keep/records.ts';
import { first, places, type Row, type Sql } from '../sql.ts';

/** Our own key of the citizen with this number; undefined where nothing of them is held. */
export async function citizenWith(sql: Sql, { system, value }: CitizenKey): Promise<number | undefined> {
  const row = await first<{ citizen: number }>(
    sql,
    'SELECT citizen FROM citizen_number WHERE system = ? AND value = ?',
    [system, value],
  );
  return row?.citizen;
}

/** Every number that is known to be theirs. */
export function numbersOf(sql: Sql, citizen: number): Promise<readonly (Row & CitizenKey)[]> {
  return sql.all('SELECT system, value FROM citizen_number WHERE citizen = ? ORDER BY system, value', [citizen]);
}

/** The numbers of each citizen who has several. */
export async function joinedNumbers(sql: Sql): Promise<readonly (readonly CitizenKey[])[]> {
  const rows = await sql.all<Row & CitizenKey & { citizen: number }>(
    `SELECT citizen, system, value FROM citizen_number
     WHERE citizen IN (SELECT citizen FROM citizen_number GROUP BY citizen HAVING count(*) > 1)`,
  );
  return [...Map.groupBy(rows, ({ citizen }) => citizen).values()];
}

/**
 * The citizen with these numbers. Locks every number, then every citizen that they lead to, so that whatever comes
 * later of the same citizen waits, also where it names another number. Two that turn out to be one are joined under the
 * older key.
 */
export async function findCitizen(
  sql: Sql,
  numbers: readonly CitizenKey[],
  now: number,
): Promise<{ key: number; joined: boolean; before: readonly number[] } | undefined> {
  await sql.lock(
    'number',
    numbers.map(({ system, value }) => `${system}|${value}`),
  );
  const known = await lockedCitizens(sql, numbers);
  const [only] = known;
  // Known by the one number that they have here: nothing new is learnt of them.
  if (only !== undefined && numbers.length === 1) return { key: only, joined: false, before: known };
  if (await hasTwoCprs(sql, known, numbers)) return undefined;
  const key = known[0] ?? (await newCitizen(sql, now));
  for (const other of known.slice(1)) await join(sql, other, key);
  const rows = numbers.flatMap(({ system, value }) => [system, value, key]);
  await sql.all(
    `INSERT INTO citizen_number (system, value, citizen) VALUES ${places(numbers.length, 3)} ON CONFLICT (system, value) DO NOTHING`,
    rows,
  );
  return { key, joined: known.length > 1, before: known };
}

/** Somebody may join some of them with others each time that we wait for a lock: until nobody has. */
async function lockedCitizens(sql: Sql, numbers: readonly CitizenKey[]): Promise<readonly number[]> {
  let known = await citizensOf(sql, numbers);
  for (let locked = ''; known.join() !== locked; ) {
    locked = known.join();
    await sql.lock('citizen', known.map(String));
    // On SQLite nobody waits for a lock.
    if (sql.dialect.name === 'sqlite') break;
    known = await citizensOf(sql, numbers);
  }
  return known;
}

async function citizensOf(sql: Sql, numbers: readonly CitizenKey[]): Promise<readonly number[]> {
  const [only, ...more] = numbers;
  if (only !== undefined && more.length === 0) {
    // Most have one number, which is found in a third of the time.
    const citizen = await citizenWith(sql, only);
    return citizen === undefined ? [] : [citizen];
  }
  const rows = await sql.all<{ citizen: number }>(
    `SELECT DISTINCT citizen FROM citizen_number WHERE (system, value) IN (VALUES ${places(numbers.length, 2)}) ORDER BY citizen`,
    numbers.flatMap(({ system, value }) => [system, value]),
  );
  return rows.map(({ citizen }) => citizen);
}

/** A citizen has one CPR number at most; replacement numbers may be several. */
async function hasTwoCprs(sql: Sql, citizens: readonly number[], numbers: readonly CitizenKey[]): Promise<boolean> {
  if (citizens.length === 0) return false;
  const rows = await sql.all<{ value: string }>(
    `SELECT value FROM citizen_number WHERE system = ? AND citizen IN (${citizens.map(() => '?').join(', ')})`,
    [systems.cpr, ...citizens],
  );
  const named = numbers.filter(({ system }) => system === systems.cpr).map(({ value }) => value);
  return new Set([...rows.map(({ value }) => value), ...named]).size > 1;
}

async function newCitizen(sql: Sql, now: number): Promise<number> {
  const row = await first<{ number: number }>(sql, 'INSERT INTO citizen (since) VALUES (?) RETURNING number', [now]);
  return row?.number ?? 0;
}

async function join(sql: Sql, from: number, into: number): Promise<void> {
  for (const table of ['citizen_number', 'response', 'outbox', 'letter']) {
    await sql.all(`UPDATE ${table} SET citizen = ? WHERE citizen = ?`, [into, from]);
  }
}
