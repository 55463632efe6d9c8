import type { Bundle } from 'fhir/r4.js';
import { openPacker, type Packer } from '../pack.ts';
import { first, type Row, type Sql } from '../sql.ts';
import type { DeskRow } from './rows.ts';

/**
 * Whether something that has arrived there would be undone by a dead delivery, were it sent now: then it is not. Of
 * letters and pages that is a later version for the same receiver; a Bundle may also write over what the Bundle of
 * another response of the citizen has written since.
 */
export async function isOvertaken(sql: Sql, row: DeskRow): Promise<boolean> {
  const repeated = await hasLaterVersion(sql, row);
  if (row.form !== 'Bundle') return repeated;
  const packer = await openPacker(sql, () => []);
  const own = await overwrittenBy(sql, packer, row);
  if (own.size === 0) return repeated;
  const since = await writtenSince(sql, packer, row);
  for (const [what, status] of own) if ((since.get(what) ?? status) !== status) return true;
  // A first version that only closes an older plan, which nothing later has, is sent: it would else stay open for good.
  return repeated && [...own.keys()].some((what) => since.has(what));
}

/** A letter is told anew to its receiver, whatever the letter's form; a page or a Bundle in its own form. */
async function hasLaterVersion(sql: Sql, row: DeskRow): Promise<boolean> {
  const { response, destination, number, outcome, receiver, form } = row;
  const same = receiver === null ? 'receiver IS NULL AND form = ?' : 'receiver = ?';
  const later = await first(
    sql,
    `SELECT number FROM outbox WHERE response = ? AND destination = ? AND number > ? AND outcome > ? AND ${same}
     AND state = 'delivered' LIMIT 1`,
    [response, destination, number, outcome, receiver ?? form],
  );
  return later !== undefined;
}

interface PackedRow extends Row {
  bundle: Uint8Array;
  dictionary: number;
}

/** What its Bundle writes over, with the status that it gives. What is only created changes nothing that is there. */
async function overwrittenBy(sql: Sql, packer: Packer, { outcome }: DeskRow): Promise<ReadonlyMap<string, string>> {
  const row = await first<PackedRow>(sql, 'SELECT bundle, dictionary FROM outcome WHERE number = ?', [outcome]);
  return new Map(row && overwritten(packer, row));
}

/** The same of the citizen's later ones that have arrived there; of what several wrote, the last one. */
async function writtenSince(
  sql: Sql,
  packer: Packer,
  { citizen, destination, number }: DeskRow,
): Promise<ReadonlyMap<string, string>> {
  const rows = await sql.all<PackedRow>(
    `SELECT outcome.bundle, outcome.dictionary FROM outbox JOIN outcome ON outcome.number = outbox.outcome
     WHERE outbox.citizen = ? AND outbox.destination = ? AND outbox.form = 'Bundle' AND outbox.number > ?
     AND outbox.state = 'delivered' ORDER BY outbox.number`,
    [citizen, destination, number],
  );
  return new Map(rows.flatMap((row) => [...overwritten(packer, row)]));
}

function overwritten({ unpack }: Packer, { bundle, dictionary }: PackedRow): (readonly [string, string])[] {
  const { entry = [] } = JSON.parse(unpack(bundle, dictionary)) as Bundle;
  return entry.flatMap(({ request, resource }) => {
    if (request?.method !== 'PUT' || !request.url.includes('?')) return [];
    const { status = '' } = { ...resource } as { readonly status?: string };
    return [[request.url, status]];
  });
}
