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
    // Whatever refers to a row that is deleted is looked for: without these, through the whole table each time.
    'CREATE INDEX outbox_outcome ON outbox (outcome)',
    'CREATE INDEX outbox_citizen ON outbox (citizen)',
    'CREATE INDEX response_letter ON response (letter) WHERE letter IS NOT NULL',
    'CREATE INDEX letter_envelope_letter ON letter_envelope (letter)',
    'CREATE INDEX resource_outcome ON resource (outcome)',
  ];
}
