import type { Act, KeptEntry } from '../../work/audit/entry.ts';
import type { CitizenKey } from '../../work/keep/records.ts';
import { citizenWith, numbersOf } from '../records/citizens.ts';
import type { Row, Sql } from '../sql.ts';
import type { AuditKeys } from './keys.ts';

/** An act with its place in the audit. */
export interface FoundEntry extends KeptEntry {
  readonly lane: number;
  readonly number: number;
}

interface FoundRow extends Row {
  lane: number;
  number: number;
  content: string;
}

/** The act that may concern several citizens; whoever else stands in another one is the same citizen. */
const ofSeveral: Act = 'search-type';

/**
 * Everything that was done about the citizen with this number, in the order of its moments: under every number that is
 * known to be theirs, and, where they were erased, under every one that was.
 */
export async function auditOf(sql: Sql, keys: AuditKeys, number: CitizenKey): Promise<readonly FoundEntry[]> {
  const citizen = await citizenWith(sql, number);
  const numbers = citizen === undefined ? [] : await numbersOf(sql, citizen);
  const known = new Set([number, ...numbers].map(keys.pseudonym));
  const found = new Map<string, FoundEntry>();
  // A pseudonym may lead to another one, of a number that was not known to be theirs before.
  for (const pseudonym of known) {
    for (const entry of await under(sql, pseudonym)) {
      found.set(`${entry.lane}/${entry.number}`, entry);
      if (entry.act !== ofSeveral) for (const one of entry.citizens ?? []) known.add(one);
    }
  }
  return [...found.values()].sort(
    (one, other) => one.at - other.at || one.lane - other.lane || one.number - other.number,
  );
}

async function under(sql: Sql, pseudonym: string): Promise<readonly FoundEntry[]> {
  const rows = await sql.all<FoundRow>(
    `SELECT audit.lane, audit.number, audit.content FROM audit_citizen
     JOIN audit ON audit.lane = audit_citizen.lane AND audit.number = audit_citizen.number
     WHERE audit_citizen.pseudonym = ?`,
    [pseudonym],
  );
  return rows.map(({ lane, number, content }) => ({ ...(JSON.parse(content) as KeptEntry), lane, number }));
}
