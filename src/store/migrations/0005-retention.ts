import type { Dialect } from '../sql.ts';

/** What was deleted when its time was over: enough to know it again, and nothing of what it said. */
export function retention({ whole, strict }: Dialect): readonly string[] {
  return [
    // SHA-256 of the identity: an identifier may tell more than its owner meant.
    `CREATE TABLE retired (
      identity TEXT PRIMARY KEY,
      at ${whole} NOT NULL
    )${strict}`,
    'CREATE INDEX response_superseded ON response (superseded_by) WHERE superseded_by IS NOT NULL',
    // Of the rows that the classes look for.
    "CREATE INDEX outbox_ended ON outbox (number) WHERE state = 'delivered' OR state = 'skipped'",
    'CREATE INDEX outbox_outcome ON outbox (outcome)',
    'CREATE INDEX resource_outcome ON resource (outcome)',
  ];
}
