import type { Ended, Leased } from '../../outbox/queue.ts';
import { type AuditEntry, theService } from '../../work/audit/entry.ts';
import { append } from '../audit/chain.ts';
import type { AuditKeys } from '../audit/keys.ts';
import { first, type Sql } from '../sql.ts';

/** What is said of a delivery in the audit. */
type Noted = Pick<Leased, 'number' | 'destination' | 'form' | 'receiver' | 'correlation'>;

/** Writes down what has left, or was given up, in the transaction that says so. */
export async function noteDelivery(
  sql: Sql,
  keys: AuditKeys,
  { number: delivery, destination, form, receiver, correlation }: Noted,
  { state, code }: Pick<Ended, 'state' | 'code'>,
  now: number,
): Promise<void> {
  const row = await first<{ id: string; version: number; system: string; value: string }>(
    sql,
    `SELECT response.id, outcome.version, response.named_system AS system, response.named_value AS value
     FROM outbox JOIN outcome ON outcome.number = outbox.outcome JOIN response ON response.number = outbox.response
     WHERE outbox.number = ?`,
    [delivery],
  );
  if (row === undefined) return;
  const { id, version, system, value } = row;
  const entry: AuditEntry = {
    ...{ act: 'delivery', by: theService, citizens: [{ system, value }], correlation },
    target: { type: 'QuestionnaireResponse', id, version },
    code: state === 'delivered' ? undefined : code,
    particulars: { destination, form, receiver, delivery },
  };
  await append(sql, keys, [entry], now);
}
